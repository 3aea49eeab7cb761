import Delivery
import LiveshelfCore
import TestSupport
import Testing

/// Odd and mutated signatures: none is taken for a good one that does not hold the right code.
@Suite struct SignatureCorpusTests {
  private static let body = Array(#"{"test": 2432232314}"#.utf8)
  private static let moment = WallTime(microseconds: 1_614_265_330_000_000)
  private let verifier: WebhookVerifier

  init() throws {
    verifier = WebhookVerifier(secrets: [try WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")])
  }

  @Test func ofWebhooks() throws {
    let code = "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1O"
    var genuine = 0
    try Corpus("webhook-signatures").replay { bytes in
      let signatures = String(decoding: bytes, as: UTF8.self)
      guard
        (try? verifier.verify(
          id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: "1614265330", signatures: signatures, body: Self.body,
          now: Self.moment)) != nil
      else { return }
      genuine += 1
      #expect(signatures.contains(code), "\(signatures)")
    }
    #expect(genuine >= 1)
  }
}
