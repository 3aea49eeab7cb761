internal import Dispatch
internal import GRDB
internal import Synchronization

/// Writes of many callers, committed together: one synchronisation of the disk serves all that came during the last.
final class GroupCommit: Sendable {
  private struct Job: Sendable {
    /// Does the work and returns what tells the caller, which is called after the commit.
    let run: @Sendable (Database) throws -> @Sendable () -> Void
    let fail: @Sendable (BackboneError) -> Void
  }

  private struct State {
    var jobs: [Job] = []
    var isRunning = false
    var isClosed = false
  }

  private let store: EmbeddedStore
  private let queue = DispatchQueue(label: "backbone.commit")
  private let state = Mutex(State())
  /// The most jobs of one transaction.
  private let batch = 512

  init(_ store: EmbeddedStore) {
    self.store = store
  }

  /// Runs the body in a transaction with others, and returns when it is durable. A body that throws a `BackboneError`
  /// must not have written anything: the transaction goes on without it.
  func write<Value: Sendable>(
    _ body: @escaping @Sendable (Database) throws -> Value
  ) async throws(BackboneError) -> Value {
    let result: Result<Value, BackboneError> = await withCheckedContinuation { continuation in
      enqueue(
        Job(
          run: { database in
            do {
              let value = try body(database)
              return { continuation.resume(returning: .success(value)) }
            } catch let error as BackboneError {
              return { continuation.resume(returning: .failure(error)) }
            }
          },
          fail: { continuation.resume(returning: .failure($0)) }))
    }
    return try result.get()
  }

  func close() {
    state.withLock { $0.isClosed = true }
    queue.sync {}
  }

  private func enqueue(_ job: Job) {
    let (starts, isClosed) = state.withLock { state in
      guard !state.isClosed else { return (false, true) }
      state.jobs.append(job)
      defer { state.isRunning = true }
      return (!state.isRunning, false)
    }
    if isClosed { return job.fail(.closed) }
    if starts { queue.async { self.drain() } }
  }

  private func drain() {
    while true {
      let jobs = state.withLock { state in
        let jobs = Array(state.jobs.prefix(batch))
        state.jobs.removeFirst(jobs.count)
        if jobs.isEmpty { state.isRunning = false }
        return jobs
      }
      guard !jobs.isEmpty else { return }
      do {
        let answers = try store.database.write { database in try jobs.map { try $0.run(database) } }
        for answer in answers { answer() }
      } catch {
        let error = BackboneError(error)
        for job in jobs { job.fail(error) }
      }
    }
  }
}
