public import Backbone
internal import Foundation
internal import LiveshelfCore

/// What a worker says of itself, once a second.
struct WorkerLoad: Codable, Hashable, Sendable {
  var rooms: Int
  var lagMilliseconds: Int64
  var capacity: Int
  var isDraining: Bool
  /// Rooms of others that could start here at once, sorted; nil: the worker prepares nothing.
  var ready: [String]?
  /// Version of the rules by which it tells shows; nil: a program that does not say.
  var rules: Int?
  /// Makes every word another one, so that silence shows.
  var beat: UInt64

  /// Whether a room need not be restored first; nil: nothing is prepared, so that no room is readier than another.
  func isReady(for room: RoomName) -> Bool? { ready.map { $0.contains(room.text) } }

  /// Versions rise, and a program that says none is older than all that do.
  var rulesVersion: Int { rules ?? 0 }

  private enum CodingKeys: String, CodingKey {
    case rooms, capacity, ready, rules, beat
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
