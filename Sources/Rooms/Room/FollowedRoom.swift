public import LiveshelfCore
public import RoomEngine
public import Storage

/// The copy of a room that lives elsewhere: its log comes from there, and is folded into the same engine.
///
/// What it tells is as new as the log was when it was asked. Folding a long log for the first time takes seconds.
public actor FollowedRoom: QuestionedRoom {
  public nonisolated let store: RoomStore
  private let catchUp: @Sendable () async throws -> Void
  private let clock: WallClock
  private var log = LogFold()

  /// - Parameters:
  ///   - store: the copy; nobody else writes it.
  ///   - catchUp: brings the rows that are missing into the store.
  public init(store: RoomStore, clock: WallClock = .system, catchUp: @escaping @Sendable () async throws -> Void) {
    self.store = store
    self.clock = clock
    self.catchUp = catchUp
  }

  public func engine() async throws(RoomHostError) -> (show: ShowRecord, engine: RoomEngine)? {
    try await read()
    do {
      guard let fold = log.fold else { return nil }
      // The record of a fold is that of the show's beginning.
      return (try store.shows().last { $0.id == fold.show.id } ?? fold.show, fold.engine)
    } catch {
      throw .storage("\(error)")
    }
  }

  func stageAndStock() async throws(RoomHostError) -> StageAndStock? {
    try await read()
    return log.fold.map { StageAndStock($0, at: clock.now) }
  }

  /// A copy shows nothing by itself.
  nonisolated var shownCatalog: Catalog? { nil }

  /// Makes the store as new as the log, without folding it: for shows of the past and signals.
  public func refresh() async throws(RoomHostError) {
    do {
      try await catchUp()
    } catch {
      throw .storage("the room's log cannot be read now: \(error)")
    }
  }

  private func read() async throws(RoomHostError) {
    try await refresh()
    do {
      try log.advance(through: store.lastSequence(), of: store)
    } catch {
      log.reset()
      throw .storage("\(error)")
    }
  }
}
