internal import Foundation

/// What a worker says of itself, once a second.
struct WorkerLoad: Codable, Hashable, Sendable {
  var rooms: Int
  var lagMilliseconds: Int64
  var capacity: Int
  var isDraining: Bool
  /// Makes every word another one, so that silence shows.
  var beat: UInt64

  private enum CodingKeys: String, CodingKey {
    case rooms, capacity, beat
    case lagMilliseconds = "lag_ms"
    case isDraining = "draining"
  }
}

/// The other workers, as far as they have been heard of lately.
struct WorkerBoard {
  static let prefix = "workers."
  /// A worker that has said nothing for so long counts no more.
  static let silence = Duration.seconds(4)

  private var loads: [String: (load: WorkerLoad, heard: ContinuousClock.Instant)] = [:]

  mutating func note(_ entry: StateEntry, at now: ContinuousClock.Instant) {
    let name = String(entry.key.dropFirst(Self.prefix.count))
    guard let value = entry.value, let load = try? JSONDecoder().decode(WorkerLoad.self, from: value) else {
      loads[name] = nil
      return
    }
    loads[name] = (load, now)
  }

  /// Workers that take rooms, by name.
  func takers(at now: ContinuousClock.Instant) -> [(name: String, load: WorkerLoad)] {
    loads.filter { $0.value.heard + Self.silence > now && !$0.value.load.isDraining }
      .map { ($0.key, $0.value.load) }.sorted { $0.0 < $1.0 }
  }
}

/// Decides whether a worker takes another room or gives one away. Pure.
struct Balance {
  var me: String
  var mine: WorkerLoad
  /// All workers that take rooms, this one included.
  var takers: [(name: String, load: WorkerLoad)]
  var roomCount: Int
  var lagLimit: Duration

  private var isBehind: Bool { mine.lagMilliseconds > lagLimit.milliseconds }

  /// Even parts, rounded up.
  var share: Int {
    let workers = max(1, takers.count)
    return (roomCount + workers - 1) / workers
  }

  /// How long a free room is left to others first: those with fewer rooms, or less behind, come first. Nil: not at all.
  var hesitation: Duration? {
    guard !mine.isDraining, mine.rooms < mine.capacity else { return nil }
    let ahead = takers.filter { $0.name != me && ($0.load.rank, $0.name) < (mine.rank, me) }.count
    if mine.rooms < share, !isBehind { return .milliseconds(100 * min(ahead, 10)) }
    return .seconds(2) + .milliseconds(200 * min(ahead, 10))
  }

  /// Whether a room is better with somebody else.
  var givesOneAway: Bool {
    let others = takers.filter { $0.name != me && $0.load.rooms < $0.load.capacity }
    let isOver = mine.rooms > share && others.contains { $0.load.rooms < share }
    let isRelieved =
      isBehind && mine.rooms > 1
      && others.contains { $0.load.lagMilliseconds < lagLimit.milliseconds / 4 && $0.load.rooms <= mine.rooms }
    return !mine.isDraining && (isOver || isRelieved)
  }
}

extension WorkerLoad {
  /// Lower is readier: a second of lag weighs as much as a room.
  fileprivate var rank: Int64 { Int64(clamping: rooms) * 1000 + max(0, lagMilliseconds) }
}
