internal import Foundation
internal import LiveshelfCore

/// Media servers that say when somebody publishes a stream and when they stop: rooms begin and end with it.
///
/// SRS (`http_hooks`, JSON), nginx-rtmp-module (`on_publish`, `on_publish_done`, a form) and MediaMTX (`runOnReady`,
/// `runOnNotReady`, a command such as curl). All carry the secret in the address, because none signs.
struct MediaServerConnector: Connector {
  private static let begins: Set<String> = ["on_publish", "publish", "ready"]
  private static let ends: Set<String> = ["on_unpublish", "publish_done", "notready"]

  let settings: ConnectorSettings

  init(_ settings: ConnectorSettings) {
    self.settings = settings
  }

  func receive(_ call: WebhookCall, now: WallTime) throws(ConnectorError) -> Acknowledgement {
    let given = call.query["secret"] ?? ""
    guard settings.secrets.contains(where: { Signing.equal($0, given) }) else {
      throw .unverified("the parameter 'secret' is missing or wrong")
    }
    let (what, stream) = try event(of: call)
    let word = what.lowercased()
    let isKnown = !stream.isEmpty && (Self.begins.contains(word) || Self.ends.contains(word))
    // Servers number their clients anew after each start.
    let message = PlatformMessage(
      id: "\(word)/\(stream)/\(now.microseconds)", kind: word, subject: "stream \(stream)",
      content: ["stream": .string(stream), "begins": .bool(Self.begins.contains(word))], isKnown: isKnown)
    return Acknowledgement([message], body: #"{"code":0}"#)
  }

  /// What happened, and to which stream, as `application/stream`. Keys and addresses of publishers are not looked at.
  private func event(of call: WebhookCall) throws(ConnectorError) -> (what: String, stream: String) {
    func path(_ application: String?, _ stream: String?) -> String {
      [application, stream].compactMap(\.self).filter { !$0.isEmpty }.joined(separator: "/")
    }
    switch settings.kind {
    case .srs:
      let body = try PlatformJSON(parsing: call.body)
      return (body["action"]?.text ?? "", path(body["app"]?.text, body["stream"]?.text))
    case .nginxRTMP:
      let form = Form.values(call.body)
      return (form["call"] ?? "", path(form["app"], form["name"]))
    default: return (call.query["event"] ?? "", call.query["path"] ?? "")
    }
  }

  func finding(of message: PlatformMessage, _ platform: PlatformClient) async throws(ConnectorError) -> Finding {
    guard let stream = message.content["stream"]?.text, let begins = message.content["begins"] else {
      throw .malformed("names no stream")
    }
    let name = stream.split(separator: "/").last.map(String.init) ?? stream
    guard let room = RoomName(settings.marks[stream] ?? settings.marks[name] ?? name) else {
      throw .malformed("is of a stream whose name is no room's; name its room under `marks`")
    }
    return Finding(shows: [ShowChange(room: room, begins: begins.isTrue)])
  }
}

/// A form's fields (`application/x-www-form-urlencoded`).
enum Form {
  static func values(_ bytes: [UInt8]) -> [String: String] {
    var values: [String: String] = [:]
    for pair in String(decoding: bytes, as: UTF8.self).split(separator: "&").prefix(256) {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      func decoded(_ text: Substring) -> String {
        let text = String(text.replacing("+", with: " "))
        return text.removingPercentEncoding ?? text
      }
      values[decoded(parts[0])] = parts.count > 1 ? decoded(parts[1]) : ""
    }
    return values
  }
}
