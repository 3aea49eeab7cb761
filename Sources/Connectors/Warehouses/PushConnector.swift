internal import Foundation
internal import LiveshelfCore

/// Takes what any system sends: its JSON, signed with HMAC-SHA256 over the raw body in the header `X-Signature`, in
/// hexadecimal digits or base64.
struct PushConnector: Connector {
  let settings: ConnectorSettings
  let mapping: RowMapping

  /// - Throws: `setting`.
  init(_ settings: ConnectorSettings) throws(ConnectorError) {
    guard let mapping = settings.push else {
      throw .setting("the connector '\(settings.name)' needs `push`: which members are which columns")
    }
    self.settings = settings
    self.mapping = mapping
  }

  func receive(_ call: WebhookCall, now: WallTime) throws(ConnectorError) -> Acknowledgement {
    guard var given = call.headers["x-signature"], !given.isEmpty else { throw .unverified("X-Signature is missing") }
    if given.hasPrefix("sha256=") { given.removeFirst(7) }
    let fits = settings.secrets.contains { secret in
      let code = Signing.hmac(call.body, secret: secret)
      return Signing.equal(Signing.hex(code), given.lowercased())
        || Signing.equal(Data(code).base64EncodedString(), given)
    }
    guard fits else { throw .unverified("X-Signature does not fit the body") }
    let mapped = mapping.elements(of: try PlatformJSON(parsing: call.body)).map(mapping.mapped)
    let id = call.headers["x-message-id"] ?? Signing.hex(Signing.hmac(call.body, secret: "message"))
    guard !mapped.isEmpty else { return Acknowledgement([]) }
    return Acknowledgement([
      PlatformMessage(id: id, kind: mapping.rows.rawValue, subject: "", content: .array(mapped))
    ])
  }

  func finding(of message: PlatformMessage, _ platform: PlatformClient) async throws(ConnectorError) -> Finding {
    guard !message.content.list.isEmpty else { throw .malformed("is not kept any more: send it again, mended") }
    return try mapping.finding(message.content.list, settings: settings, now: platform.clock.now)
  }
}
