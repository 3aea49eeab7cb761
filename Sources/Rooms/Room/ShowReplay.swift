internal import Concurrency
internal import RoomEngine
internal import Storage

/// Tells a show's log anew on two threads: one reads the log and follows what is on stage, and hands both to the caller's,
/// which does the rest. What comes of it does not depend on which is faster.
final class ShowReplay {
  /// Entries that are handed over at once.
  private static let batch = 256
  /// Entries that may wait for the caller's thread.
  private static let capacity = 8192

  /// A row of the log, and what it means for the stage; nil: it is not one that the engine is told of.
  private typealias Step = (row: LoggedEntry, decisions: StageReplay.Decisions?)

  private let queue = BoundedChannel<[Step]>(capacity: ShowReplay.capacity)
  private let outcome = OneShot<Result<StageReplay, StoreError>>()

  /// - Parameters:
  ///   - engine: one that has consumed nothing.
  ///   - last: rows after this one are left out.
  init(of engine: RoomEngine, show: String, through last: Int64, _ store: RoomStore) {
    let stage = StageReplay(of: engine)
    WorkerThread("replay \(store.room)") { [queue, outcome] in
      outcome.settle(Self.read(show, through: last, store, stage, into: queue))
      queue.close()
    }
  }

  /// Hands every row to `body` on this thread, in order; returns the stage as it is at the end.
  ///
  /// - Throws: what kept the log from being read to its end.
  func run(_ body: (LoggedEntry, StageReplay.Decisions?) -> Void) throws(StoreError) -> StageReplay {
    while let batches = queue.takeAll() {
      for batch in batches { for step in batch { body(step.row, step.decisions) } }
    }
    return try outcome.wait().get()
  }

  private static func read(
    _ show: String, through last: Int64, _ store: RoomStore, _ stage: StageReplay, into queue: BoundedChannel<[Step]>
  ) -> Result<StageReplay, StoreError> {
    var stage = stage
    var steps: [Step] = []
    do throws(StoreError) {
      try store.replay(show) { logged in
        guard logged.sequence <= last else { return }
        let decisions: StageReplay.Decisions? =
          switch logged.entry {
          case .input(let input): stage.follow(input)
          case .finished(let end): stage.finish(at: end)
          case .began, .catalog, .settings, .intake, .setAside, .settled, .retold, .carried: nil
          }
        steps.append((logged, decisions))
        guard steps.count >= batch else { return }
        _ = queue.push(steps, weight: steps.count)
        steps.removeAll(keepingCapacity: true)
      }
      _ = queue.push(steps, weight: steps.count)
      return .success(stage)
    } catch {
      return .failure(error)
    }
  }
}
