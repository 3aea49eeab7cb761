public import LiveshelfCore

/// Where rows come from besides HTTP.
public struct ConfiguredIntake: Hashable, Sendable {
  /// Names the intake in the log.
  public var name: String
  /// What its rows tell of.
  public var rows: RowKind
  /// Kafka's brokers, as `host:port`, several parted by commas.
  public var url: String
  public var topic: String
  /// Servers of one group share a topic's partitions.
  public var group = "liveshelf"
  /// The room of messages without a key; nil: they are left out.
  public var room: RoomName?
  /// Who signs in with the secret.
  public var user: String?
  /// The variable, or the file, that holds the password.
  public var secretVariable: String?
  public var secretFile: String?
}

extension ConfiguredIntake {
  /// The only kind by now.
  private enum Kind: String, CaseIterable {
    case kafka
  }

  /// Nil when the section is wrong, which it has noted.
  init?(_ section: ConfigurationSection) {
    let name = section.text("name")
    let kind = section.choice("type", Kind.self)
    let rows = section.choice("rows", RowKind.self) ?? .orders
    let (url, topic) = (section.text("url"), section.text("topic"))
    let group = section.text("group") ?? "liveshelf"
    let room = section.text("room")
    let user = section.text("user")
    let (variable, file) = (section.text("secret_env"), section.text("secret_file"))
    section.finish()
    guard let name, (1...64).contains(name.count) else {
      section.note(nil, "an intake needs a `name` of 1 to 64 characters")
      return nil
    }
    guard kind != nil else {
      section.note(nil, "intake '\(name)' needs a `type`: \(Kind.allCases.map(\.rawValue).joined(separator: ", "))")
      return nil
    }
    guard let url, let topic else {
      section.note(nil, "an intake of type kafka needs `url` and `topic`")
      return nil
    }
    if url.contains("@") {
      section.note("url", "must hold no user and no secret; write `user`, and `secret_env` or `secret_file`")
    }
    if (user == nil) != (variable == nil && file == nil) {
      section.note("user", "and one of `secret_env` and `secret_file` belong together")
    }
    if variable != nil, file != nil { section.note("secret_file", "give either `secret_env` or `secret_file`") }
    if let room, RoomName(room) == nil { section.note("room", "'\(room)' is no room's name") }
    self.init(
      name: name, rows: rows, url: url, topic: topic, group: group, room: room.flatMap { RoomName($0) }, user: user,
      secretVariable: variable, secretFile: file)
  }
}
