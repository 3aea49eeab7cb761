public import Backbone
internal import Foundation
internal import LiveshelfCore

/// The rooms of the directory, and who holds them, as seen from one worker.
struct RoomTable {
  private struct Seat {
    var definition: Data?
    var lease: LeaseState?
    /// Since when its lease has stood as it does; when there is none, since when we know of the room.
    var since: ContinuousClock.Instant
  }

  private var seats: [RoomName: Seat] = [:]

  /// How many rooms are to be run.
  var count: Int { seats.values.count { $0.definition != nil } }

  func definition(of room: RoomName) -> Data? { seats[room]?.definition }

  /// Rooms that a worker does not hold and should keep ready: of the workers that would take a room, two do, chosen by
  /// rendezvous hashing (Thaler and Ravishankar, 1998), so that a change of the workers changes few places.
  func standbys(of worker: String, among workers: [String]) -> Set<RoomName> {
    var rooms: Set<RoomName> = []
    for (room, seat) in seats {
      // A room that nobody holds is about to be taken: those that have it ready must not let it go now.
      let holder = seat.lease?.holder
      guard seat.definition != nil, holder != worker else { continue }
      let mine = Self.weight(room, worker)
      let ahead = workers.count { $0 != worker && $0 != holder && Self.weight(room, $0) > mine }
      if ahead < Self.standbyCount { rooms.insert(room) }
    }
    return rooms
  }

  private static let standbyCount = 2

  /// FNV-1a: the same on every machine.
  private static func weight(_ room: RoomName, _ worker: String) -> UInt64 {
    "\(room) \(worker)".utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }

  mutating func define(_ room: RoomName, _ definition: Data?) {
    seats[room, default: Seat(since: .now)].definition = definition
  }

  mutating func note(_ lease: LeaseState) {
    guard let room = BackboneName.room(of: lease.name.dropFirst(Worker.leases.count)) else { return }
    var seat = seats[room] ?? Seat(since: .now)
    if let known = seat.lease, known.revision >= lease.revision { return }
    seat.lease = lease
    seat.since = .now
    seats[room] = seat
  }

  /// A room that nobody seems to hold, and has not held for the hesitation. Workers begin at different places of the
  /// list, so that they seldom want the same one.
  ///
  /// - Parameter hesitation: how long each is left to others; nil: it is not wanted.
  func free(
    at now: ContinuousClock.Instant, except mine: Set<RoomName>, startingAt worker: String,
    after hesitation: (RoomName) -> Duration?
  ) -> RoomAssignment? {
    let open = seats.filter { room, seat in
      let held = seat.lease?.holder == nil ? .zero : seat.lease?.lifetime ?? .zero
      guard seat.definition != nil, !mine.contains(room), now - seat.since >= held else { return false }
      return hesitation(room).map { now - seat.since >= held + $0 } ?? false
    }.keys.sorted { $0.text < $1.text }
    guard !open.isEmpty else { return nil }
    let start = worker.utf8.reduce(UInt64(5381)) { $0 &* 33 &+ UInt64($1) } % UInt64(open.count)
    let room = open[Int(start)]
    return seats[room]?.definition.map { RoomAssignment(room: room, definition: $0) }
  }
}
