internal import Backbone
internal import Concurrency
internal import Foundation
internal import LiveshelfCore
internal import Rooms
internal import Storage

/// A room that another worker runs, kept ready on this one: its store and its engine follow the backbone's log, so that a
/// takeover has only the last second to restore, however long the show is.
actor StandbyRoom {
  let log: StoreLog
  private let follower: LogFollower
  private var isAdvancing = false
  private var isStopped = false
  /// Only what came lately remains to be folded.
  private(set) var isReady = false

  init(_ backbone: any Backbone, _ log: StoreLog) {
    self.log = log
    follower = LogFollower(backbone, room: log.store.room, log: log)
  }

  /// Restores and folds what is new. Only what the backbone has: rows of this store that it lacks may be taken back.
  func advance() async throws {
    guard !isStopped, !isAdvancing else { return }
    isAdvancing = true
    defer { isAdvancing = false }
    try await follower.catchUp()
    let row = try log.replicatedPosition().row
    // A long show takes seconds the first time.
    try await WorkerThread.run("standby \(log.store.room)") { [log] in
      try log.standby.advance(through: row, of: log.store)
    }
    isReady = true
  }

  /// Returns when nothing touches the store any more.
  func stop() async {
    isStopped = true
    while isAdvancing { try? await Task.sleep(for: .milliseconds(5)) }
  }
}
