import Foundation
import TestSupport
import Testing

/// What an ERP tells of a show's stock: receipts, transfers, counts and snapshots, against the server that users run.
@Suite(.timeLimit(.minutes(5))) struct ServedStockTests {
  private struct Answer: Decodable {
    struct Notice: Decodable { var code: String }
    struct Rejected: Decodable { var field: String }
    var accepted: Int
    var repeated: Int
    var rejected: [Rejected]
    var notices: [Notice]
  }

  private struct Inventory: Decodable {
    struct Row: Decodable {
      var sku, warehouse: String
      var available: Int
    }
    var inventory: [Row]
  }

  private struct Room: Decodable {
    struct Ledger: Decodable {
      struct Difference: Decodable, Equatable {
        var sku, warehouse, time: String
        var counted, expected: Int
      }
      struct Remark: Decodable {
        var notice: Answer.Notice
        var count: Int
      }
      var differences: [Difference]
      var remarks: [Remark]
    }
    var ledger: Ledger
  }

  private func start(in folder: URL) async throws -> ServedProgram {
    let catalog = folder.appending(path: "catalog.csv")
    try "sku,name,live_price\nA1,保温杯,9.9\n".write(to: catalog, atomically: true, encoding: .utf8)
    return try await ServedProgram(
      in: folder,
      configuration:
        "data: \(folder.appending(path: "data").path)\nrooms:\n  - name: main\n    catalog: \(catalog.path)\n")
  }

  private func send(_ kind: String, _ rows: String, to server: ServedProgram) async throws -> Answer {
    let header =
      switch kind {
      case "stock": "snapshot_time,sku,warehouse,on_hand,in_transit,eta\n"
      case "orders": "event_id,order_id,event_type,sku,qty,unit_price,warehouse,event_time\n"
      default: "id,type,sku,warehouse,to_warehouse,qty,event_time\n"
      }
    let answer = try #require(
      try await server.call("POST", "/v1/rooms/main/\(kind)", body: header + rows, type: "text/csv"))
    #expect(answer.status == 202, "\(answer.body)")
    return try JSONDecoder().decode(Answer.self, from: Data(answer.body.utf8))
  }

  private func available(_ server: ServedProgram) async throws -> [String: Int] {
    let answer = try #require(try await server.call("GET", "/v1/rooms/main/inventory"))
    let rows = try JSONDecoder().decode(Inventory.self, from: Data(answer.body.utf8)).inventory
    return Dictionary(uniqueKeysWithValues: rows.map { ("\($0.sku) \($0.warehouse)", $0.available) })
  }

  private func ledger(_ server: ServedProgram) async throws -> Room.Ledger {
    // Frames come a few times a second.
    try await Task.sleep(for: .milliseconds(500))
    let answer = try #require(try await server.call("GET", "/v1/rooms/main"))
    return try JSONDecoder().decode(Room.self, from: Data(answer.body.utf8)).ledger
  }

  @Test func theLedgerFollowsTheWarehouseAlsoOverACrash() async throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    var server = try await start(in: folder)
    let day = "2026-04-10T20:"
    _ = try await send("stock", "\(day)00:00+08:00,A1,GZ,100,,\n\(day)00:00+08:00,A1,HZ,10,,\n", to: server)
    _ = try await send("orders", "e1,o1,created,A1,3,9.9,GZ,\(day)01:00+08:00\n", to: server)

    let moves = "r1,receipt,A1,GZ,,20,\(day)02:00+08:00\nt1,transfer,A1,GZ,HZ,5,\(day)03:00+08:00\n"
    #expect(try await send("transactions", moves, to: server).accepted == 2)
    #expect(try await available(server) == ["A1 GZ": 112, "A1 HZ": 15])
    let again = try await send("transactions", moves, to: server)
    #expect(again.accepted == 0 && again.repeated == 2 && again.notices.isEmpty)

    let wrong = try await send(
      "transactions",
      "r2,receipt,B9,GZ,,20,\(day)02:00+08:00\nr1,receipt,A1,GZ,,21,\(day)02:00+08:00\n"
        + "r3,receipt,A1,GZ,,-4,\(day)02:00+08:00\nt2,transfer,A1,HZ,GZ,40,\(day)04:00+08:00\n", to: server)
    #expect(wrong.notices.map(\.code) == ["unknown_cell", "id_reused", "below_zero"])
    #expect(wrong.rejected.map(\.field) == ["qty"])
    #expect(try await available(server) == ["A1 GZ": 152, "A1 HZ": -25])

    // An old snapshot, one that differs, and one that says something else of the same moment.
    let snapshots = try await send(
      "stock", "\(day)10:00+08:00,A1,GZ,150,,\n\(day)10:00+08:00,A1,GZ,149,,\n\(day)05:00+08:00,A1,GZ,1,,\n", to: server
    )
    #expect(snapshots.notices.map(\.code) == ["count_differs", "snapshots_disagree", "snapshot_outdated"])
    #expect(try await available(server)["A1 GZ"] == 152)
    let difference = try #require(try await ledger(server).differences.first)
    #expect(
      difference
        == Room.Ledger.Difference(
          sku: "A1", warehouse: "GZ", time: "2026-04-10T20:10:00.000+08:00", counted: 150, expected: 152))

    // Sold since the count; then the count is accepted; then an order comes late that the count contains.
    _ = try await send("orders", "e2,o2,created,A1,7,9.9,GZ,\(day)11:00+08:00\n", to: server)
    _ = try await send("transactions", "c1,count,A1,GZ,,\(difference.counted),\(difference.time)\n", to: server)
    _ = try await send("orders", "e3,o3,created,A1,2,9.9,GZ,\(day)09:00+08:00\n", to: server)
    #expect(try await available(server) == ["A1 GZ": 143, "A1 HZ": -25])

    kill(server.processIdentifier, SIGKILL)
    await server.stop()
    server = try await start(in: folder)
    #expect(try await available(server) == ["A1 GZ": 143, "A1 HZ": -25])
    let repeated = try await send("transactions", moves + "c1,count,A1,GZ,,150,\(day)10:00+08:00\n", to: server)
    #expect(repeated.repeated == 3)
    let ledger = try await ledger(server)
    #expect(ledger.differences.isEmpty)
    #expect(
      Set(ledger.remarks.map(\.notice.code))
        == ["unknown_cell", "id_reused", "below_zero", "snapshots_disagree", "snapshot_outdated"])
    await server.stop()
  }
}
