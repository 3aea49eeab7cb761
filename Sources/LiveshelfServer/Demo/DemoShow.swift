internal import LiveshelfCore
internal import RoomAPI
internal import Rooms

/// A show to try the screens with: a room of its own with made-up products, and orders for some minutes.
struct DemoShow: Sendable {
  private struct Item {
    let sku: SKU
    let name: String
    /// In yuan.
    let list: Int64
    let live: Int64
    /// In each of `warehouses`.
    let stock: [Int]
    /// Orders a minute while it is presented.
    let pace: Double
  }

  private static let items = [
    Item(sku: "D1", name: "羊毛围巾", list: 199, live: 89, stock: [90, 60], pace: 70),
    Item(sku: "D2", name: "不锈钢保温杯", list: 99, live: 49, stock: [320, 8], pace: 40),
    Item(sku: "D3", name: "加绒卫衣", list: 259, live: 129, stock: [600, 500], pace: 30),
    Item(sku: "D4", name: "坚果礼盒", list: 128, live: 69, stock: [60, 40], pace: 55),
    Item(sku: "D5", name: "真皮腰带", list: 159, live: 79, stock: [400, 300], pace: 2),
  ]
  private static let warehouses = ["杭州仓", "广州仓"]
  /// Orders a second of what is not presented.
  private static let idlePace = 0.03
  /// Seconds of a presentation, and of the show.
  private static let (talk, length) = (45, 360)
  /// Seconds until the room must have begun.
  private static let patience = 15
  private static let sender = "demo"

  let room: RoomName
  let service: any RoomService

  /// Makes the room and starts its show.
  func begin(title: String?) async throws(ServiceError) -> RoomSummary {
    var definition = RoomDefinition(
      name: room,
      products: Self.items.enumerated().map { place, item in
        Product(
          sku: item.sku, name: item.name, listPrice: Money(hundredths: item.list * 100),
          livePrice: Money(hundredths: item.live * 100), linkNumber: place + 1)
      })
    definition.title = title
    _ = try await service.createRoom(definition)
    let summary = try await service.startRoom(room)
    try await service.setRunningOrder(
      RunningOrder(items: Self.items.map { .init(sku: $0.sku.text, minutes: Double(Self.talk) / 60) }), in: room)
    let now = WallClock.system.now
    try await send(
      Self.items.flatMap { item in
        zip(Self.warehouses, item.stock).map { warehouse, count in
          Row.stock(StockSnapshot(time: now, sku: item.sku, warehouse: warehouse, onHand: count))
        }
      }, at: now)
    return summary
  }

  /// Presents and sells until the show is over, the room is stopped or removed, or the task is cancelled.
  ///
  /// - Throws: `ServiceError` when the room takes no more rows.
  func sell() async throws {
    var order = 0
    var wasOn = false
    for second in 0..<Self.length {
      let isOn = await isOn
      wasOn = wasOn || isOn
      // Another machine takes the room over a moment later.
      guard isOn || (!wasOn && second < Self.patience) else { return }
      let stage = second / Self.talk % Self.items.count
      if second % Self.talk == 0 {
        _ = try await service.correctPresentation(to: Self.items[stage].sku, in: room, by: Self.sender)
      }
      let now = WallClock.system.now
      var rows: [Row] = []
      for (place, item) in Self.items.enumerated() {
        let wanted = place == stage ? item.pace / 60 : Self.idlePace
        let count = Int(wanted) + (Double.random(in: 0..<1) < wanted.truncatingRemainder(dividingBy: 1) ? 1 : 0)
        for _ in 0..<count {
          order += 1
          let id = "\(room)-\(order)-\(now.microseconds)"
          rows.append(
            .order(
              OrderEvent(
                eventID: id, orderID: id, type: .created, sku: item.sku, quantity: 1,
                unitPrice: Money(hundredths: item.live * 100), warehouse: Self.warehouses[order % 2], eventTime: now)))
        }
      }
      if !rows.isEmpty { try await send(rows, at: now) }
      try await Task.sleep(for: .seconds(1))
    }
  }

  /// Rows for a room that was stopped would begin its next show.
  private var isOn: Bool {
    get async { await service.rooms().contains { $0.name == room.text && $0.state == .live } }
  }

  private func send(_ rows: [Row], at now: WallTime) async throws(ServiceError) {
    _ = try await service.submit(IntakeBatch(rows, receivedAt: now, sender: Self.sender), to: room)
  }
}
