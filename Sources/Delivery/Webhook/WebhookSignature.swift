internal import Crypto
internal import Foundation
public import LiveshelfCore

/// The three headers by which a receiver knows that a webhook is ours (Standard Webhooks 1.0.0, "Webhook headers").
public struct WebhookSignature: Hashable, Sendable {
  /// Stays the same when a webhook is sent again.
  public let id: String
  /// The moment of the attempt in seconds since 1970.
  public let timestamp: Int64
  /// One `v1,…` for each secret, with spaces between.
  public let signatures: String

  /// - Parameters:
  ///   - id: an id with characters other than letters, digits, `-` and `_` is replaced by its SHA-256, for a full stop
  ///     in it would make the signed text ambiguous.
  ///   - secrets: the current one first, then those that are being replaced.
  public init(id: String, at time: WallTime, body: String, secrets: [WebhookSecret]) {
    let isFine =
      id.utf8.count <= 128 && !id.isEmpty
      && id.unicodeScalars.allSatisfy { scalar in
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar) || ("0"..."9").contains(scalar) || scalar == "-"
          || scalar == "_"
      }
    self.id = isFine ? id : SHA256.hash(data: Array(id.utf8)).hexText
    timestamp = time.microseconds / 1_000_000
    let message = Self.message(id: self.id, timestamp: String(timestamp), body: Array(body.utf8))
    signatures = secrets.map { "v1," + Data($0.sign(message)).base64EncodedString() }.joined(separator: " ")
  }

  public var headers: [(name: String, value: String)] {
    [("webhook-id", id), ("webhook-timestamp", String(timestamp)), ("webhook-signature", signatures)]
  }

  static func message(id: String, timestamp: String, body: [UInt8]) -> [UInt8] {
    Array("\(id).\(timestamp).".utf8) + body
  }
}
