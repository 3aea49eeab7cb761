public import Backbone
internal import LiveshelfCore

/// Decides whether a worker takes another room or gives one away. Pure.
///
/// A room goes to a worker that has it ready, even when another one has fewer rooms: a viewer's order waits for a restored
/// engine, and not for an even share. The shares are evened out afterwards, when those that came last have caught up.
struct Balance {
  var me: String
  var mine: WorkerLoad
  /// All workers that take rooms, this one included.
  var takers: [(name: String, load: WorkerLoad)]
  var roomCount: Int
  var lagLimit: Duration

  /// What a worker that must restore a room first leaves to one that needs not.
  private static let restoring = Duration.seconds(4)

  /// Whether the hearing of a room here is too far behind.
  var isBehind: Bool { mine.lagMilliseconds > lagLimit.milliseconds }

  /// Whether another one has too few rooms, and this one too many.
  var isOver: Bool { mine.rooms > share && others.contains { $0.rooms < share } }

  /// Even parts, rounded up.
  var share: Int {
    let workers = max(1, takers.count)
    return (roomCount + workers - 1) / workers
  }

  private var others: [WorkerLoad] {
    takers.filter { $0.name != me && $0.load.rooms < $0.load.capacity }.map(\.load)
  }

  /// How long a free room is left to others first: those that have it ready, then those with fewer rooms or less behind,
  /// come first. Nil: not at all.
  func hesitation(for room: RoomName) -> Duration? {
    guard !mine.isDraining, mine.rooms < mine.capacity else { return nil }
    let rivals = takers.filter { $0.name != me && $0.load.rooms < $0.load.capacity }
    let isReady = mine.isReady(for: room)
    let equals = rivals.filter { $0.load.isReady(for: room) == isReady }
    let turn = Duration.milliseconds(100 * min(10, equals.count { ($0.load.rank, $0.name) < (mine.rank, me) }))
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
      let takers = others.filter { $0.rooms < share }
      if let room = rooms.last(where: { room in takers.contains { $0.isReady(for: room) ?? true } }) { return room }
      if over > Self.longWait { return rooms.last }
    }
    guard isBehind, behind > Self.longBehind, rooms.count > 1 else { return nil }
    let relieved = others.filter { $0.lagMilliseconds < lagLimit.milliseconds / 4 && $0.rooms <= mine.rooms }
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
