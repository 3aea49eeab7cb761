import Foundation
import LiveshelfCore
import TestSupport
import Testing

@testable import Planning

/// The files of a small shop with two warehouses and a show every evening, made without chance.
final class SmallShop {
  struct Product {
    var sku: String
    var category = "美妆"
    var options = ["标准"]
    var price = 79.0
    /// Order lines of a five-minute presentation, and of a day on the shelf.
    var pull = 6.0
    var shelf = 4.0
    /// How many times each show presents it, past and to come.
    var shown = 1
    var planned = 1
    var onHand = 50
    var lead = 3.0
    var minimum = 24
    var pack = 6
    var sellFrom = ""
    var sellUntil = ""
    var shelfLife = ""
    var returnShare = 0.1
  }

  let folder: URL
  var products: [Product]
  var historyDays = 12
  /// Days (counted back from now) of which no orders are there.
  var missingDays: Set<Int> = []
  var promotions = ""
  /// Lines put behind the rows of a file.
  var extra: [String: String] = [:]
  static let now = "2026-12-10T02:00:00.000+08:00"

  init(_ products: [Product]) throws {
    self.products = products
    folder = try TestData.temporaryFolder()
  }

  deinit {
    do { try FileManager.default.removeItem(at: folder) } catch { print("left behind: \(folder.path): \(error)") }
  }

  func plan(_ language: PlanLanguage = .english, without omitted: Set<PlanAblation> = []) throws -> Plan {
    let (now, offset) = try #require(WallTime.parse(Self.now))
    var planner = Planner(language: language, without: omitted)
    planner.settings.scenarios = 60
    return try planner.plan(try write(), now: now, offset: offset)
  }

  func compare(_ runningOrders: [URL] = []) throws -> [PlanAlternative] {
    let (now, offset) = try #require(WallTime.parse(Self.now))
    var planner = Planner(language: .english)
    planner.settings.scenarios = 60
    return try planner.compare(try write(), runningOrders: runningOrders, now: now, offset: offset)
  }

  func stamp(day: Int, hour: Double) -> String {
    let (now, offset) = WallTime.parse(Self.now) ?? (WallTime(microseconds: 0), .china)
    return (now + (Double(day) * 24 + hour - 2) * 3600).formatted(in: offset)
  }

  // MARK: - Files

  func write() throws -> PlanFiles {
    func file(_ name: String, _ header: String, _ rows: [String]) throws -> URL {
      let url = folder.appending(path: name)
      let text = ([header] + rows).joined(separator: "\n") + "\n" + (extra[name] ?? "")
      try Data(text.utf8).write(to: url)
      return url
    }
    let catalog = try file(
      "catalog.csv",
      "sku,name,aliases,category,list_price,live_price,link_no,options,sell_from,sell_until,fee_share,ship_cost,return_cost,return_share,resellable_share,shelf_life_days,presale_days,lost_cost,cross_region",
      products.map {
        "\($0.sku),\($0.sku),,\($0.category),,\($0.price),,\($0.options.joined(separator: "|")),\($0.sellFrom),\($0.sellUntil),0.2,3,4,\($0.returnShare),0.6,\($0.shelfLife),,4,yes"
      })
    let supply = try file(
      "supply.csv",
      "sku,supplier,lead_days,lead_days_sd,moq,pack,capacity_per_day,unit_cost,rush_lead_days,rush_unit_cost,order_fee,holding_cost_per_day,salvage_value,cross_region_cost,transfer_cost",
      products.map {
        "\($0.sku),S,\($0.lead == 0 ? "" : String($0.lead)),0.5,\($0.minimum),\($0.pack),500,\($0.price * 0.3),1,\($0.price * 0.33),15,0.03,\($0.price * 0.2),2,0.6"
      })
    let stock = try file(
      "stock.csv",
      "snapshot_time,sku,option,warehouse,on_hand,reserved,in_transit,eta,safety_stock,owed,expires_on,expires_qty",
      products.flatMap { product in
        product.options.flatMap { option in
          [("HZ", 0.6), ("GZ", 0.4)].map { name, share in
            "\(Self.now),\(product.sku),\(option),\(name),\(Int(Double(product.onHand) * share) / product.options.count),0,0,,0,0,,"
          }
        }
      })
    let shows = showRows()
    return PlanFiles(
      catalog: catalog,
      orders: [
        try file(
          "orders.csv",
          "event_id,order_id,event_type,sku,option,qty,unit_price,region,warehouse,source,user,event_time,ingest_time",
          orderRows())
      ],
      presentations: try file("presentations.csv", "show_id,room,host,id,sku,start,end,confidence", shows.heard),
      stock: stock, supply: supply,
      openOrders: try file("open_orders.csv", "po_id,kind,sku,option,from,warehouse,qty,placed_at,eta,mode", []),
      schedule: try file("schedule.csv", "show_id,room,host,start,end,seq,sku,planned_minutes", shows.planned),
      returns: try file(
        "returns.csv", "return_id,order_id,sku,option,warehouse,qty,requested_at,received_at,resellable_qty", []),
      lanes: try file(
        "lanes.csv", "from,to,to_region,cost_factor,transfer_days",
        ["HZ,HZ,华东,0,0", "HZ,GZ,华南,1,2", "GZ,HZ,华东,1,2", "GZ,GZ,华南,0,0"]),
      promotions: try file(
        "promotions.csv", "name,category,start,end,expected_times", promotions.isEmpty ? [] : [promotions])
    )
  }

  private func showRows() -> (planned: [String], heard: [String]) {
    var (planned, heard) = ([String](), [String]())
    for day in -historyDays..<7 {
      let (id, head) = ("S\(day)", "S\(day),R1,H1,\(stamp(day: day, hour: 20)),\(stamp(day: day, hour: 23))")
      var sequence = 0
      for product in products {
        for _ in 0..<(day < 0 ? product.shown : product.planned) {
          let start = 20 + Double(sequence) * 0.1
          sequence += 1
          planned.append("\(head),\(sequence),\(product.sku),5")
          guard day < 0 else { continue }
          heard.append(
            "\(id),R1,H1,\(id)-\(sequence),\(product.sku),\(stamp(day: day, hour: start)),\(stamp(day: day, hour: start + 5.0 / 60)),0.9"
          )
        }
      }
    }
    return (planned, heard)
  }

  private func orderRows() -> [String] {
    var rows: [String] = []
    func add(_ product: Product, _ day: Int, _ hour: Double, _ source: String) {
      let number = rows.count
      let option = product.options[number % product.options.count]
      let region = number % 5 < 3 ? "华东,HZ" : "华南,GZ"
      rows.append(
        "E\(number),O\(number),created,\(product.sku),\(option),1,\(product.price),\(region),\(source),u,\(stamp(day: day, hour: hour)),"
      )
    }
    for day in -historyDays..<0 where !missingDays.contains(-day) {
      var sequence = 0
      for product in products {
        for _ in 0..<product.shown {
          let start = 20 + Double(sequence) * 0.1
          sequence += 1
          for line in 0..<Int(product.pull) { add(product, day, start + 0.01 + Double(line) * 0.005, "live") }
        }
        for line in 0..<Int(product.shelf) { add(product, day, 9 + Double(line), "app") }
      }
    }
    return rows
  }
}

extension Plan {
  func ordered(_ sku: String) -> Int { rows.reduce(0) { $0 + ($1.sku == sku ? $1.quantity : 0) } }
}
