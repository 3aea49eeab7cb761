internal import Backbone
internal import Delivery
internal import LiveshelfCore
internal import Storage

/// A room's outbox of which only that leaves which may: signals of rows that the backbone has, while the lease is valid.
struct GatedOutbox: Outbox {
  let store: RoomStore
  let authority: RoomAuthority

  var room: RoomName { store.room }

  func pending(for sink: String, limit: Int) throws -> [OutboxEntry] {
    guard let row = authority.emittableRow else { return [] }
    return try store.pending(for: sink, limit: limit, broughtAboutThrough: row)
  }

  func confirm(_ sequences: [Int64], for sink: String) throws { try store.confirm(sequences, for: sink) }

  func attempt(of sequence: Int64, for sink: String) throws -> DeliveryAttempt? {
    try store.attempt(of: sequence, for: sink)
  }

  func recordFailure(_ attempt: DeliveryAttempt, for sink: String) throws {
    try store.recordFailure(attempt, for: sink)
  }

  func bury(_ attempt: DeliveryAttempt, for sink: String) throws { try store.bury(attempt, for: sink) }
  func deadLetters(for sink: String?) throws -> [DeadLetter] { try store.deadLetters(for: sink) }
  func revive(_ sequences: [Int64], for sink: String) throws -> Int { try store.revive(sequences, for: sink) }
  func discard(_ sequences: [Int64], for sink: String) throws -> Int { try store.discard(sequences, for: sink) }
  func depth(for sink: String) throws -> Int { try store.depth(for: sink) }
}
