import Delivery
import DeliveryTestSupport
import Foundation
import LiveshelfCore
import Synchronization
import Testing

/// Team chats: what they are told, how they judge it, and when they are left alone.
@Suite(.timeLimit(.minutes(1))) struct ChatSinkTests {
  private static let answers: [ChatService: String] = [
    .feishu: #"{"code":0,"msg":"success"}"#, .dingtalk: #"{"errcode":0,"errmsg":"ok"}"#,
    .wecom: #"{"errcode":0,"errmsg":"ok"}"#, .slack: "ok",
  ]

  private func sink(
    _ service: ChatService, _ receiver: WebhookReceiver, clock: any DeliveryClock = LeapingClock(),
    _ change: (inout ChatSettings) -> Void = { _ in }
  ) throws -> ChatSink {
    let networks = [IPNetwork("127.0.0.0/8")].compactMap(\.self)
    var settings = ChatSettings(
      name: "chat", service: service, url: receiver.url, secret: "invented",
      rules: TargetRules(allowsPlainHTTP: true, allowedNetworks: networks))
    settings.screen = "https://liveshelf.example.com/"
    change(&settings)
    return try ChatSink(settings, clock: clock)
  }

  private func entry(_ type: SignalType, _ sequence: Int64 = 1) throws -> OutboxEntry {
    var signal = type.example
    signal.id = "s-\(sequence)"
    let body = try CloudEvent(signal, in: .china).json()
    return OutboxEntry(
      room: .main, sequence: sequence, id: signal.id, type: type.rawValue, body: body,
      createdAt: WallTime(microseconds: 0))
  }

  private func receiver(_ answer: String, status: Int = 200) async throws -> WebhookReceiver {
    let receiver = WebhookReceiver { _ in .status(status, body: answer) }
    try await receiver.start()
    return receiver
  }

  @Test(arguments: ChatService.allCases) func aSignalBecomesACardWithAButton(_ service: ChatService) async throws {
    let receiver = try await receiver(Self.answers[service] ?? "")
    let sink = try sink(service, receiver)
    try await sink.deliver([try entry(.oversold)])
    let request = try #require(receiver.requests.first)
    let body = String(decoding: request.body, as: UTF8.self).replacing("\\/", with: "/")
    #expect(body.contains("https://liveshelf.example.com/#/"))
    #expect(try JSONDecoder().decode(JSONValue.self, from: Data(request.body)) != .null)
    switch service {
    case .feishu: #expect(body.contains(#""sign":""#) && body.contains("interactive"))
    case .dingtalk: #expect(request.path.contains("timestamp=") && request.path.contains("sign="))
    case .wecom, .slack: #expect(!request.path.contains("sign"))
    }
    await sink.close()
    await receiver.kill()
  }

  /// The services answer 200 whatever happens: the body tells.
  @Test(arguments: [
    (ChatService.feishu, #"{"code":19021,"msg":"sign match fail"}"#, false), (.feishu, #"{"code":11232}"#, true),
    (.dingtalk, #"{"errcode":310000}"#, false), (.dingtalk, #"{"errcode":130101}"#, true),
    (.wecom, #"{"errcode":93000}"#, false), (.wecom, #"{"errcode":45009}"#, true), (.slack, "invalid_payload", false),
    (.feishu, "<html>", false),
  ]) func theBodysCodeIsWhatCounts(_ service: ChatService, answer: String, isTooMuch: Bool) async throws {
    let receiver = try await receiver(answer)
    let sink = try sink(service, receiver)
    let error = await #expect(throws: DeliveryError.self) { try await sink.deliver([try entry(.oversold)]) }
    guard case .answered(_, _, let retryAfter, _)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect((retryAfter != nil) == isTooMuch)
    await sink.close()
    await receiver.kill()
  }

  @Test func manySignalsAreOneMessage() async throws {
    let receiver = try await receiver(Self.answers[.feishu] ?? "")
    let clock = LeapingClock()
    let sink = try sink(.feishu, receiver, clock: clock)
    let start = clock.now()
    for _ in 0..<3 {
      try await sink.deliver(try (1...40).map { try entry(.stockDepleted, $0) })
    }
    #expect(receiver.requests.count == 3)
    #expect(clock.now() - start >= 40)
    #expect(String(decoding: try #require(receiver.requests.first).body, as: UTF8.self).contains("另有 30 条"))
    await sink.close()
    await receiver.kill()
  }

  @Test func onlyWhatAsksSomebodyToActIsTold() async throws {
    let receiver = try await receiver(Self.answers[.slack] ?? "")
    let sink = try sink(.slack, receiver)
    try await sink.deliver([try entry(.presentationStarted), try entry(.questionTrending, 2)])
    #expect(receiver.requests.isEmpty)
    await sink.close()
    await receiver.kill()
  }

  @Test func inQuietHoursTheUrgentAloneIsTold() async throws {
    let receiver = try await receiver(Self.answers[.wecom] ?? "")
    // 02:00 in China.
    let night = WallTime(microseconds: 1_775_844_000_000_000)
    let clock = LeapingClock(at: night)
    let sink = try sink(.wecom, receiver, clock: clock) { $0.quietHours = QuietHours("23:00-08:00") }
    try await sink.deliver([try entry(.warehouseLow), try entry(.stockoutPredicted, 2)])
    #expect(receiver.requests.isEmpty)
    try await sink.deliver([try entry(.oversold, 3)])
    #expect(receiver.requests.count == 1)
    try await clock.sleep(until: night + 7 * 3600)
    try await sink.deliver([try entry(.warehouseLow, 4)])
    #expect(receiver.requests.count == 2)
    #expect(String(decoding: try #require(receiver.requests.last).body, as: UTF8.self).contains("另有 2 条未推送"))
    await sink.close()
    await receiver.kill()
  }

  @Test func quietHoursAreReadStrictly() {
    for text in ["", "23:00", "23-8", "25:00-08:00", "23:60-08:00", "08:00-08:00", "23:00-08:00-09:00"] {
      #expect(QuietHours(text) == nil, "\(text)")
    }
    #expect(QuietHours("0:00-6:30")?.until == 390)
  }
}
