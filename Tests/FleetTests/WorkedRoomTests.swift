import Backbone
import BackboneTestSupport
import Delivery
import Fleet
import Foundation
import InventoryEngine
import LiveshelfCore
import Metering
import RoomAPI
import Rooms
import Storage
import TestSupport
import Testing
import ViewerComments

/// Servers and workers over one backbone: real engines, stores and backbone.
@Suite("Rooms of workers, seen from a server", .timeLimit(.minutes(5)))
struct WorkedRoomTests {
  private let room = RoomName("sale.1") ?? .main
  private let products = [
    Product(sku: "A", name: "羽绒服", livePrice: Money("99")), Product(sku: "B", name: "保温杯"),
  ]

  private func orders(_ numbers: ClosedRange<Int>, sku: SKU = "A") -> [Row] {
    numbers.map { number in
      .order(
        OrderEvent(
          eventID: "e\(number)", orderID: "o\(number)", type: .created, sku: sku, quantity: 1,
          unitPrice: Money(hundredths: 9900), warehouse: "GZ", eventTime: WallClock.system.now))
    }
  }

  private func send(_ rows: [Row], to rooms: BackboneRooms) async throws {
    _ = try await rooms.submit(IntakeBatch(rows, receivedAt: WallClock.system.now, sender: "test"), to: room)
  }

  private func stock(_ units: Int, sku: String = "A") -> [Row] {
    [.stock(StockSnapshot(time: WallClock.system.now + -600, sku: SKU(sku), warehouse: "GZ", onHand: units))]
  }

  @Test("a room that runs follows its definition, and servers read its log")
  func follows() async throws {
    try await WorkedFleet.run { fleet in
      let rooms = fleet.rooms
      _ = try await rooms.createRoom(RoomDefinition(name: room, products: products))
      _ = try await rooms.startRoom(room)
      try await eventually("the room's show begins") { try await rooms.view(of: room).state == .live }
      try await send(stock(5), to: rooms)
      try await send(orders(1...3), to: rooms)
      try await eventually("the orders count") { try await rooms.view(of: room).totals.orders == 3 }

      // A catalog that changes in mid-show reaches the room that runs.
      _ = try await rooms.setCatalog(products + [Product(sku: "C", name: "口红")], in: room)
      try await eventually("the new product is shown") {
        try await rooms.products(in: room).contains { $0.sku == "C" }
      }
      #expect(try await rooms.view(of: room).totals.orders == 3)
      var thresholds = AdvisorSettings()
      thresholds.thresholds.serviceLevel = 0.5
      try await rooms.setThresholds(thresholds)
      #expect(await rooms.thresholds() == thresholds)
      let store = fleet.store(of: room)
      let show = try #require(try await rooms.view(of: room).show)
      try await eventually("the thresholds are in the room's log") {
        try RoomStore(room: room, folder: store).changes(of: show).contains { change in
          if case .settings(let settings, _) = change { settings == thresholds } else { false }
        }
      }

      // What is read from the log.
      #expect(try await rooms.inventory(in: room).first { $0.sku == "A" }?.available == 2)
      #expect(try await rooms.timeline(of: "A", in: room, binSeconds: 10).orders.reduce(0, +) == 3)
      #expect(try await rooms.turnover(in: room, by: .sku).first { $0.group == "A" }?.soldUnits != nil)
      #expect(try await rooms.shows(in: room).map(\.show) == [show])
      let reply = try await rooms.answer(ViewerInquiry("羽绒服还有货吗"), in: room)
      #expect(reply.catalog["C"] != nil)

      // Oversold: a signal that an operator acknowledges.
      try await send(orders(4...9), to: rooms)
      var signal: SignalView?
      try await eventually("a signal is there") {
        signal = try await rooms.signals(in: room, after: 0, limit: 100).signals.last
        return signal != nil
      }
      let id = try #require(signal?.id)
      #expect(try await rooms.changeSignal(id, .acknowledge, in: room, by: "Li").acknowledgedBy == "Li")
      #expect(try await rooms.changeSignal(id, .assign(to: "Wang"), in: room, by: "Li").acknowledgedBy == "Li")
      try await eventually("the worker shows it too") {
        try await rooms.view(of: room).signals.contains { $0.id == id && $0.assignedTo == "Wang" }
      }
      #expect(
        try await rooms.signals(in: room, after: 0, limit: 100).signals.contains {
          $0.id == id && $0.acknowledgedBy == "Li"
        })
      await #expect(throws: ServiceError.notFound(what: "signal", id: "none")) {
        _ = try await rooms.changeSignal("none", .acknowledge, in: room, by: "Li")
      }

