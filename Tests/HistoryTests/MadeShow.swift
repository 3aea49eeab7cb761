import Foundation
import InventoryEngine
import LiveshelfCore
import RoomEngine
import Shows
import TestSupport

/// A show of twenty minutes without sound, told by clicks, through the whole engine into a folder: orders with and without
/// prices, with discounts, twice, late, cancelled, refused, of before and long after the show.
struct MadeShow {
  static let length = 1200.0
  static let start = WallTime(microseconds: 1_775_822_400_000_000)  // 2026-04-10T20:00:00+08:00
  static let catalog = Catalog([
    Product(
      sku: "TEA", name: "龙井茶", category: "食品", livePrice: Money(hundredths: 5990), cost: Money(hundredths: 2000),
      options: ["一两", "半斤"]),
    Product(sku: "CUP", name: "马克杯", category: "家居", livePrice: Money(hundredths: 3900)),
    Product(sku: "COAT", name: "羊绒大衣", category: "服饰", listPrice: Money(hundredths: 129_900)),
    Product(sku: "PAN", name: "不粘炒锅", category: "家居", livePrice: Money(hundredths: 19_900)),
  ])

  let folder: URL
  let events: [OrderEvent]
  let engine: RoomEngine
  let movements: [StockMovement]
  let clock: ShowClock

  init(
    seed: UInt64, in folder: URL, day: Int = 0, host: String = "小雨", room: RoomName = .main, refuses: Bool = true
  ) throws {
    self.folder = folder
    let start = Self.start + Double(day) * 86_400
    let clock = ShowClock(start: start, offset: .china)
    self.clock = clock
    var dice = Dice(seed: seed)
    let events = Self.orders(&dice, start: start, refuses: refuses)
    self.events = events
    var inputs: [RoomInput] = [("TEA", 60), ("CUP", 900), ("COAT", 500), ("PAN", 400)].flatMap { sku, units in
      ["EAST", "WEST"].map { warehouse in
        RoomInput(
          at: StreamTime(seconds: -60),
          .row(.stock(StockSnapshot(time: start + -60, sku: SKU(sku), warehouse: warehouse, onHand: units))))
      }
    }
    inputs += events.map { RoomInput(at: StreamTime(seconds: $0.knownAt - start), .row(.order($0))) }
    for (place, sku) in ["TEA", "CUP", "COAT", "PAN", "TEA"].enumerated() {
      for (starts, at) in [(true, 60.0 + Double(place) * 200), (false, 200.0 + Double(place) * 200)] {
        inputs.append(
          RoomInput(
            at: StreamTime(seconds: at + 1),
            .row(.click(ExplainEvent(sku: SKU(sku), starts: starts, time: start + at)))))
      }
    }
    for second in stride(from: 20.0, to: 1100, by: 9) {
      inputs.append(
        RoomInput(
          at: StreamTime(seconds: second + 1),
          .row(.comment(ViewerComment(id: "C\(second)", time: start + second, text: "龙井茶还有货吗 13812345678")))))
    }
    let ticks = stride(from: -60.0, through: Self.length, by: 1).map { RoomInput(at: StreamTime(seconds: $0), .heard) }
    let all = (inputs + ticks).enumerated().sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
    var engine = RoomEngine(room: room, catalog: Self.catalog, clock: clock)
    engine.keepsMovements = true
    let recorder = try ShowRecorder(folder: folder, offset: .china, hearsMarkers: false)
    let end = StreamTime(seconds: Self.length)
    func take(_ input: RoomInput) throws {
      let effects = engine.consume(input)
      if case .row(.comment(let comment)) = input.content {
        try recorder.record(comment, at: clock.streamTime(of: comment.time), of: engine)
      }
      for case .signal(let signal) in effects { try recorder.record(signal) }
    }
    for (_, input) in all where input.at <= end { try take(input) }
    for case .signal(let signal) in engine.finish(at: end) { try recorder.record(signal) }
    for (_, input) in all where input.at > end { try take(input) }
    movements = engine.takeMovements()
    try recorder.record(
      ShowDescription(
        room: room, recording: "made", clock: clock, durationSeconds: Self.length, catalog: Self.catalog, host: host))
    try recorder.record(engine.conclusion(until: end), clock: clock, until: end, isFinal: true)
    try Data("{\"start\":70,\"end\":75,\"text\":\"这件羊绒大衣今天只要一千二\",\"detected_at\":76}\n".utf8).write(
      to: folder.appending(path: "transcript.jsonl"))
    _ = try recorder.finish()
    self.engine = engine
  }

  private static func orders(_ dice: inout Dice, start: WallTime, refuses: Bool) -> [OrderEvent] {
    let skus: [SKU] = ["TEA", "CUP", "COAT", "PAN"]
    var events: [OrderEvent] = []
    var left: [SKU: Int] = ["TEA": 120, "CUP": 1800, "COAT": 1000, "PAN": 800]
    func add(_ number: Int, at time: Double, sku: SKU, type: OrderEventType = .created, dice: inout Dice) {
      // No order lies so near to an edge of the window that a clock's error of a second could move it over.
      guard abs(time) > 8, abs(time - 1500) > 8 else { return }
      let quantity = 1 + dice.below(3)
      var type = type
      if type == .created, left[sku, default: 0] < quantity {
        guard refuses else { return }
        type = .rejectedOutOfStock
      }
      if type == .created { left[sku, default: 0] -= quantity }
      let price: Money? = dice.below(4) == 0 ? nil : Money(hundredths: Int64(3000 + dice.below(9000)))
      var event = OrderEvent(
        eventID: "E\(number)", orderID: "O\(number)", type: type, sku: sku,
        option: sku == "TEA" ? ["一两", "半斤"][dice.below(2)] : "", quantity: quantity, unitPrice: price,
        discount: price != nil && dice.below(3) == 0 ? Money(hundredths: 500) : nil,
        warehouse: dice.below(2) == 0 ? "EAST" : "WEST", source: "live", eventTime: start + time,
        ingestTime: start + time + 0.2 + dice.unit() * (dice.below(20) == 0 ? 60 : 1))
      events.append(event)
      if dice.below(15) == 0 { events.append(event) }
      guard type == .created, dice.below(6) == 0 else { return }
      event.eventID = "X\(number)"
      event.type = .cancelled
      event.eventTime = start + time + 100
      event.ingestTime = start + time + 101
      events.append(event)
    }
    for number in 0..<120 { add(number, at: -900 + dice.unit() * 4000, sku: skus[dice.below(4)], dice: &dice) }
    for (place, sku) in ["TEA", "CUP", "COAT", "PAN", "TEA"].enumerated() {
      for number in 0..<50 {
        let time = 70 + Double(place) * 200 + dice.unit() * 150
        add(1000 * (place + 1) + number, at: time, sku: SKU(sku), dice: &dice)
      }
    }
    return events.sorted { $0.knownAt < $1.knownAt }
  }
}
