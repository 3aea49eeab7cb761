public import Backbone
internal import LiveshelfCore

/// Decides whether a worker takes another room or gives one away. Pure.
///
/// A room goes to a worker that has it ready, even when another one has fewer rooms: a viewer's order waits for a restored
/// engine, and not for an even share. The shares are evened out afterwards, when those that came last have caught up.
///
/// While workers of two versions share rooms, those whose rules are older keep them and take those that become free, as long
/// as they have room and are not behind: a show that changes its rules is told anew, which is to happen once in an upgrade, and
/// never back and forth.
struct Balance {
  var me: String
  var mine: WorkerLoad
  /// All workers that take rooms, this one included.
  var takers: [(name: String, load: WorkerLoad)]
  var roomCount: Int
  var lagLimit: Duration

  /// What a worker that must restore a room first leaves to one that needs not.
  private static let restoring = Duration.seconds(4)
  /// What a worker with newer rules leaves to those with older ones: longer than any of these hesitates itself.
  private static let elders = Duration.seconds(10)

  /// Whether the hearing of a room here is too far behind.
  var isBehind: Bool { mine.lagMilliseconds > lagLimit.milliseconds }

  /// Whether another one has too few rooms, and this one too many.
  var isOver: Bool { mine.rooms > share && equals.contains { $0.rooms < share } }

  /// Even parts among the workers with the oldest rules, rounded up.
  var share: Int {
    let oldest = takers.map(\.load.rulesVersion).min()
    let workers = max(1, takers.count { $0.load.rulesVersion == oldest })
    return (roomCount + workers - 1) / workers
  }

  /// Those that could take a room.
  private var rivals: [(name: String, load: WorkerLoad)] {
    takers.filter { $0.name != me && $0.load.rooms < $0.load.capacity }
  }

  /// Those of them to which a room can be given without being told anew.
  private var equals: [WorkerLoad] { rivals.map(\.load).filter { $0.rulesVersion == mine.rulesVersion } }

  /// How long a free room is left to others first: those that have it ready, then those with fewer rooms or less behind,
  /// come first. Nil: not at all.
  func hesitation(for room: RoomName) -> Duration? {
    guard !mine.isDraining, mine.rooms < mine.capacity else { return nil }
    let rivals = rivals
    let isReady = mine.isReady(for: room)
    let equals = rivals.filter { $0.load.isReady(for: room) == isReady }
    let turn = Duration.milliseconds(100 * min(10, equals.count { ($0.load.rank, $0.name) < (mine.rank, me) }))
    let isLeft = rivals.contains {
      $0.load.rulesVersion < mine.rulesVersion && $0.load.lagMilliseconds <= lagLimit.milliseconds
    }
    if isLeft { return Self.elders + turn }
    switch isReady {
    case true?: return turn
    case false? where rivals.contains { $0.load.isReady(for: room) == true }: return Self.restoring + turn
    default: return mine.rooms < share && !isBehind ? turn : .seconds(2) + turn * 2
    }
  }

  /// The room that is better with somebody else; nil: all are well here.
  ///
  /// - Parameters:
  ///   - rooms: those that run here.
  ///   - over: for how long this worker has had too many.
  ///   - behind: for how long its hearing has been behind.
  func gift(of rooms: [RoomName], over: Duration, behind: Duration) -> RoomName? {
    guard !mine.isDraining else { return nil }
    if isOver, over > Self.restlessness {
      let takers = equals.filter { $0.rooms < share }
      if let room = rooms.last(where: { room in takers.contains { $0.isReady(for: room) ?? true } }) { return room }
      if over > Self.longWait { return rooms.last }
    }
    guard isBehind, behind > Self.longBehind, rooms.count > 1 else { return nil }
    let relieved = rivals.map(\.load).filter {
      $0.lagMilliseconds < lagLimit.milliseconds / 4 && $0.rooms <= mine.rooms
    }
    return rooms.last { room in relieved.contains { $0.isReady(for: room) ?? true } }
  }

  /// Rooms come and go while workers die and come back: only what stays uneven is evened out.
  private static let restlessness = Duration.seconds(5)
  /// After so long a room is given to one that must restore it.
  private static let longWait = Duration.seconds(60)
  /// Hearing catches up by itself when what disturbed it is over.
  private static let longBehind = Duration.seconds(15)
}

extension WorkerLoad {
  /// Lower is readier: a second of lag weighs as much as a room.
  fileprivate var rank: Int64 { Int64(clamping: rooms) * 1000 + max(0, lagMilliseconds) }
}
