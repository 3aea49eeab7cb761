internal import Crypto
internal import Foundation

/// The check of `Liveshelf-Signature: t=UNIX,n=NONCE,v2=HEX`: HMAC-SHA256 over the lines time, nonce, method and path with query,
/// and then the body. The body is fed as it comes.
///
/// Several `v2` may be sent, and several secrets may hold, so that secrets can be changed without a gap.
struct IntakeSignature {
  /// How far the sender's clock may be off, in seconds.
  static let tolerance: Int64 = 300

  private static let form = "t=UNIX,n=NONCE,v2=HEX"

  /// Signed by this sender once, and not again.
  let nonce: String
  private let time: Int64
  private let claims: [Data]
  private var codes: [HMAC<SHA256>]

  /// - Parameters:
  ///   - method: such as `POST`.
  ///   - target: path and query as the server gets them.
  ///   - now: seconds since 1970.
  /// - Throws: `APIError` (401) when the header cannot be read, is too old, or no secret is known.
  init(
    header: String, method: String, target: String, secrets: [String], now: Int64
  ) throws(APIError) {
    var time: Int64?
    var nonce = ""
    var isOld = false
    var claims: [Data] = []
    for part in header.prefix(4096).split(separator: ",").prefix(16) {
      let sides = part.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
      guard sides.count == 2 else { continue }
      if sides[0] == "t" { time = Int64(sides[1]) }
      if sides[0] == "n" { nonce = sides[1] }
      if sides[0] == "v1" { isOld = true }
      if sides[0] == "v2", let claim = Self.bytes(sides[1]) { claims.append(claim) }
    }
    guard !claims.isEmpty || !isOld else {
      throw .unauthorized(
        "signature_malformed",
        "v1 signs no path and is not taken any more; sign as docs/guide/api.md says: \(Self.form)")
    }
    guard let time, !claims.isEmpty else {
      throw .unauthorized("signature_malformed", "Liveshelf-Signature cannot be read; send \(Self.form)")
    }
    guard (16...64).contains(nonce.utf8.count), nonce.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw .unauthorized(
        "signature_malformed", "n must be 16 to 64 characters that no other request has; \(Self.form)")
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
    self.nonce = nonce
    self.time = time
    codes = secrets.map { secret in
      var code = HMAC<SHA256>(key: SymmetricKey(data: Data(secret.utf8)))
      code.update(data: Data("\(time)\n\(nonce)\n\(method)\n\(target)\n".utf8))
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

  /// Notes a valid request.
  ///
  /// - Throws: `APIError` (401) when it was taken before.
  func use(in nonces: SignatureNonces, room: String, now: Int64) throws(APIError) {
    guard nonces.use("\(room)/\(nonce)", until: time + Self.tolerance, now: now) else {
      throw .unauthorized(
        "signature_replayed", "a request with this nonce was taken already; sign anew with another one")
    }
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
