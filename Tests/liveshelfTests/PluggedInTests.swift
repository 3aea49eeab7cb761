import ConnectorTestSupport
import Connectors
import Foundation
import TestSupport
import Testing

/// What a new user does: an empty folder, ten lines of YAML, and orders of a shop flow into the ledger.
@Suite(.timeLimit(.minutes(3))) struct PluggedInTests {
  private struct Inventory: Decodable {
    struct Row: Decodable {
      var sku, warehouse: String
      var available: Int
    }
    var inventory: [Row]
  }

  @Test func tenLinesAreEnoughForAShop() async throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let shop = MockShop(MockDoudian(), seed: 11, failures: 0)
    try await shop.start()
    let configuration = """
      data: \(folder.appending(path: "data").path)
      rooms: [{name: main}]
      connectors:
        - name: doudian
          kind: doudian
          app_key: "\(shop.settings.key)"
          account: "4463798"
          secret_env: DOUDIAN_SECRET
          warehouses: {"31201": GZ, "31202": HZ}
          base_url: \(shop.address)
      """
    #expect(configuration.split(separator: "\n").count <= 10)
    let server = try await ServedProgram(
      in: folder, configuration: configuration, environment: ["DOUDIAN_SECRET": shop.settings.secrets[0]])
    let stock = ShopWorld.skus.flatMap { sku in
      ShopWorld.warehouses.map { "2026-04-10T19:00:00+08:00,\(sku),\($0),\(ShopWorld.opening)" }
    }
    let opened = try await server.call(
      "POST", "/v1/rooms/main/stock",
      body: "snapshot_time,sku,warehouse,on_hand\n\(stock.joined(separator: "\n"))\n", type: "text/csv")
    #expect(opened?.status == 202)
    for number in 0..<60 {
      let (id, what) = shop.world.step()
      let order = try #require(shop.world.order(id))
      let call = shop.platform.call(about: order, what, id: "m-\(number)", now: shop.world.now)
      let answer = try await server.call(
        "POST", "/v1/connectors/doudian", body: String(decoding: call.body, as: UTF8.self), headers: call.headers)
      #expect(answer?.status == 200 && answer?.body == #"{"code":0,"msg":"success"}"#)
    }
    var left: [String: Int] = [:]
    for _ in 0..<300 {
      let answer = try #require(try await server.call("GET", "/v1/rooms/main/inventory"))
      let rows = try JSONDecoder().decode(Inventory.self, from: Data(answer.body.utf8)).inventory
      left = Dictionary(rows.map { ("\($0.sku)/\($0.warehouse)", $0.available) }) { $1 }
      if left == shop.world.expected { break }
      try await Task.sleep(for: .milliseconds(100))
    }
    #expect(left == shop.world.expected)
    let wrong = try await server.call(
      "POST", "/v1/connectors/doudian", body: "[]", headers: ["app-id": shop.settings.key, "event-sign": "00"])
    #expect(wrong?.status == 401)
    let check = try await server.call("POST", "/v1/connectors/doudian/check")
    #expect(check?.body.contains(#""works":true"#) == true, "\(check?.body ?? "")")
    await server.stop()
    await shop.stop()
  }
}
