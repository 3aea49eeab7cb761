import Crypto
import Foundation
import LiveshelfCore
import TestSupport
import Testing

@testable import LiveshelfServer

/// Odd and mutated headers of signed requests: none is taken for a good one that does not hold the right code.
@Suite struct IntakeSignatureCorpusTests {
  private static let (time, nonce, secret) = (Int64(1_775_822_400), "0123456789abcdef", "a secret of sixteen")

  @Test func ofRequests() throws {
    let message = Data("\(Self.time)\n\(Self.nonce)\nPOST\n/v1/rooms/main/orders\n[]".utf8)
    let code = HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: Data(Self.secret.utf8))).hexText
    let samples = [
      "t=\(Self.time),n=\(Self.nonce),v2=\(code)",
      "v2=\(String(repeating: "0", count: 64)), v2=\(code), t=\(Self.time), n=\(Self.nonce)",
    ]
    var genuine = 0
    try Corpus("intake-signatures").replay(with: samples.map { Array($0.utf8) }) { bytes in
      let header = String(decoding: bytes, as: UTF8.self)
      do {
        var signature = try IntakeSignature(
          header: header, method: "POST", target: "/v1/rooms/main/orders", secrets: [Self.secret], now: Self.time + 9)
        signature.update(Array("[]".utf8))
        guard signature.isValid() else { return }
        genuine += 1
        #expect(header.lowercased().contains(code), "\(header)")
      } catch let error as APIError {
        #expect(error.code.hasPrefix("signature_"))
      }
    }
    #expect(genuine >= 2)
  }
}
