public import LiveshelfCore

/// How a connector fares, for people.
public struct ConnectorHealth: Hashable, Sendable {
  public enum State: String, Codable, Hashable, Sendable, CaseIterable {
    case ok
    /// The platform or a room cannot be reached now: it is tried again.
    case retrying
    /// A person has to give another token.
    case unauthorized
  }

  public var name: String
  public var kind: ConnectorKind
  public var room: RoomName
  public var state = State.ok
  /// What the last failure was; empty: nothing has failed since.
  public var reason = ""
  public var lastMessageAt: WallTime?
  /// When all of what had changed until then was last taken over.
  public var lastPollAt: WallTime?
  public var messages: [MessageState: Int] = [:]
  /// Rows that wait for their room.
  public var rowsWaiting = 0
  /// How far a backfill is; nil: none is under way.
  public var backfillFrom: WallTime?
}
