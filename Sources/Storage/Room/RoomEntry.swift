public import InventoryEngine
public import LiveshelfCore
public import RoomEngine

/// Something that a room's log holds: all that is needed to come to the same state again.
public enum RoomEntry: Sendable {
  /// A show began. The first entry of each show.
  case began(ShowRecord)
  case input(RoomInput)
  /// The products changed. The show so far is told anew with the new catalog, without its effects.
  case catalog(Catalog, at: StreamTime)
  /// The thresholds of the advice changed; likewise.
  case settings(AdvisorSettings, at: StreamTime)
  /// Everything up to this number of a numbered intake is in: what follows goes on after it.
  case intake(through: UInt64, at: StreamTime)
  /// A row that was not taken in. Nothing follows of it.
  case setAside(SetAsideRow, at: StreamTime)
  /// What became of such a row.
  case settled(RowSettlement, at: StreamTime)
  /// After `.catalog` or `.settings`, or where a program with other rules goes on: the show so far was told anew, and this is
  /// what had been sent of it.
  case retold(Retelling, at: StreamTime)
  /// A piece of what a shop's last show ended with; the first entries of a show, after `.began`. See `RoomEngine.carried`.
  case carried([UInt8], at: StreamTime)
  /// The show ended; nothing of it follows.
  case finished(at: StreamTime)

  /// When the room learnt of it, on the stream's clock.
  public var at: StreamTime {
    switch self {
    case .input(let input): input.at
    case .began: .zero
    case .catalog(_, let at), .settings(_, let at), .intake(_, let at), .setAside(_, let at), .settled(_, let at),
      .retold(_, let at), .carried(_, let at), .finished(let at):
      at
    }
  }
}

/// A row of the log.
public struct LoggedEntry: Sendable {
  /// Rises by one from row to row of a room, over all its shows.
  public var sequence: Int64
  public var receivedAt: WallTime
  public var entry: RoomEntry
}

/// A row of the log as it lies in the database.
public struct LogRow: Hashable, Sendable {
  public var sequence: Int64
  public var show: String
  /// Microseconds on the stream's clock.
  public var at: Int64
  /// Microseconds of the world's clock.
  public var receivedAt: Int64
  public var body: [UInt8]

  public init(sequence: Int64, show: String, at: Int64, receivedAt: Int64, body: [UInt8]) {
    self.sequence = sequence
    self.show = show
    self.at = at
    self.receivedAt = receivedAt
    self.body = body
  }
}
