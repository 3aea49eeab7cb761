import Foundation
import Synchronization
import TestSupport
import Testing

/// Two rooms that sell one stock, in the server that users run, while it is killed again and again.
@Suite(.timeLimit(.minutes(10))) struct ServedShopTests {
  /// How often the server is killed: a few times in each run; LIVESHELF_TEST_KILLS=100 tries hard.
  private static let kills = ProcessInfo.processInfo.environment["LIVESHELF_TEST_KILLS"].flatMap { Int($0) } ?? 3
  private static let rooms = ["room-a", "room-b"]
  private static let units = 10_000

  private struct Inventory: Decodable {
    struct Row: Decodable, Equatable {
      var sku, warehouse: String
      var available: Int
    }
    var inventory: [Row]
  }

  private struct Products: Decodable {
    struct Product: Decodable {
      var sku: String
      var orders: Int
    }
    var products: [Product]
  }

  /// The server as it is by now, and whether selling is over.
  private final class Floor: Sendable {
    let server: Mutex<ServedProgram>
    let isOver = Mutex(false)

    init(_ server: ServedProgram) { self.server = Mutex(server) }

    var current: ServedProgram { server.withLock { $0 } }
  }

  private func start(in folder: URL) async throws -> ServedProgram {
    let catalog = folder.appending(path: "catalog.csv")
    try "sku,name,live_price\nA1,保温杯,9.9\n".write(to: catalog, atomically: true, encoding: .utf8)
    let rooms = Self.rooms.map { "  - {name: \($0), catalog: \(catalog.path), shop: store, start: true}\n" }.joined()
    return try await ServedProgram(
      in: folder, configuration: "data: \(folder.appending(path: "data").path)\nrooms:\n\(rooms)")
  }

  private func available(_ room: String, _ server: ServedProgram) async throws -> Int? {
    let answer = try #require(try await server.call("GET", "/v1/rooms/\(room)/inventory"))
    return try JSONDecoder().decode(Inventory.self, from: Data(answer.body.utf8)).inventory.first?.available
  }

  /// Sends orders of one room until told to stop, each batch until it is acknowledged.
  ///
  /// - Returns: how many orders there are.
  private func sell(as room: String, on floor: Floor) async throws -> Int {
    var number = 0
    while !floor.isOver.withLock({ $0 }) {
      let now = Date.now.formatted(.iso8601)
      let rows = (number..<number + 5).map { "\(room)-\($0),o-\(room)-\($0),created,A1,1,9.9,GZ,\(now)\n" }
      number += 5
      let body = "event_id,order_id,event_type,sku,qty,unit_price,warehouse,event_time\n" + rows.joined()
      while true {
        do {
          let answer = try await floor.current.call(
            "POST", "/v1/rooms/\(room)/orders", body: body, type: "text/csv", timeout: 5)
          if answer?.status == 202 { break }
        } catch is URLError {
          // Nobody is there: the next server gets it.
        }
        try await Task.sleep(for: .milliseconds(50))
      }
    }
    return number
  }

  @Test func noUnitIsPromisedTwiceHoweverOftenTheServerDies() async throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let floor = Floor(try await start(in: folder))
    let stock = "snapshot_time,sku,warehouse,on_hand\n2026-04-10T20:00:00+08:00,A1,GZ,\(Self.units)\n"
    let opened = try await floor.current.call("POST", "/v1/rooms/store/stock", body: stock, type: "text/csv")
    #expect(opened?.status == 202, "\(opened?.body ?? "no answer")")

    let sold = try await withThrowingTaskGroup(of: (String, Int).self) { group in
      for room in Self.rooms { group.addTask { (room, try await sell(as: room, on: floor)) } }
      for _ in 0..<Self.kills {
        try await Task.sleep(for: .milliseconds(Int.random(in: 100...900)))
        let old = floor.current
        kill(old.processIdentifier, SIGKILL)
        await old.stop()
        let new = try await start(in: folder)
        floor.server.withLock { $0 = new }
      }
      try await Task.sleep(for: .milliseconds(200))
      floor.isOver.withLock { $0 = true }
      return try await group.reduce(into: [String: Int]()) { $0[$1.0] = $1.1 }
    }
    let last = floor.current
    let left = Self.units - sold.values.reduce(0, +)
    #expect(try await available("store", last) == left)
    for room in Self.rooms {
      while try await available(room, last) != left { try await Task.sleep(for: .milliseconds(50)) }
      // Frames, which products are told from, come a few times a second.
      var orders: Int?
      for _ in 0..<100 where orders != sold[room] {
        try await Task.sleep(for: .milliseconds(50))
        let answer = try #require(try await last.call("GET", "/v1/rooms/\(room)/products"))
        orders = try JSONDecoder().decode(Products.self, from: Data(answer.body.utf8)).products.first?.orders
      }
      #expect(orders == sold[room], "each order is of the room that it came through, once")
    }
    await last.stop()
  }
}
