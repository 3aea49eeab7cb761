import ConnectorTestSupport
import Connectors
import LiveshelfCore
import Testing

/// What every connector has to pass: the ledger that naive arithmetic gives, whatever fails and goes missing.
@Suite(.timeLimit(.minutes(3))) struct ConformanceTests {
  static let platforms: [any MockPlatform] = [MockDoudian(), MockShopify(), MockTikTokShop(), MockWhatnot()]

  /// Plays a show: each change is told by a call; some come twice, some late, some never.
  private func play(_ plugged: Plugged, changes: Int, dropped: Int, seed: UInt64) async throws -> Int {
    var dice = ShopDice(seed ^ 0xCA11)
    var late: [WebhookCall] = []
    var told = 0
    for number in 0..<changes {
      let (id, what) = plugged.shop.world.step()
      guard let order = plugged.shop.world.order(id) else { continue }
      let call = plugged.shop.platform.call(
        about: order, what, id: "69001234567890\(10_000 + number)", now: plugged.shop.world.now)
      if dice.roll(100) < dropped { continue }
      told += 1
      if dice.roll(5) == 0 {
        late.append(call)
        continue
      }
      _ = try await plugged.desk.accept(call, for: plugged.name)
      if dice.roll(8) == 0 { _ = try await plugged.desk.accept(call, for: plugged.name) }
      if dice.roll(3) == 0, let call = late.popLast() { _ = try await plugged.desk.accept(call, for: plugged.name) }
    }
    for call in late { _ = try await plugged.desk.accept(call, for: plugged.name) }
    return told
  }

  @Test(arguments: platforms.indices, [1, 2] as [UInt64])
  func callsAloneGiveTheLedgerOfNaiveArithmetic(_ platform: Int, seed: UInt64) async throws {
    try await Plugged.run(Self.platforms[platform], seed: seed) { plugged in
      let told = try await play(plugged, changes: 120, dropped: 0, seed: seed)
      #expect(told >= 30)
      try await plugged.waitUntilHandled()
      #expect(await plugged.ledger() == plugged.shop.world.expected)
      #expect(try await plugged.health.messages[.quarantined] ?? 0 == 0)
    }
  }

  /// 30 % of the calls of the platform fail, 10 % of its own are lost: one poll later all is as it must be.
  @Test(arguments: platforms.indices, [3, 4] as [UInt64])
  func whatFailsAndWhatIsLostIsThereAfterOnePoll(_ platform: Int, seed: UInt64) async throws {
    try await Plugged.run(Self.platforms[platform], seed: seed, failures: 30) { plugged in
      _ = try await play(plugged, changes: 120, dropped: 10, seed: seed)
      try await plugged.waitUntilHandled()
      try await plugged.poll()
      #expect(await plugged.ledger() == plugged.shop.world.expected)
      let events = await plugged.orders
      #expect(Set(events.map(\.eventID)).count == events.count, "an event was told twice")
    }
  }

  /// A poll alone, without one call: what a shop gets whose address was wrong.
  @Test(arguments: platforms.indices) func aPollAloneIsEnough(_ platform: Int) async throws {
    try await Plugged.run(Self.platforms[platform], seed: 7) { plugged in
      _ = try await play(plugged, changes: 150, dropped: 100, seed: 7)
      try await plugged.poll()
      #expect(await plugged.ledger() == plugged.shop.world.expected)
    }
  }

  /// Nothing about a buyer is kept or told.
  @Test(arguments: platforms.indices) func nothingAboutBuyersIsKept(_ platform: Int) async throws {
    try await Plugged.run(Self.platforms[platform], seed: 9, failures: 100) { plugged in
      _ = try await play(plugged, changes: 40, dropped: 0, seed: 9)
      let kept = try #require(
        try await plugged.desk.messages(of: plugged.name, in: MessageState.allCases, before: .max, limit: 1000))
      #expect(kept.count >= 30)
      for message in kept {
        let text = String(decoding: message.message.content.encoded, as: UTF8.self).lowercased()
        for word in ["nobody@", "invented", "+1000", "请快点"] { #expect(!text.contains(word), "\(text)") }
      }
    }
  }
}
