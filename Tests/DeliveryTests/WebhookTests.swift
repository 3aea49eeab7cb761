import Delivery
import DeliveryTestSupport
import LiveshelfCore
import Synchronization
import Testing

@Suite struct WebhookTests {
  private static let secretText = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
  private let entry = OutboxEntry.sample(room: .main, sequence: 1)

  private func sink(
    _ url: String, timeout: Double = 5, rules: TargetRules? = nil,
    resolver: any AddressResolver = SystemAddressResolver(),
    clock: any DeliveryClock = SystemDeliveryClock()
  ) throws -> WebhookSink {
    let loopback = TargetRules(allowsPlainHTTP: true, allowedNetworks: [try #require(IPNetwork("127.0.0.1"))])
    return try WebhookSink(
      WebhookSettings(
        url: url, secrets: [try WebhookSecret(Self.secretText)], rules: rules ?? loopback,
        headers: ["Authorization": "Bearer abc"], timeout: timeout), clock: clock, resolver: resolver)
  }

  /// Delivers the entry to a receiver that answers so.
  private func outcome(
    _ answer: ReceiverAnswer, timeout: Double = 5, clock: any DeliveryClock = SystemDeliveryClock()
  ) async throws -> DeliveryError? {
    let receiver = WebhookReceiver { _ in answer }
    try await receiver.start()
    let sink = try sink(receiver.url, timeout: timeout, clock: clock)
    var failure: DeliveryError?
    do { try await sink.deliver([entry]) } catch { failure = error }
    await sink.close()
    await receiver.kill()
    #expect(receiver.requests.count == 1)
    return failure
  }

  @Test("A webhook carries the event, its signature and the configured headers, over one connection")
  func requests() async throws {
    let receiver = WebhookReceiver { _ in .status(204) }
    try await receiver.start()
    let sink = try sink(receiver.url + "?key=1")
    let entries = (1...20).map { OutboxEntry.sample(room: .main, sequence: $0) }
    try await sink.deliver(entries)
    await sink.close()
    let verifier = WebhookVerifier(secrets: [try WebhookSecret(Self.secretText)])
    for (request, entry) in zip(receiver.requests, entries) {
      #expect(request.body == Array(entry.body.utf8))
      #expect(request.path == "/hook?key=1")
      #expect(request.headers["webhook-id"] == entry.id)
      #expect(request.headers["content-type"] == "application/cloudevents+json; charset=utf-8")
      #expect(request.headers["authorization"] == "Bearer abc")
      #expect(request.headers["host"] == "127.0.0.1:\(receiver.port)")
      try verifier.verify(
        id: request.headers["webhook-id"], timestamp: request.headers["webhook-timestamp"],
        signatures: request.headers["webhook-signature"], body: request.body, now: SystemDeliveryClock().now())
    }
    #expect(receiver.requests.count == 20)
    #expect(receiver.connectionCount == 1)
    await receiver.kill()
  }

  @Test("A status other than 2xx is a failure with the text's beginning and Retry-After")
  func refusals() async throws {
    let text = "database\u{1B}[31m is\n\ndown" + String(repeating: "!", count: 5000)
    let failure = try await outcome(.status(503, headers: ["Retry-After": "120"], body: text))
    guard case .answered(_, 503, 120, let excerpt) = failure else {
      Issue.record("\(String(describing: failure))")
      return
    }
    #expect(excerpt.hasPrefix("database [31m is down!!!"))
    #expect(excerpt.utf8.count <= 512)
    let clock = LeapingClock(at: WallTime(microseconds: 784_111_777_000_000 - 90_000_000))
    let dated = try await outcome(.status(429, headers: ["Retry-After": "Sun, 06 Nov 1994 08:49:37 GMT"]), clock: clock)
    guard case .answered(_, 429, 90, _) = dated else {
      Issue.record("\(String(describing: dated))")
      return
    }
    guard case .answered(_, 500, nil, _) = try await outcome(.status(500, headers: ["Retry-After": "soon"])) else {
      Issue.record("500 is a failure")
      return
    }
  }

  @Test("410 says that the receiver wants no more")
  func gone() async throws {
    guard case .gone = try await outcome(.status(410)) else {
      Issue.record("410 is Gone")
      return
    }
  }

  @Test("A receiver that never answers is given up after the time limit")
  func silence() async throws {
    guard case .timedOut(_, 0.2) = try await outcome(.silence, timeout: 0.2) else {
      Issue.record("silence times out")
      return
    }
  }

  @Test("A broken connection is a failure")
  func breakOff() async throws {
    guard case .unreachable = try await outcome(.breakOff) else {
      Issue.record("a broken connection is no delivery")
      return
    }
  }

  @Test("Text without an end is cut off: with 200 the signal is delivered, with 500 it is not")
  func endless() async throws {
    #expect(try await outcome(.endless(status: 200)) == nil)
    #expect(try await outcome(.unfinished(status: 200)) == nil)
    guard case .answered(_, 500, _, let excerpt) = try await outcome(.endless(status: 500)) else {
      Issue.record("500 is a failure")
      return
    }
    #expect(excerpt.hasPrefix("no end no end") && excerpt.utf8.count <= 512)
  }

  @Test("A redirect is a failure and is not followed")
  func redirect() async throws {
    let inner = WebhookReceiver { _ in .status(200) }
    try await inner.start()
    let failure = try await outcome(.status(307, headers: ["Location": inner.url]))
    guard case .answered(_, 307, _, _) = failure else {
      Issue.record("a redirect is a failure")
      return
    }
    #expect(inner.requests.isEmpty)
    await inner.kill()
  }

  @Test("A port where nobody listens is told at once")
  func refusedConnection() async throws {
    let receiver = WebhookReceiver { _ in .status(200) }
    try await receiver.start()
    let sink = try sink(receiver.url, timeout: 300)
    await receiver.kill()
    await #expect(throws: DeliveryError.self) { try await sink.deliver([entry]) }
    try await receiver.start(port: receiver.port)
    try await sink.deliver([entry])
    await sink.close()
    await receiver.kill()
  }

  @Test("The address that was checked is the one connected to, under the host's name")
  func boundAddress() async throws {
    let receiver = WebhookReceiver { _ in .status(200) }
    try await receiver.start()
    let sink = try sink(
      "http://Receiver.Invalid:\(receiver.port)/hook", resolver: ScriptedResolver([["127.0.0.1"], ["10.0.0.1"]]))
    try await sink.deliver([entry])
    try await sink.deliver([entry])
    #expect(
      receiver.requests.map { $0.headers["host"] } == Array(repeating: "receiver.invalid:\(receiver.port)", count: 2))
    await sink.close()
    await receiver.kill()
  }

  @Test("A name that comes to lead to a private address is refused, also among good ones")
  func rebinding() async throws {
    let receiver = WebhookReceiver { request in request.headers["webhook-id"] == "main-2" ? .breakOff : .status(200) }
    try await receiver.start()
    let resolver = ScriptedResolver([["127.0.0.1"], ["127.0.0.1", "169.254.169.254"], ["127.0.0.1"]])
    let sink = try sink("http://receiver.invalid:\(receiver.port)/hook", resolver: resolver)
    try await sink.deliver([entry])
    // The connection breaks, and so the name is resolved anew.
    await #expect(throws: DeliveryError.self) { try await sink.deliver([.sample(room: .main, sequence: 2)]) }
    let error = await #expect(throws: DeliveryError.self) { try await sink.deliver([entry]) }
    #expect(error?.description.contains("169.254.169.254") == true)
    try await sink.deliver([entry])
    #expect(receiver.requests.count == 3)
    await sink.close()
    await receiver.kill()
  }

  @Test("A host's other address has its turn when one does not work")
  func failover() async throws {
    let receiver = WebhookReceiver { _ in .status(200) }
    try await receiver.start()
    let network = try #require(IPNetwork("127.0.0.0/8"))
    let sink = try sink(
      "http://receiver.invalid:\(receiver.port)/hook",
      rules: TargetRules(allowsPlainHTTP: true, allowedNetworks: [network]),
      resolver: ScriptedResolver([["127.0.0.2", "127.0.0.1"]]))
    await #expect(throws: DeliveryError.self) { try await sink.deliver([entry]) }
    try await sink.deliver([entry])
    await sink.close()
    await receiver.kill()
  }

  @Test("The system's resolver is asked for names, and its answers are checked")
  func localhost() async throws {
    let sink = try sink("http://localhost:9/", rules: TargetRules(allowsPlainHTTP: true))
    let error = await #expect(throws: DeliveryError.self) { try await sink.deliver([entry]) }
    guard case .targetRefused = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    for tricky in ["http://127.1:9/", "http://2130706433:9/", "http://0x7f000001:9/"] {
      await #expect(throws: DeliveryError.self) {
        try await self.sink(tricky, rules: TargetRules(allowsPlainHTTP: true)).deliver([entry])
      }
    }
  }

  @Test("Settings that cannot work are refused")
  func settings() throws {
    let secret = try WebhookSecret(Self.secretText)
    for settings in [
      WebhookSettings(url: "https://example.com/", secrets: []),
      WebhookSettings(url: "https://example.com/", secrets: [secret], headers: ["webhook-ID": "1"]),
      WebhookSettings(url: "https://example.com/", secrets: [secret], headers: ["a": "b\r\nc: d"]),
      WebhookSettings(url: "https://example.com/", secrets: [secret], headers: ["a b": "c"]),
      WebhookSettings(url: "https://example.com/", secrets: [secret], timeout: .nan),
      WebhookSettings(url: "https://example.com/", secrets: [secret], timeout: 1e9),
    ] {
      #expect(throws: DeliveryError.self) { try WebhookSink(settings) }
    }
  }
}

/// Answers in turn; the last answer stays.
private final class ScriptedResolver: AddressResolver {
  private let answers: Mutex<[[String]]>

  init(_ answers: [[String]]) {
    self.answers = Mutex(answers)
  }

  func addresses(of host: String) async throws(DeliveryError) -> [IPAddress] {
    answers.withLock { $0.count > 1 ? $0.removeFirst() : $0[0] }.compactMap { IPAddress($0) }
  }
}
