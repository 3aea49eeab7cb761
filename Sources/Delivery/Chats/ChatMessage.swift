internal import Crypto
internal import Foundation
internal import LiveshelfCore
internal import Wording

/// What a chat is told: one signal, or several in one.
struct ChatMessage: Sendable {
  /// Signals that a message names; of more it tells the number.
  static let mostNamed = 10
  private static let longest = 400

  var title: String
  /// A line for each.
  var lines: [String]
  /// Somebody has to act at once.
  var isUrgent: Bool
  /// Where to act; nil: nowhere.
  var link: String?

  /// - Parameter kept: signals that were not told in quiet hours.
  init(_ events: [CloudEvent], settings: ChatSettings, kept: Int) {
    let wording = Wording(settings.language)
    let isChinese = settings.language == .zh
    let rooms = Set(events.compactMap { $0.text("room") })
    isUrgent = events.contains(where: Self.isUrgent)
    link = settings.screen.map { screen in
      let room = rooms.count == 1 ? rooms.first?.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) : nil
      return "\(screen.hasSuffix("/") ? String(screen.dropLast()) : screen)/" + (room.map { "#/\($0)" } ?? "")
    }
    func name(_ event: CloudEvent) -> String {
      SignalType(rawValue: event.type).map { wording.title(of: $0) } ?? event.type
    }
    func line(_ event: CloudEvent) -> String {
      let product = event.text("product") ?? ""
      let reason = event.text(isChinese ? "reason_zh" : "reason") ?? ""
      let words = product.isEmpty ? reason : "\(product)\(isChinese ? "：" : ": ")\(reason)"
      return String(PersonalData.redacted(words).prefix(Self.longest))
    }
    if events.count == 1, let event = events.first {
      title = [name(event), event.text("room") ?? ""].filter { !$0.isEmpty }.joined(separator: " · ")
      lines = [line(event)]
    } else {
      title = isChinese ? "\(events.count) 条信号" : "\(events.count) signals"
      lines = events.prefix(Self.mostNamed).map { event in
        "[\(name(event)) · \(event.text("room") ?? "")] \(line(event))"
      }
      let more = events.count - lines.count
      if more > 0 { lines.append(isChinese ? "另有 \(more) 条" : "and \(more) more") }
    }
    if kept > 0 {
      lines.append(isChinese ? "免打扰时段另有 \(kept) 条未推送" : "\(kept) more came in the quiet hours")
    }
  }

  /// Signals that ask somebody to act.
  static let wanted: Set<SignalType> = [
    .oversold, .stockDepleted, .stockoutPredicted, .warehouseLow, .replenishmentRecommended, .feedDegraded,
  ]

  /// What cannot wait for the morning: the host goes on selling what is not there.
  static func isUrgent(_ event: CloudEvent) -> Bool {
    let type = SignalType(rawValue: event.type)
    return (type == .oversold || type == .stockDepleted) && event.phase != .resolved
  }

  // MARK: As the services want it

  /// The body, and what goes into the address's query.
  func request(
    _ settings: ChatSettings, at now: WallTime
  ) -> (body: JSONValue, query: [(name: String, value: String)]) {
    let seconds = now.microseconds / 1_000_000
    let button = settings.language == .zh ? "去处理" : "Deal with it"
    switch settings.service {
    case .feishu:
      var body: [String: JSONValue] = ["msg_type": .string("interactive"), "card": feishuCard(button)]
      if let secret = settings.secret {
        // The text to sign is the key, of a message that is empty.
        body["timestamp"] = .string("\(seconds)")
        body["sign"] = .string(Self.code(of: "", key: "\(seconds)\n\(secret)"))
      }
      return (.object(body), [])
    case .dingtalk:
      var query: [(String, String)] = []
      if let secret = settings.secret {
        let milliseconds = "\(now.microseconds / 1000)"
        query = [("timestamp", milliseconds), ("sign", Self.code(of: "\(milliseconds)\n\(secret)", key: secret))]
      }
      return (dingtalkCard(button), query)
    case .wecom:
      let text =
        "**\(title)**\n" + lines.map { "> \($0)" }.joined(separator: "\n") + (link.map { "\n[\(button)](\($0))" } ?? "")
      return (
        .object(["msgtype": .string("markdown"), "markdown": .object(["content": .string(Self.cut(text, 4000))])]), []
      )
    case .slack: return (slackBlocks(button), [])
    }
  }

  private func feishuCard(_ button: String) -> JSONValue {
    var elements: [JSONValue] = [
      .object([
        "tag": .string("div"),
        "text": .object(["tag": .string("plain_text"), "content": .string(lines.joined(separator: "\n"))]),
      ])
    ]
    if let link {
      let text = JSONValue.object(["tag": .string("plain_text"), "content": .string(button)])
      elements.append(
        .object([
          "tag": .string("action"),
          "actions": .array([
            .object(["tag": .string("button"), "type": .string("primary"), "text": text, "url": .string(link)])
          ]),
        ]))
    }
    return .object([
      "config": .object(["wide_screen_mode": .bool(true)]),
      "header": .object([
        "template": .string(isUrgent ? "red" : "orange"),
        "title": .object(["tag": .string("plain_text"), "content": .string(title)]),
      ]), "elements": .array(elements),
    ])
  }

  private func dingtalkCard(_ button: String) -> JSONValue {
    let text = "### \(title)\n\n" + lines.map { "- \($0)" }.joined(separator: "\n")
    guard let link else {
      return .object([
        "msgtype": .string("markdown"), "markdown": .object(["title": .string(title), "text": .string(text)]),
      ])
    }
    return .object([
      "msgtype": .string("actionCard"),
      "actionCard": .object([
        "title": .string(title), "text": .string(text), "singleTitle": .string(button), "singleURL": .string(link),
      ]),
    ])
  }

  private func slackBlocks(_ button: String) -> JSONValue {
    func plain(_ text: String) -> JSONValue {
      .object(["type": .string("plain_text"), "text": .string(Self.cut(text, 140))])
    }
    // Three characters mean something there.
    let text = lines.joined(separator: "\n").replacing("&", with: "&amp;").replacing("<", with: "&lt;")
      .replacing(">", with: "&gt;")
    var blocks: [JSONValue] = [
      .object(["type": .string("header"), "text": plain(title)]),
      .object([
        "type": .string("section"),
        "text": .object(["type": .string("mrkdwn"), "text": .string(Self.cut(text, 2900))]),
      ]),
    ]
    if let link {
      blocks.append(
        .object([
          "type": .string("actions"),
          "elements": .array([.object(["type": .string("button"), "text": plain(button), "url": .string(link)])]),
        ]))
    }
    return .object(["text": .string(title), "blocks": .array(blocks)])
  }

  /// At most so many bytes of UTF-8.
  private static func cut(_ text: String, _ bytes: Int) -> String {
    var rest = text
    while rest.utf8.count > bytes { rest.removeLast() }
    return rest
  }

  private static func code(of message: String, key: String) -> String {
    Data(
      HMAC<SHA256>.authenticationCode(for: Data(message.utf8), using: SymmetricKey(data: Data(key.utf8)))
    ).base64EncodedString()
  }
}
