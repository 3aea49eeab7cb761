import Foundation
import LiveshelfCore
import Shows
import TestSupport

/// A finished show of two minutes with three products, written file by file.
///
/// `A` (a pan) is presented from 10 s to 50 s and runs out in the bin of 40 s; `B` (rice) is presented from 60 s to 100 s
/// and hardly sells; `C` (tea) is not presented.
struct SmallShow {
  let folder: URL
  static let start = "2026-04-10T20:00:00.000+08:00"

  init() throws {
    folder = try TestData.temporaryFolder()
    try write(Self.description, to: "show.json")
  }

  /// With all the files that batch writes.
  static func complete() throws -> SmallShow {
    let show = try SmallShow()
    try show.write(transcript, to: "transcript.jsonl")
    try show.write(presentations, to: "presentations.jsonl")
    try show.write(timeline(), to: "timeline.csv")
    try show.write(uplift, to: "uplift.csv")
    try show.write(
      "sku,warehouse,on_hand,reserved,available\nA,WH-1,0,0,0\nB,WH-1,60,2,60\nB,WH-2,38,0,38\n",
      to: "inventory_final.csv")
    try show.write(
      #"{"marker":"bell","start":9.1,"end":10.4,"score":0.9,"detected_at":10}"# + "\n", to: "markers.jsonl")
    try show.write(
      #"{"sku":"A","text":"炒锅","start":12,"end":12.5,"confidence":0.9,"detected_at":14}"# + "\n", to: "mentions.jsonl")
    try show.write(signals, to: "signals.jsonl")
    try show.write(alignment, to: "alignment.json")
    return show
  }

  func write(_ text: String, to name: String) throws {
    try Data(text.utf8).write(to: folder.appending(path: name))
  }

  func read() throws -> ShowFolder { try ShowFolder(reading: folder.path) }

  static let description = #"""
    {"format":1,"room":"room-1","recording":"show.flv","start":"2026-04-10T20:00:00.000+08:00","duration_s":120,
    "products":[
    {"sku":"A","name":"不粘炒锅","category":"厨具","list_price":199,"live_price":99.9,"link_no":1,"options":["28cm"]},
    {"sku":"B","name":"五常大米","category":"食品","list_price":99,"live_price":59,"link_no":2,"options":[]},
    {"sku":"C","name":"茉莉花茶","category":"食品","list_price":null,"live_price":39,"link_no":null}]}
    """#

  static let transcript = """
    {"start":11,"end":14,"text":"这口炒锅今天只要九十九块九","detected_at":15}
    {"start":61,"end":64,"text":"再来看五常大米","detected_at":65}

    """

  static let presentations = """
    {"id":"p1","sku":"A","start":10,"end":50,"confidence":0.95,"announced_at":13}
    {"id":"p2","sku":"B","start":60,"end":100,"confidence":0.9,"announced_at":63}

    """

  static let uplift = """
    presentation_id,sku,orders,units,baseline_orders,uplift_orders,uplift_lo,uplift_hi,revenue
    p1,A,18,20,1.5,16.5,12.1,20.4,1998
    p2,B,2,2,1.6,0.4,0,2.2,118

    """

  static let signals = #"""
    {"specversion":"1.0","id":"1","source":"/rooms/room-1","type":"liveshelf.presentation.started","subject":"A","time":"2026-04-10T20:00:13.000+08:00","datacontenttype":"application/json","data":{"room":"room-1","sku":"A","product":"不粘炒锅","detected_at":13,"confidence":0.9,"reason":"The host named it twice.","presentation_id":"p1"}}
    {"specversion":"1.0","id":"2","source":"/rooms/room-1","type":"liveshelf.stock.depleted","subject":"A","time":"2026-04-10T20:00:48.000+08:00","datacontenttype":"application/json","data":{"room":"room-1","sku":"A","product":"不粘炒锅","detected_at":48,"confidence":1,"reason":"Nothing is left.","available":0}}

    """#

  static let alignment = """
    {"sources":[{"source":"WH-1","offset_s":-1.61,"drift_s_per_hour":0.1,"ci95_s":[-1.7,-1.5],"events":120}],
    "order_lag_s":{"p10":5.5,"p50":13,"p90":44}}
    """

  /// Bins of 10 s from the start to 140 s. In each, B gets an order of one piece every 60 s, and C none.
  static func timeline() -> String {
    var text =
      "bin_start,stream_start,sku,presenting,mentions,orders_created,orders_paid,units,cancelled,refunded,comments,"
      + "baseline_rate,demand_rate,stock_available,stockout_eta_s\n"
    let ordersOfA = [0, 1, 4, 6, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0]
    var (stockOfA, stockOfB) = (20, 100)
    for (bin, orders) in ordersOfA.enumerated() {
      let units = min(stockOfA, orders + (bin == 2 ? 2 : 0))
      stockOfA -= units
      text += "x,\(bin * 10),A,\((1...4).contains(bin) ? 1 : 0),0,\(orders),\(orders),\(units),0,0,1,0.5,"
      text += "\((4...6).contains(bin) ? 12 : 0.5),\(stockOfA),\n"
      let ordersOfB = bin % 6 == 3 ? 1 : 0
      stockOfB -= ordersOfB
      text += "x,\(bin * 10),B,\((6...9).contains(bin) ? 1 : 0),0,\(ordersOfB),0,\(ordersOfB),0,0,0,1,1,\(stockOfB),\n"
    }
    return text
  }
}
