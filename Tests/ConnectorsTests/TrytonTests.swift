import Connectors
import Foundation
import InventoryEngine
import LiveshelfCore
import Logging
import Metering
import RoomAPI
import ServerTestSupport
import TestSupport
import Testing

/// A real Tryton, on SQLite: stock in, a show, a draft of a purchase out, its receipt in, and both ledgers equal.
@Suite(.timeLimit(.minutes(10))) struct TrytonTests {
  private static let python = TestData.checkout.appending(path: ".build/test-tools/bin/python")
  private static let isOffline = ProcessInfo.processInfo.environment["LIVESHELF_OFFLINE"] == "1"
  private static let isThere = FileManager.default.isExecutableFile(
    atPath: python.deletingLastPathComponent().appending(path: "trytond").path)

  private struct Failure: Error {
    var output: String
  }

  @discardableResult private func world(_ arguments: String...) async throws -> String {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async {
        let process = Process()
        process.executableURL = Self.python
        process.arguments = [TestData.checkout.appending(path: "Tests/tryton_world.py").path] + arguments
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        do {
          try process.run()
          let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
          let problem = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
          process.waitUntilExit()
          if process.terminationStatus == 0 {
            continuation.resume(returning: text.trimmingCharacters(in: .whitespacesAndNewlines))
          } else {
            continuation.resume(throwing: Failure(output: String(problem.suffix(2000))))
          }
        } catch {
          continuation.resume(throwing: error)
        }
      }
    }
  }

  @Test(.enabled(if: isThere || !isOffline, "trytond is missing, and LIVESHELF_OFFLINE says that it cannot be fetched"))
  func stockGoesRoundThroughTryton() async throws {
    try #require(Self.isThere, "trytond is missing: run Scripts/setup.sh --tests")
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let port = try LoopbackPort.free()
    let command = try await world("setup", folder.path, "\(port)").split(separator: " ").map(String.init)
    let server = Process()
    server.executableURL = URL(filePath: command[0])
    server.arguments = Array(command.dropFirst())
    server.standardOutput = FileHandle.nullDevice
    server.standardError = FileHandle.nullDevice
    try server.run()
    defer {
      // The signals that a thread of a pool blocks, what it starts blocks as well.
      kill(server.processIdentifier, SIGKILL)
      server.waitUntilExit()
    }
    var settings = ConnectorSettings(name: "tryton", kind: .tryton, room: .main)
    (settings.baseURL, settings.account, settings.key) = ("http://127.0.0.1:\(port)", "shop", "admin")
    settings.secrets = ["invented1234"]
    settings.warehouses = ["WH": "GZ"]
    settings.retrySeconds = 0.2
    settings.pollSeconds = 3600
    let rooms = InMemoryRooms()
    await rooms.addRoom(.main)
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    let desk = try ConnectorDesk(
      [settings], store: try ConnectorStore(folder: folder), service: rooms, metrics: PrometheusRegistry(),
      logger: logger)
    let life = Task { await desk.runUntilCancelled() }

    func polled() async throws {
      let now = WallClock.system.now
      for _ in 0..<600 {
        desk.pollNow("tryton")
        let health = try #require(try await desk.health().first)
        if let last = health.lastPollAt, last >= now, health.rowsWaiting == 0 { return }
        try await Task.sleep(for: .milliseconds(100))
      }
      Issue.record("no poll came through: \(try await desk.health())")
    }

    // What a ledger makes of what came, and of the show's orders.
    let sold = OrderEvent(
      eventID: "e-1", orderID: "o-1", type: .created, sku: "A1", quantity: 30, unitPrice: nil, warehouse: "GZ",
      source: "show", eventTime: WallClock.system.now + 120)
    func available(withOrders: Bool) async -> Int? {
      var ledger = StockLedger()
      for row in await rooms.batches(of: .main).flatMap(\.rows) {
        switch row {
        case .stock(let snapshot): _ = ledger.record(snapshot)
        case .transaction(let transaction): _ = ledger.apply(transaction)
        default: break
        }
      }
      if withOrders { _ = ledger.apply(sold) }
      return ledger.available("A1", in: "GZ")
    }

    try await polled()
    #expect(await available(withOrders: false) == 100)
    #expect(try await desk.check("tryton")?.contains("GZ") == true)
    // The show sells 30, and the warehouse sends them.
    try await world("sell", folder.path, "30")
    let wish = PurchaseWish(sku: "A1", quantity: 50, warehouse: "GZ", reference: "liveshelf-s-1")
    let rehearsal = try await desk.draftPurchase(wish, by: "tryton", isRehearsal: true)
    #expect(rehearsal?.hasPrefix("would draft") == true)
    let made = try await desk.draftPurchase(wish, by: "tryton", isRehearsal: false)
    #expect(made?.hasPrefix("drafted") == true)
    let again = try await desk.draftPurchase(wish, by: "tryton", isRehearsal: false)
    #expect(again?.contains("already") == true)
    #expect(try await world("receive", folder.path) == "1")
    try await polled()
    #expect(try await world("quantity", folder.path) == "120")
    let left = await available(withOrders: true)
    let rows = await rooms.batches(of: .main).flatMap(\.rows)
    #expect(left == 120, "\(rows)")
    life.cancel()
    await life.value
  }
}
