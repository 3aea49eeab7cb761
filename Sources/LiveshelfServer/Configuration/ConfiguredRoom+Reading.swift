internal import Delivery
internal import Foundation
internal import LiveshelfCore
internal import RoomAPI
internal import Rooms
internal import Wording

extension ConfiguredRoom {
  /// Nil when the section is wrong, which it has noted.
  init?(_ section: ConfigurationSection) {
    let name = section.text("name")
    let title = section.text("title")
    let url = section.text("url")
    let listens = section.flag("listen") ?? false
    let patience = section.integer("ends_after_s", in: 0...86_400).map(Double.init)
    let catalog = section.text("catalog")
    let markers = section.text("markers")
    let shop = section.text("shop")
    let starts = section.flag("start") ?? false
    let headers = Self.headers(section.texts("headers") ?? [], section)
    let columns = Self.columns(section.section("columns"))
    section.finish()
    guard let name, let roomName = RoomName(name) else {
      section.note(
        name == nil ? nil : "name", "a room needs a name of 1 to 64 letters, digits, '-', '_' and '.'")
      return nil
    }
    if listens, url == nil { section.note("listen", "needs `url`, the address to listen on") }
    self.init(name: roomName)
    self.url = url
    self.listens = listens
    self.title = title
    if let title, let objection = RoomSetup.objection(toTitle: title) { section.note("title", objection) }
    // A room that listens waits for the next publisher when its show is over; one that pulls goes on asking for its stream.
    endsAfter = patience ?? (listens ? RoomDefinition.usualPatience : 0)
    if let patience, patience > 0, !RoomDefinition.patience.contains(patience) {
      section.note("ends_after_s", "must be from 30 to 86400, or 0: only when it is stopped")
    }
    if endsAfter == 0 { endsAfter = nil }
    self.headers = headers
    self.columns = columns
    catalogFile = catalog
    markersFolder = markers
    self.shop = shop.flatMap { RoomName($0) }
    if shop != nil, self.shop == nil || self.shop == roomName {
      section.note("shop", "must be the name of another room, of the shop that keeps the stock")
    }
    self.starts = starts
  }

  /// Mappings such as `orders: sku=商家编码`.
  private static func columns(_ section: ConfigurationSection) -> [String: String] {
    var columns: [String: String] = [:]
    for kind in [RowKind.orders, .stock, .transactions] { columns[kind.rawValue] = section.text(kind.rawValue) }
    section.finish()
    if let objection = RoomColumns.objection(to: columns) { section.note(nil, objection) }
    return columns
  }

  /// Lines such as `Referer: https://live.example.com/`, by name.
  private static func headers(_ lines: [String], _ section: ConfigurationSection) -> [String: String] {
    var headers: [String: String] = [:]
    for line in lines {
      let parts = line.split(separator: ":", maxSplits: 1)
      if parts.count == 2 {
        headers[String(parts[0])] = parts[1].trimmingCharacters(in: .whitespaces)
      } else {
        section.note("headers", "holds a line that is none such as 'Referer: https://live.example.com/'")
      }
    }
    if let objection = RoomSetup.objection(toHeaders: headers) { section.note("headers", objection) }
    return headers
  }
}

extension ConfiguredSink {
  /// Nil when the section is wrong, which it has noted.
  init?(_ section: ConfigurationSection) {
    let name = section.text("name")
    let kind = section.choice("type", Kind.self)
    let url = section.text("url")
    let path = section.text("path")
    let topic = section.text("topic")
    let user = section.text("user")
    let variable = section.text("secret_env")
    let secretFile = section.text("secret_file")
    let rooms = section.texts("rooms") ?? []
    let types = section.texts("types") ?? []
    let language = section.choice("language", Language.self)
    let screen = section.text("screen")
    let quietHours = section.text("quiet_hours")
    let digest = section.integer("digest_seconds", in: 0...3600)
    section.finish()
    guard let name, (1...64).contains(name.count) else {
      section.note(nil, "a sink needs a `name` of 1 to 64 characters")
      return nil
    }
    guard let kind else {
      section.note(nil, "sink '\(name)' needs a `type`: \(Kind.allCases.map(\.rawValue).joined(separator: ", "))")
      return nil
    }
    switch kind {
    case .file where path == nil: section.note(nil, "a sink of type file needs `path`")
    case .webhook where url == nil, .nats where url == nil, .kafka where url == nil, .feishu where url == nil,
      .dingtalk where url == nil, .wecom where url == nil, .slack where url == nil:
      section.note(nil, "a sink of type \(kind.rawValue) needs `url`")
    case .kafka where topic == nil: section.note(nil, "a sink of type kafka needs `topic`")
    default: break
    }
    if kind == .nats || kind == .kafka, let url, url.contains("@") {
      section.note("url", "must hold no user and no secret; write `user`, and `secret_env` or `secret_file`")
    }
    if user != nil {
      if kind != .nats, kind != .kafka { section.note("user", "is for sinks of type nats and kafka") }
      if variable == nil, secretFile == nil { section.note("user", "needs `secret_env` or `secret_file`") }
    } else if kind == .kafka, variable != nil || secretFile != nil {
      section.note("user", "is missing: a secret of kafka is the password of a user")
    }
    if variable != nil, secretFile != nil {
      section.note("secret_file", "give either `secret_env` or `secret_file`")
    }
    self.init(name: name, kind: kind)
    self.url = url
    self.path = path
    self.topic = topic
    self.user = user
    secretVariable = variable
    self.secretFile = secretFile
    self.types = types
    take(chat: section, language, screen, quietHours, digest)
    for room in rooms {
      if let name = RoomName(room) {
        self.rooms.append(name)
      } else {
        section.note("rooms", "'\(room)' is no room's name")
      }
    }
  }

  /// What is for team chats alone.
  private mutating func take(
    chat section: ConfigurationSection, _ language: Language?, _ screen: String?, _ quietHours: String?, _ digest: Int?
  ) {
    let isChat = [Kind.feishu, .dingtalk, .wecom, .slack].contains(kind)
    for (key, isThere) in [
      ("language", language != nil), ("screen", screen != nil), ("quiet_hours", quietHours != nil),
      ("digest_seconds", digest != nil),
    ] where isThere && !isChat {
      section.note(key, "is for sinks of type feishu, dingtalk, wecom and slack")
    }
    self.language = language ?? self.language
    self.screen = screen
    digestSeconds = digest ?? digestSeconds
    if let screen, URLComponents(string: screen)?.scheme.map({ ["http", "https"].contains($0) }) != true {
      section.note("screen", "must be the address of the wall screen, such as https://liveshelf.example.com")
    }
    guard let quietHours else { return }
    self.quietHours = QuietHours(quietHours)
    if self.quietHours == nil { section.note("quiet_hours", "must be such as 23:00-08:00") }
  }
}
