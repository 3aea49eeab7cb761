import Delivery
import DeliveryTestSupport
import LiveshelfCore
import Testing

@Suite struct SignatureTests {
  private static let body = #"{"test": 2432232314}"#
  private let moment = WallTime(microseconds: 1_614_265_330_000_000)
  private let secret: WebhookSecret
  private let other: WebhookSecret

  init() throws {
    secret = try WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    other = try WebhookSecret("whsec_" + String(repeating: "QUJD", count: 8))
  }

  @Test("A signature is what Python's hmac makes of id, time stamp and body")
  func vector() {
    let signature = WebhookSignature(
      id: "msg_p5jXN8AQM9LWM0D4loKWxJek", at: moment, body: Self.body, secrets: [secret])
    #expect(signature.signatures == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=")
    #expect(signature.timestamp == 1_614_265_330)
  }

  @Test("Any of several secrets is enough while they are replaced")
  func rotation() throws {
    let signature = WebhookSignature(id: "a1", at: moment, body: Self.body, secrets: [other, secret])
    #expect(signature.signatures.split(separator: " ").count == 2)
    for known in [[secret], [other], [other, secret]] {
      try WebhookVerifier(secrets: known).verify(
        id: signature.id, timestamp: "\(signature.timestamp)", signatures: signature.signatures,
        body: Array(Self.body.utf8), now: moment + 299)
    }
  }

  @Test("An id with a full stop is replaced, because it would make the signed text ambiguous")
  func ids() {
    for id in ["a.b", "", "a\nb", "订单", String(repeating: "a", count: 200)] {
      let sent = WebhookSignature(id: id, at: moment, body: "", secrets: [secret]).id
      #expect(sent.utf8.count == 64 && sent.utf8.allSatisfy { $0 != UInt8(ascii: ".") })
      #expect(sent == WebhookSignature(id: id, at: moment + 60, body: "x", secrets: [secret]).id)
    }
  }

  @Test("What is changed, missing, old or from the future is refused")
  func refusals() {
    let signature = WebhookSignature(id: "a1", at: moment, body: Self.body, secrets: [secret])
    let verifier = WebhookVerifier(secrets: [secret])
    let (time, signatures, body) = ("\(signature.timestamp)", signature.signatures, Array(Self.body.utf8))
    func check(
      _ id: String?, _ timestamp: String?, _ signatures: String?, _ body: [UInt8], _ now: WallTime
    ) -> Bool {
      (try? verifier.verify(id: id, timestamp: timestamp, signatures: signatures, body: body, now: now)) != nil
    }
    #expect(check("a1", time, signatures, body, moment))
    #expect(check("a1", time, "v1a,AAAA junk v1, \(signatures)", body, moment))
    #expect(!check("a2", time, signatures, body, moment))
    #expect(!check("a1", "1614265331", signatures, body, moment))
    #expect(!check("a1", time, signatures, body + [32], moment))
    #expect(!check("a1", time, signatures, body, moment + 301))
    #expect(!check("a1", time, signatures, body, moment + -301))
    #expect(!check(nil, time, signatures, body, moment))
    #expect(!check("a1", nil, signatures, body, moment))
    #expect(!check("a1", time, nil, body, moment))
    #expect(!check("a1", time, "", body, moment))
    #expect(!check("a1", time, "v1,", body, moment))
    #expect(!check("a1", time, String(repeating: "v1,AAAA ", count: 16) + signatures, body, moment))
    for strange in ["99999999999999999999", "-1", "1e9", " 1614265330", ""] {
      #expect(!check("a1", strange, signatures, body, moment))
    }
  }

  @Test("Headers of random bytes are refused without a crash")
  func fuzz() {
    let verifier = WebhookVerifier(secrets: [secret])
    var seed: UInt64 = 7
    func draw(_ bound: UInt64) -> UInt64 {
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (seed >> 33) % bound
    }
    let pieces = [
      "t=", "v1=", ",", "v1,", " ", "=", "1614265330", "00ff", "é", "\0", "whsec_", "AAAA", "-", "9223372036854775808",
    ]
    for _ in 0..<5000 {
      func text() -> String { (0..<draw(8)).map { _ in pieces[Int(draw(UInt64(pieces.count)))] }.joined() }
      let (first, second, third) = (text(), text(), text())
      #expect(throws: DeliveryError.self) {
        try verifier.verify(id: first, timestamp: second, signatures: third, body: [], now: moment)
      }
    }
  }

  @Test("Secrets that are too short, too long or no base64 are refused without being shown")
  func secrets() {
    for text in [
      "", "whsec_", "whsec_QUJD", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_!!!!",
      "whsec_" + String(repeating: "QUJD", count: 22),
    ] {
      let error = #expect(throws: DeliveryError.self) { try WebhookSecret(text) }
      #expect(text.count < 12 || error?.description.contains(text) == false)
    }
  }
}
