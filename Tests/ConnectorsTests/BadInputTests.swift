import ConnectorTestSupport
import Connectors
import Foundation
import LiveshelfCore
import RoomAPI
import ServerTestSupport
import Testing

/// What goes wrong: signatures, replays, clocks, tokens, pages, restarts.
@Suite(.timeLimit(.minutes(3))) struct BadInputTests {
  private func order(_ plugged: Plugged) throws -> (ShopWorld.Order, String) {
    let (id, what) = plugged.shop.world.step()
    return (try #require(plugged.shop.world.order(id)), what)
  }

  @Test(arguments: ConformanceTests.platforms.indices) func aWrongSignatureIsRefused(_ platform: Int) async throws {
    try await Plugged.run(ConformanceTests.platforms[platform]) { plugged in
      let (order, what) = try order(plugged)
      let good = plugged.shop.platform.call(about: order, what, id: "m-1", now: plugged.shop.world.now)
      var changed = good
      changed.body.append(UInt8(ascii: " "))
      await #expect(throws: ConnectorError.self) { _ = try await plugged.desk.accept(changed, for: plugged.name) }
      var bare = good
      bare.headers = [:]
      await #expect(throws: ConnectorError.self) { _ = try await plugged.desk.accept(bare, for: plugged.name) }
      #expect(try await plugged.health.messages.isEmpty)
      #expect(try await plugged.desk.accept(good, for: plugged.name)?.messages.count == 1)
    }
  }

  @Test func aSignedMessageOfTenMinutesAgoIsRefused() async throws {
    try await Plugged.run(MockWhatnot()) { plugged in
      let (order, what) = try order(plugged)
      for minutes in [-10, 10] as [Int64] {
        let call = plugged.shop.platform.call(
          about: order, what, id: "m-\(minutes)", now: plugged.shop.world.now + minutes * 60)
        await #expect(throws: ConnectorError.self) { _ = try await plugged.desk.accept(call, for: plugged.name) }
      }
    }
  }

  @Test func whatCannotBeUnderstoodIsKeptAndListed() async throws {
    try await Plugged.run(MockDoudian()) { plugged in
      let odd: [PlatformJSON] = [
        ["tag": "777", "msg_id": "u-1", "data": ["p_id": "1"]],
        ["tag": "100", "msg_id": 9_007_199_254_740_993, "data": "{\"nothing\":true}"],
      ]
      _ = try await plugged.desk.accept(MockDoudian.signed(PlatformJSON.array(odd).encoded), for: plugged.name)
      _ = try await plugged.desk.accept(MockDoudian.signed(Array("no json".utf8)), for: plugged.name)
      // An order that the platform does not know.
      let lost: PlatformJSON = [["tag": "100", "msg_id": "l-1", "data": ["p_id": "404"]]]
      _ = try await plugged.desk.accept(MockDoudian.signed(lost.encoded), for: plugged.name)
      try await plugged.wait("nothing was set aside") {
        $0.messages[.unknown] == 2 && $0.messages[.quarantined] == 2
      }
      let kept = try #require(
        try await plugged.desk.messages(of: plugged.name, in: [.quarantined], before: .max, limit: 10))
      #expect(Set(kept.map(\.message.kind)) == ["100", "unreadable"])
      #expect(try await plugged.desk.replay(nil, of: plugged.name) == 4)
    }
  }

  @Test func aRevokedTokenIsToldAndWorkGoesOnWithAnother() async throws {
    try await Plugged.run(MockTikTokShop()) { settings in
      settings.token = PlatformToken(access: "revoked")
    } _: { plugged in
      let (order, what) = try order(plugged)
      let call = plugged.shop.platform.call(about: order, what, id: "m-1", now: plugged.shop.world.now)
      _ = try await plugged.desk.accept(call, for: plugged.name)
      try await plugged.wait("the token's trouble is not told") { $0.state == .unauthorized }
      #expect(try await plugged.health.messages[.waiting] == 1)
    }
  }

  @Test func anOlderPictureComesTooLate() async throws {
    try await Plugged.run(MockShopify()) { plugged in
      var calls: [WebhookCall] = []
      for number in 0..<60 {
        let (order, what) = try order(plugged)
        calls.append(plugged.shop.platform.call(about: order, what, id: "m-\(number)", now: plugged.shop.world.now))
      }
      for call in calls.reversed() { _ = try await plugged.desk.accept(call, for: plugged.name) }
      try await plugged.waitUntilHandled()
      #expect(await plugged.ledger() == plugged.shop.world.expected)
    }
  }

  /// The program dies after any step: what was kept goes on, and nothing is told twice.
  @Test func whatWasKeptGoesOnAfterARestart() async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("connectors-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    let shop = MockShop(MockDoudian(), seed: 5, failures: 30)
    try await shop.start()
    let rooms = InMemoryRooms()
    for round in 0..<6 {
      // The room is made at last.
      if round == 4 { await rooms.addRoom(.main) }
      try await Plugged.run(shop, rooms: rooms, folder: folder) { plugged in
        for number in 0..<15 {
          let (order, what) = try order(plugged)
          let call = shop.platform.call(about: order, what, id: "\(round)-\(number)", now: shop.world.now)
          _ = try await plugged.desk.accept(call, for: plugged.name)
        }
        try await Task.sleep(for: .milliseconds(60))
        if round == 5 {
          try await plugged.poll()
          #expect(await plugged.ledger() == shop.world.expected)
        }
      }
    }
    await shop.stop()
  }

  @Test func theNumbersOfIdsKeepAllTheirDigits() throws {
    let value = try PlatformJSON(
      parsing: Array(#"{"a":18446744073709551615,"b":"x\u00e9\ud83d\ude00","c":[1.50,-2e3]}"#.utf8))
    #expect(value["a"]?.identifier == "18446744073709551615")
    #expect(value["b"]?.text == "xé😀")
    #expect(value["c"]?.list.compactMap(\.text) == ["1.50", "-2e3"])
    #expect(try PlatformJSON(parsing: value.encoded) == value)
    for bad in ["", "{", "[1,]", "\"\\ud8", "01x", String(repeating: "[", count: 200), "{\"a\":1}}", "nul"] {
      #expect(throws: ConnectorError.self, "\(bad)") { try PlatformJSON(parsing: Array(bad.utf8)) }
    }
  }
}
