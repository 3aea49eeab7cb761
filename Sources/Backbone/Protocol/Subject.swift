public import LiveshelfCore

/// What a subject's records are for. Each family is kept in a stream of its own.
public enum SubjectFamily: String, Hashable, Sendable, CaseIterable {
  /// The inputs and effects of a room, in order, from which its engine is restored.
  case log
  /// Orders, stock, comments and clicks that wait for the room's owner.
  case intake
  /// Signals that left a room, for whoever wants to read them from the backbone.
  case signals
}

/// An ordered sequence of records.
public struct Subject: Hashable, Sendable, CustomStringConvertible {
  public let family: SubjectFamily
  /// Letters, digits, `-`, `_`, `=`, and single dots between them.
  public let name: String

  /// - Throws: `.invalidName`.
  public init(_ family: SubjectFamily, _ name: String) throws(BackboneError) {
    self.family = family
    self.name = try BackboneName.checked(name)
  }

  private init(_ family: SubjectFamily, room: RoomName) {
    self.family = family
    name = BackboneName.token(of: room)
  }

  public static func log(of room: RoomName) -> Subject { Subject(.log, room: room) }
  public static func intake(of room: RoomName) -> Subject { Subject(.intake, room: room) }
  public static func signals(of room: RoomName) -> Subject { Subject(.signals, room: room) }

  public var description: String { "\(family.rawValue).\(name)" }
}

/// Names on the backbone.
public enum BackboneName {
  /// A room's name as one token: rooms may have dots in their names, which would part it. `=` is in no room's name.
  public static func token(of room: RoomName) -> String {
    String(room.text.map { $0 == "." ? "=" : $0 })
  }

  /// The room that a token names; nil when it names none.
  public static func room(of token: some StringProtocol) -> RoomName? {
    RoomName(String(token.map { $0 == "=" ? "." : $0 }))
  }

  /// - Throws: `.invalidName`.
  public static func checked(_ name: String) throws(BackboneError) -> String {
    let tokens = name.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let isFine = name.utf8.count <= 200 && tokens.allSatisfy { !$0.isEmpty && $0.allSatisfy(isAllowed) }
    guard isFine else { throw .invalidName(name) }
    return name
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "="):
      true
    default: false
    }
  }
}
