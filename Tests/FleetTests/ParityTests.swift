import BackboneTestSupport
import Delivery
import Fleet
import Foundation
import InventoryEngine
import LiveshelfCore
import RoomAPI
import Rooms
import TestSupport
import Testing

/// A room is the same room whether this process runs it or a worker of the backbone: one scenario through both.
@Suite("Rooms of this process and rooms of workers", .timeLimit(.minutes(5)))
struct ParityTests {
  private let room = RoomName("sale.1") ?? .main
  private let products = [
    Product(sku: "A", name: "羽绒服", livePrice: Money("99")), Product(sku: "B", name: "保温杯"),
  ]

  /// What is read of the room after its show.
  private struct Outcome: Equatable {
    var state: RoomState?
    var skus: [String] = []
    var listed: [String] = []
    var orders = 0
    var units = 0
    var stock: [String: Int] = [:]
    var perBin = 0
    var sold: [String: Int] = [:]
    var signals: [String] = []
    var hasEnded: [Bool] = []
    var files: [String] = []
    var signalsOfFiles: [String] = []
  }

  /// - Parameter folder: where the room's files are.
  private func play(_ rooms: any RoomService, in folder: URL) async throws -> Outcome {
    func submit(_ rows: [Row]) async throws {
      _ = try await rooms.submit(IntakeBatch(rows, receivedAt: WallClock.system.now, sender: "test"), to: room)
    }
    func orders(_ numbers: ClosedRange<Int>) -> [Row] {
      numbers.map { number in
        .order(
          OrderEvent(
            eventID: "e\(number)", orderID: "o\(number)", type: .created, sku: "A", quantity: 1,
            unitPrice: Money(hundredths: 9900), warehouse: "GZ", eventTime: WallClock.system.now))
      }
    }
    _ = try await rooms.createRoom(RoomDefinition(name: room, products: products))
    await #expect(throws: ServiceError.roomExists(room)) {
      _ = try await rooms.createRoom(RoomDefinition(name: room, products: products))
    }
    _ = try await rooms.startRoom(room)
    try await eventually("the show begins") { try await rooms.view(of: room).state == .live }
    // A room without a stream may be started again: it goes on.
    _ = try await rooms.startRoom(room)
    let stock = StockSnapshot(time: WallClock.system.now + -600, sku: "A", warehouse: "GZ", onHand: 5)
    try await submit([.stock(stock)])
    try await submit(orders(1...4))
    try await submit(orders(3...4))
    try await eventually("the orders count once") { try await rooms.view(of: room).totals.orders == 4 }
    _ = try await rooms.setCatalog(products + [Product(sku: "C", name: "口红")], in: room)
    try await eventually("the new product is shown") {
      try await rooms.products(in: room).contains { $0.sku == "C" }
    }
    try await submit(orders(5...8))
    try await eventually("the room is oversold") {
      try await rooms.signals(in: room, after: 0, limit: 1000).signals.contains { type(of: $0).hasSuffix("oversold") }
    }
    let show = try #require(try await rooms.view(of: room).show)
    _ = try await rooms.stopRoom(room)
    let written = folder.appending(path: "shows/\(show)")
    try await eventually("the show is over and written") {
      try await rooms.shows(in: room).allSatisfy { $0.endedAt != nil }
        && FileManager.default.fileExists(atPath: written.appending(path: "report.html").path)
    }
    await #expect(throws: ServiceError.conflict("the room '\(room)' does not run")) {
      _ = try await rooms.stopRoom(room)
    }
    try await eventually("the stop is shown") { try await rooms.view(of: room).state == .idle }

    var outcome = Outcome()
    let view = try await rooms.view(of: room)
    (outcome.state, outcome.skus) = (view.state, view.products.map(\.sku))
    (outcome.orders, outcome.units) = (view.totals.orders, view.totals.units)
    let listed = await rooms.rooms()
    outcome.listed = listed.map { "\($0.name) \($0.state) \($0.products) \($0.totals.orders)" }
    let status = await rooms.status()
    #expect(status.problems.isEmpty && status.warnings.isEmpty)
    for row in try await rooms.inventory(in: room) { outcome.stock[row.sku] = row.available }
    outcome.perBin = try await rooms.timeline(of: "A", in: room, binSeconds: 10).orders.reduce(0, +)
    for row in try await rooms.turnover(in: room, by: .sku) { outcome.sold[row.group] = row.soldUnits }
    // Forecasts depend on the second in which orders came; what was promised too much does not.
    outcome.signals = try await rooms.signals(in: room, after: 0, limit: 1000).signals.map { type(of: $0) }
      .filter { $0.hasSuffix("oversold") }
    outcome.hasEnded = try await rooms.shows(in: room).map { $0.endedAt != nil }
    outcome.files = try FileManager.default.contentsOfDirectory(atPath: written.path).sorted()
    let types: [String] = try TestData.values(of: "type", in: written.appending(path: "signals.jsonl"))
    outcome.signalsOfFiles = types.filter { $0.hasSuffix("oversold") }
    return outcome
  }

  private func type(of signal: SignalView) -> String { signal.cloudevent.type }

  @Test("one scenario has one outcome")
  func oneScenario() async throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let registry = RoomRegistry(.init(folder: folder), RoomSurroundings(log: { _, _ in }))
    try await registry.open()
    let hosted = HostedRooms(
      registry: registry, thresholds: try ThresholdsFile(folder.appending(path: "thresholds.json")))
    let here = try await play(hosted, in: folder.appending(path: room.text))
    await registry.close()

    try await WorkedFleet.run { fleet in
      let there = try await play(fleet.rooms, in: fleet.store(of: room))
      #expect(here == there)
    }
    #expect(here.orders == 8 && here.stock["A"] == -3 && here.hasEnded == [true] && !here.signals.isEmpty)
    #expect(here.skus == ["A", "B", "C"] && here.files.contains("signals.jsonl"))
    #expect(here.signals == here.signalsOfFiles)
  }
}
