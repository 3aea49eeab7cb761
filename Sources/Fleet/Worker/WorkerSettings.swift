public import Backbone
public import LiveshelfCore
internal import RoomEngine

/// How a worker shares rooms with others.
public struct WorkerSettings: Hashable, Sendable {
  /// Names the process among all workers; another one after every start.
  public var name: String
  /// How long a room's lease lasts without renewal. It is renewed at a third of that, and another worker takes over
  /// soon after it has run out.
  public var leaseLifetime = Duration.seconds(3)
  /// No more rooms than that.
  public var capacity = 1000
  /// With rooms that are further behind their streams than this, a worker takes no more, and hands one over if another
  /// worker has room.
  public var lagLimit = Duration.seconds(5)
  /// Version of the rules by which this worker tells shows. While workers of an older version have room, rooms stay with
  /// those, so that an upgrade of the fleet tells each show anew once at most.
  public var rules = FoldRules.current.version
  /// How long a room that stops may take to bring its last rows to the backbone.
  public var drainTime = Duration.seconds(20)

  public init(name: String) {
    self.name = name
  }

  /// - Throws: `.invalidSetting`, `.invalidName`.
  func check() throws(BackboneError) {
    _ = try BackboneName.checked(name)
    guard !name.contains(".") else { throw .invalidName(name) }
    guard leaseLifetime >= .milliseconds(500), leaseLifetime <= .seconds(60) else {
      throw .invalidSetting(name: "lease lifetime", reason: "\(leaseLifetime) is not between 0.5 s and 60 s")
    }
    guard capacity >= 1 else { throw .invalidSetting(name: "capacity", reason: "\(capacity) is less than 1") }
  }
}

/// What happens to a worker's rooms, for its log and metrics.
public enum WorkerEvent: Sendable {
  case acquired(RoomName, token: FencingToken)
  case started(RoomName, Restoration)
  /// The lease could not be renewed in time: the room goes on hearing, and emits nothing.
  case silenced(RoomName)
  /// It could be renewed after all.
  case resumed(RoomName)
  case released(RoomName)
  /// Another worker has the room.
  case lost(RoomName)
  case failed(RoomName, BackboneError)
  case disturbed(BackboneError)

  /// For metrics.
  var name: String {
    switch self {
    case .acquired: "acquired"
    case .started: "started"
    case .silenced: "silenced"
    case .resumed: "resumed"
    case .released: "released"
    case .lost: "lost"
    case .failed: "failed"
    case .disturbed: "disturbed"
    }
  }
}
