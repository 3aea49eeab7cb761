internal import Crypto
internal import Foundation

/// A secret that both sides of a webhook know: `whsec_` and 24 to 64 bytes in base64 (Standard Webhooks 1.0.0,
/// "Signature scheme"). It is never shown.
public struct WebhookSecret: Sendable, CustomStringConvertible {
  let key: SymmetricKey

  /// - Throws: `setting`.
  public init(_ text: String) throws(DeliveryError) {
    let prefix = "whsec_"
    guard text.hasPrefix(prefix), let bytes = Data(base64Encoded: String(text.dropFirst(prefix.count))),
      (24...64).contains(bytes.count)
    else {
      throw .setting(
        name: "secret",
        reason: "must be whsec_ and 24 to 64 bytes in base64; make one: echo whsec_$(openssl rand -base64 32)")
    }
    key = SymmetricKey(data: bytes)
  }

  public var description: String { "whsec_…" }

  func sign(_ message: [UInt8]) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: message, using: key))
  }

  /// Compares in a time that tells nothing about where the two differ.
  func hasSigned(_ message: [UInt8], code: [UInt8]) -> Bool {
    HMAC<SHA256>.isValidAuthenticationCode(code, authenticating: message, using: key)
  }
}
