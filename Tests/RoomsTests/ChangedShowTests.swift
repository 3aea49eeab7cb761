import Delivery
import Foundation
import InventoryEngine
import LiveshelfCore
import RoomEngine
import Rooms
import Storage
import Testing

/// A show whose products and thresholds change while it runs: whoever tells it anew comes to what was sent.
@Suite(.timeLimit(.minutes(2)))
struct ChangedShowTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "liveshelf-test-\(UUID().uuidString)")
  private let start = WallTime(microseconds: 1_800_000_000_000_000)
  private let catalog = Catalog([
    Product(sku: "A", name: "羽绒服", livePrice: Money("99")), Product(sku: "B", name: "保温杯", livePrice: Money("39")),
  ])

  /// A stock-out of `A` is not looked for.
  private var quiet: AdvisorSettings {
    var settings = AdvisorSettings()
    var never = ThresholdOverrides()
    never.stockoutHorizon = 60
    settings.products["A"] = never
    return settings
  }

  private func order(_ number: Int, of sku: SKU, _ quantity: Int = 1, at time: WallTime) -> Row {
    .order(
      OrderEvent(
        eventID: "e\(number)", orderID: "o\(number)", type: .created, sku: sku, quantity: quantity,
        unitPrice: Money(hundredths: 9900), warehouse: "GZ", eventTime: time))
  }

  /// Sells and shows `A`, and runs out of `B` when it is told to.
  private func sell(_ orders: Range<Int>, shortOf sku: SKU?, in room: LiveRoom, by clock: TestClock) async throws {
    _ = try await room.submit(
      RoomIntake([.click(ExplainEvent(sku: "A", starts: true, time: clock.now))], receivedAt: clock.now))
    for number in orders {
      clock.advance(by: 20)
      _ = try await room.submit(RoomIntake([order(number, of: "A", at: clock.now)], receivedAt: clock.now))
    }
    if let sku {
      _ = try await room.submit(
        RoomIntake([order(1000 + orders.lowerBound, of: sku, 3, at: clock.now)], receivedAt: clock.now))
    }
    _ = try await room.submit(
      RoomIntake([.click(ExplainEvent(sku: "A", starts: false, time: clock.now))], receivedAt: clock.now))
  }

  /// A show with two changes.
  ///
  /// - Parameters:
  ///   - clock: begins at `start`.
  ///   - atChange: called after each change with how many signals had been sent; gives the room that goes on.
  private func play(
    by clock: TestClock, atChange: (LiveRoom, Int) async throws -> LiveRoom
  ) async throws -> LiveRoom {
    func sent(_ room: LiveRoom) throws -> Int { try room.store.signals(after: 0, limit: 10_000).count }
    var room = try open(clock)
    try await room.begin(
      ShowRecord(
        id: "show", clock: ShowClock(start: start, offset: .china), catalog: catalog, settings: quiet, host: "小美"))
    let stock = [("A", 40), ("B", 2), ("C", 2)].map { sku, units in
      Row.stock(StockSnapshot(time: start, sku: SKU(sku), warehouse: "GZ", onHand: units))
    }
    _ = try await room.submit(RoomIntake(stock, receivedAt: clock.now))
    try await sell(0..<15, shortOf: "B", in: room, by: clock)
    try await room.change(Catalog(catalog.products + [Product(sku: "C", name: "新品")]))
    room = try await atChange(room, try sent(room))
    try await sell(15..<25, shortOf: "C", in: room, by: clock)
    room.setThresholds(AdvisorSettings())
    room = try await atChange(room, try sent(room))
    try await sell(25..<70, shortOf: nil, in: room, by: clock)
    try await room.end()
    return room
  }

  private func open(_ clock: TestClock) throws -> LiveRoom {
    try LiveRoom(name: .main, catalog: catalog, folder: folder, clock: clock.wall)
  }

  @Test("the files hold the signals that were sent", arguments: [false, true])
  func filesHoldWhatWasSent(isReopened: Bool) async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let clock = TestClock(start)
    var sent = [0]
    let room = try await play(by: clock) { room, count in
      sent.append(count)
      guard isReopened else { return room }
      await room.close()
      return try open(clock)
    }
    let signals = try room.store.signals(of: "show", after: 0, limit: 10_000)
    sent.append(signals.count)
    // Some of each telling, whose ids differ.
    #expect(zip(sent, sent.dropFirst()).allSatisfy { $0 < $1 })
    let output = folder.appending(path: "files")
    try await ShowExport(store: room.store, show: "show").write(to: output)
    let lines = try String(contentsOf: output.appending(path: "signals.jsonl"), encoding: .utf8).split(separator: "\n")
    let stored = try signals.map { try $0.event.json() }
    #expect(lines.map { String($0) } == stored)
    let description = try String(contentsOf: output.appending(path: "show.json"), encoding: .utf8)
    #expect(description.contains("小美") && description.contains("新品"))
    await room.close()
  }

  @Test func theAuditCountsTheOrdersThatRaisedSignals() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let room = try await play(by: TestClock(start)) { room, _ in room }
    let store = room.store
    let raising = Set(try store.signalTimings(of: "show").map(\.row))
    var raised = 0
    try store.replay("show") { logged in
      guard case .input(let input) = logged.entry, case .row(.order) = input.content else { return }
      if raising.contains(logged.sequence) { raised += 1 }
    }
    // Two products run out, and the passing of time raises signals too.
    #expect(raised > 0 && raised < raising.count)
    let audit = try ChainAudit(store: store, show: "show")
    #expect(audit.orderToSignal?.count == raised)
    #expect(audit.sources.first?.events == 72)
    await room.close()
  }
}
