public import LiveshelfCore

/// The `Liveshelf-Signature` header by which a sender signs orders that it posts.
public enum RequestSignature {
  /// `t=SECONDS,v1=HEX`: the HMAC-SHA256 of `SECONDS.body`, one `v1` for each secret.
  public static func header(body: [UInt8], at time: WallTime, secrets: [WebhookSecret]) -> String {
    let timestamp = String(time.microseconds / 1_000_000)
    let message = Array("\(timestamp).".utf8) + body
    return (["t=\(timestamp)"] + secrets.map { "v1=\($0.sign(message).hexText)" }).joined(separator: ",")
  }
}
