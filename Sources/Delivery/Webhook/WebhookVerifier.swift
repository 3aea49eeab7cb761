internal import Foundation
public import LiveshelfCore

/// The receiver's side of a webhook: believes it when one of the secrets has signed it a short while ago.
public struct WebhookVerifier: Sendable {
  /// More signatures than this are not looked at.
  private static let mostSignatures = 16

  private let secrets: [WebhookSecret]
  private let tolerance: Double

  /// - Parameters:
  ///   - secrets: any of them is enough, so that they can be replaced without a gap.
  ///   - tolerance: how far the time stamp may be from now, in seconds either way.
  public init(secrets: [WebhookSecret], tolerance: Double = 300) {
    self.secrets = secrets
    self.tolerance = tolerance
  }

  /// Checks the three headers of Standard Webhooks.
  ///
  /// - Parameter body: the bytes as they came, before anything has read them as JSON.
  /// - Throws: `unverified`.
  public func verify(
    id: String?, timestamp: String?, signatures: String?, body: [UInt8], now: WallTime
  ) throws(DeliveryError) {
    guard let id, let timestamp, let signatures else {
      throw .unverified(reason: "webhook-id, webhook-timestamp and webhook-signature must all be there")
    }
    try checkTime(timestamp, now)
    let message = WebhookSignature.message(id: id, timestamp: timestamp, body: body)
    let codes = signatures.split(separator: " ", maxSplits: Self.mostSignatures).prefix(Self.mostSignatures)
      .compactMap { text -> [UInt8]? in
        text.hasPrefix("v1,") ? Data(base64Encoded: String(text.dropFirst(3))).map(Array.init) : nil
      }
    try check(codes, message)
  }

  private func checkTime(_ text: String, _ now: WallTime) throws(DeliveryError) {
    guard text.utf8.count <= 12, let seconds = Int64(text), seconds >= 0 else {
      throw .unverified(reason: "the time stamp must be seconds since 1970")
    }
    guard abs(WallTime(microseconds: seconds * 1_000_000) - now) <= tolerance else {
      throw .unverified(reason: "the time stamp is more than \(tolerance) s from now; check both clocks")
    }
  }

  private func check(_ codes: [[UInt8]], _ message: [UInt8]) throws(DeliveryError) {
    guard !codes.isEmpty else { throw .unverified(reason: "there is no v1 signature") }
    for secret in secrets {
      for code in codes where secret.hasSigned(message, code: code) { return }
    }
    throw .unverified(reason: "none of the signatures fits the body and a known secret")
  }
}