      // A stop ends the show, and the next start begins another.
      _ = try await rooms.stopRoom(room)
      try await eventually("the show is over") { try await rooms.view(of: room).state == .idle }
      try await eventually("the log says so") {
        try await rooms.shows(in: room).first?.endedAt != nil
      }
      #expect(try await rooms.show(show, in: room, binSeconds: 60).summary.totals.orders == 9)
    }
  }

  @Test("a worker counts what its rooms do, and no more when it has handed them over")
  func counts() async throws {
    try await WorkedFleet.run { fleet in
      let (rooms, metrics) = (fleet.rooms, fleet.metrics)
      func has(_ line: String) -> Bool { metrics.text.split(separator: "\n").contains { $0 == line } }
      _ = try await rooms.createRoom(RoomDefinition(name: room, products: products))
      _ = try await rooms.startRoom(room)
      try await send(stock(1), to: rooms)
      try await send(orders(1...3), to: rooms)
      for line in [
        #"liveshelf_worker_rooms{worker="worker-1"} 1"#,
        #"liveshelf_worker_events_total{event="started",worker="worker-1"} 1"#,
        #"liveshelf_room_rows_total{kind="orders",room="sale.1"} 3"#,
        #"liveshelf_room_state{room="sale.1",state="live"} 1"#,
        #"liveshelf_replication_lag_rows{room="sale.1"} 0"#,
        #"liveshelf_outbox_depth{room="sale.1",sink="backbone"} 0"#,
      ] {
        try await eventually("\(line)") { has(line) }
      }
      try await eventually("signals are delivered") {
        metrics.text.contains(/liveshelf_deliveries_total\{room="sale.1",sink="backbone"\} [1-9]/)
      }
      await fleet.drain()
      #expect(has(#"liveshelf_worker_rooms{worker="worker-1"} 0"#))
      #expect(!metrics.text.contains(/liveshelf_(room_state|outbox_depth|replication_lag_rows)\{/))
    }
  }

  @Test("another worker goes on with the room, and a stop that nobody saw is done")
  func takesOver() async throws {
    try await WorkedFleet.run { fleet in
      let rooms = fleet.rooms
      _ = try await rooms.createRoom(RoomDefinition(name: room, products: products))
      _ = try await rooms.startRoom(room)
      // What was sold before the show is none of its sales.
      try await eventually("the show has begun") { try await rooms.view(of: room).state == .live }
      try await send(stock(50), to: rooms)
      try await send(orders(1...20), to: rooms)
      try await eventually("the orders count") { try await rooms.view(of: room).totals.orders == 20 }
      let show = try #require(try await rooms.view(of: room).show)
      await fleet.drain()
      _ = try await rooms.stopRoom(room)
      try await send(orders(15...22), to: rooms)
      // The new one has an empty disk.
      try await fleet.startWorker()
      try await eventually("the show is over") {
        try await rooms.shows(in: room).contains { $0.show == show && $0.endedAt != nil }
      }
    }
  }

  @Test("stock is not known while the room's worker is away, and is known again afterwards")
  func outage() async throws {
    try await WorkedFleet.run { fleet in
      let rooms = fleet.rooms
      _ = try await rooms.createRoom(RoomDefinition(name: room, products: products))
      _ = try await rooms.startRoom(room)
      try await send(stock(5), to: rooms)
      func answer() async throws -> ViewerReply { try await rooms.answer(ViewerInquiry("羽绒服还有货吗"), in: room) }
      try await eventually("the stock is known") { try await answer().answer.promisesStock }
      await fleet.drain()
      // Nothing has come since: what the log says is true.
      #expect(try await answer().answer.promisesStock)
      try await send(orders(1...5), to: rooms)
      try await eventually("the stock is unknown") { try await answer().answer.kind == .unknown }
      #expect(try await !answer().answer.promisesStock)
      try await fleet.startWorker()
      try await eventually("all is sold") { try await answer().answer.kind == .denied }
    }
  }

  @Test("a room shows itself that is larger than a record of the backbone")
  func largeRoom() async throws {
    try await WorkedFleet.run { fleet in
      let rooms = fleet.rooms
      let many = (0..<3000).map { Product(sku: SKU("SKU-\($0)"), name: "羽绒服长款加厚连帽保暖外套 \($0)") }
      _ = try await rooms.createRoom(RoomDefinition(name: room, products: many))
      _ = try await rooms.startRoom(room)
      try await eventually("the room is shown whole") { try await rooms.view(of: room).products.count == 3000 }
      let view = try await rooms.view(of: room)
      #expect(try JSONEncoder().encode(view).count > 900 << 10)
      try await send(stock(5, sku: "SKU-7"), to: rooms)
      try await eventually("and changes are") {
        try await rooms.view(of: room).products.contains { $0.sku == "SKU-7" && $0.available == 5 }
      }
    }
  }

  @Test("facts for viewers and markers are shared")
  func shared() async throws {
    try await WorkedFleet.run { fleet in
      let rooms = fleet.rooms
      _ = try await rooms.createRoom(RoomDefinition(name: room, products: products))
      var facts = ViewerFacts()
      facts.dispatch = "48小时内"
      #expect(try await rooms.setViewerFacts(facts, in: room).isEmpty)
      #expect(try await rooms.viewerFacts(of: room) == facts)
      let folder = TestData.sampleFile("markers")
      let file = try #require(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().first)
      let audio = Array(try Data(contentsOf: folder.appending(path: file)))
      try await rooms.setMarker(file, audio: audio, in: room)
      #expect(try await rooms.markers(in: room) == [file])
      await #expect(throws: ServiceError.self) { try await rooms.setMarker("noise.wav", audio: [1, 2, 3], in: room) }
      try await rooms.deleteMarker(file, in: room)
      #expect(try await rooms.markers(in: room) == [])
    }
  }
}

@Suite("Files of rooms on the backbone")
struct RoomObjectTests {
  @Test func largeObjectsComeBackWhole() async throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let backbone = MemoryBackbone()
    let objects = RoomObjects(backbone)
    let data = Data((0..<700_001).map { UInt8(truncatingIfNeeded: $0 &* 31) })
    try await objects.put(data, as: "a1", of: .main)
    #expect(try await objects.get("a1", bytes: data.count, of: .main) == data)
    try await objects.remove("a1", bytes: data.count, of: .main)
    await #expect(throws: BackboneError.self) { _ = try await objects.get("a1", bytes: data.count, of: .main) }
    await backbone.close()
  }
}
