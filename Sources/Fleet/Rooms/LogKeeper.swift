internal import Backbone
internal import Foundation
internal import LiveshelfCore
internal import Storage

/// Lets the backbone forget the log of shows that have been over for long. The worker's own store keeps them.
struct LogKeeper: Sendable {
  /// Between two looks.
  private static let pause = Duration.seconds(600)

  private let trimmer: LogTrimmer
  private let store: RoomStore
  private let authority: RoomAuthority
  private let retention: Duration
  private let log: @Sendable (String) -> Void

  init(
    _ backbone: any Backbone, _ store: RoomStore, _ authority: RoomAuthority, _ retention: Duration,
    log: @escaping @Sendable (String) -> Void
  ) {
    trimmer = LogTrimmer(backbone, room: store.room)
    self.store = store
    self.authority = authority
    self.retention = retention
    self.log = log
  }

  /// Until the task is cancelled.
  func run() async {
    while !Task.isCancelled {
      do {
        try await trim(at: WallClock.system.now)
      } catch {
        log("the log of old shows could not be forgotten: \(error)")
      }
      try? await Task.sleep(for: Self.pause)
    }
  }

  /// - Returns: how many rows were forgotten.
  @discardableResult
  func trim(at now: WallTime) async throws -> Int64 {
    let seconds = Double(retention.components.seconds)
    guard let row = try store.lastForgettableRow(endedBefore: now + -seconds) else { return 0 }
    // Only what the backbone has, and only by the room's owner.
    guard let emittable = authority.emittableRow, emittable >= row else { return 0 }
    let count = try await trimmer.trim(through: row)
    if count > 0 { log("forgot \(count) rows of shows that ended more than \(Int(seconds / 86_400)) days ago") }
    return count
  }
}
