internal import Crypto
internal import Foundation

/// The check of `Liveshelf-Signature: t=UNIX,v1=HEX`: HMAC-SHA256 over `t.body`. The body is fed as it comes.
///
/// Several `v1` may be sent, and several secrets may hold, so that secrets can be changed without a gap.
struct IntakeSignature {
  /// How far the sender's clock may be off, in seconds.
  static let tolerance: Int64 = 300

  private let claims: [Data]
  private var codes: [HMAC<SHA256>]

  /// - Throws: `APIError` (401) when the header cannot be read, is too old, or no secret is known.
  init(header: String, secrets: [String], now: Int64) throws(APIError) {
    var time: Int64?
    var claims: [Data] = []
    for part in header.prefix(4096).split(separator: ",").prefix(16) {
      let sides = part.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
      guard sides.count == 2 else { continue }
      if sides[0] == "t" { time = Int64(sides[1]) }
      if sides[0] == "v1", let claim = Self.bytes(sides[1]) { claims.append(claim) }
    }
    guard let time, !claims.isEmpty else {
      throw .unauthorized("signature_malformed", "Liveshelf-Signature cannot be read; send t=UNIX,v1=HEX")
    }
    let (distance, overflow) = now.subtractingReportingOverflow(time)
    guard !overflow, distance.magnitude <= UInt64(Self.tolerance) else {
      throw .unauthorized(
        "signature_expired",
        "the signature's time is more than \(Self.tolerance) s away from the server's; sign anew, and check the clocks")
    }
    guard !secrets.isEmpty else {
      throw .unauthorized(
        "signature_unknown", "the room has no intake secret; set one, or send the request without Liveshelf-Signature")
    }
    self.claims = claims
    codes = secrets.map { secret in
      var code = HMAC<SHA256>(key: SymmetricKey(data: Data(secret.utf8)))
      code.update(data: Data("\(time).".utf8))
      return code
    }
  }

  mutating func update(_ bytes: [UInt8]) {
    for index in codes.indices { codes[index].update(data: bytes) }
  }

  /// Whether one of the secrets made one of the signatures. Comparisons take the same time whatever they find.
  func isValid() -> Bool {
    var isValid = false
    for code in codes {
      let result = code.finalize()
      for claim in claims where result == claim { isValid = true }
    }
    return isValid
  }

  private static func bytes(_ text: String) -> Data? {
    let digits = text.utf8.map { Character(UnicodeScalar($0)).hexDigitValue }
    guard digits.count == 64 else { return nil }
    var bytes = Data()
    for index in stride(from: 0, to: digits.count, by: 2) {
      guard let high = digits[index], let low = digits[index + 1] else { return nil }
      bytes.append(UInt8(high * 16 + low))
    }
    return bytes
  }
}
