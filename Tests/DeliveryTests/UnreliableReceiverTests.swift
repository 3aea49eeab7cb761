import Delivery
import DeliveryTestSupport
import LiveshelfCore
import Synchronization
import Testing

@Suite struct UnreliableReceiverTests {
  @Test("A receiver that fails at random and is killed twice gets every signal, each room's in order")
  func everySignal() async throws {
    let chance = Mutex<UInt64>(42)
    let accepted = Mutex<[String]>([])
    let receiver = WebhookReceiver { request in
      let draw = chance.withLock { state in
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return (state >> 33) % 100
      }
      // 15 % forget the signal, 15 % have taken it and fail to say so.
      if draw < 15 { return .status(500) }
      accepted.withLock { $0.append(request.headers["webhook-id"] ?? "") }
      return draw < 22 ? .status(502) : draw < 30 ? .breakOff : .status(204)
    }
    try await receiver.start()
    let outboxes = try (0..<20).map { index in
      let room = try #require(RoomName("room\(index)"))
      return MemoryOutbox(room: room, entries: (1...100).map { .sample(room: room, sequence: $0) })
    }
    let loopback = TargetRules(allowsPlainHTTP: true, allowedNetworks: [try #require(IPNetwork("127.0.0.1"))])
    let secret = try WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    var schedule = RetrySchedule.webhook
    schedule.whenExhausted = .hold
    let clock = FastClock(speed: 100_000)
    let sink = try WebhookSink(
      WebhookSettings(url: receiver.url, secrets: [secret], rules: loopback, retry: schedule), clock: clock)
    let dispatcher = try Dispatcher(sinks: [sink], clock: clock) { _ in }
    for outbox in outboxes { dispatcher.attach(outbox) }
    async let running: Void = dispatcher.run()
    for share in [500, 1200] {
      #expect(await eventually { accepted.withLock { $0.count } >= share })
      await receiver.kill()
      try await receiver.start(port: receiver.port)
    }
    #expect(await eventually { try outboxes.allSatisfy { try $0.depth(for: "webhook") == 0 } })
    dispatcher.stop()
    await running
    await receiver.kill()
    var seen: Set<String> = []
    let first = accepted.withLock { $0 }.filter { seen.insert($0).inserted }
    for outbox in outboxes {
      #expect(first.filter { $0.hasPrefix("\(outbox.room)-") } == (1...100).map { "\(outbox.room)-\($0)" })
      #expect(try outbox.deadLetters(for: nil).isEmpty)
    }
  }
}
