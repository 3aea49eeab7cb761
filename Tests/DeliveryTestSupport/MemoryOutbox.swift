public import Delivery
public import LiveshelfCore
internal import Synchronization

/// An outbox in memory, for tests.
public final class MemoryOutbox: Outbox {
  public struct Failure: Error {}

  private struct Standing {
    var position: Int64 = 0
    var revived: Set<Int64> = []
    var attempts: [Int64: DeliveryAttempt] = [:]
    var dead: [Int64: DeadLetter] = [:]
  }

  private struct State {
    var entries: [OutboxEntry] = []
    var standings: [String: Standing] = [:]
    var failures = 0
  }

  public let room: RoomName
  private let state = Mutex(State())

  public init(room: RoomName, entries: [OutboxEntry] = []) {
    self.room = room
    state.withLock { $0.entries = entries }
  }

  /// Adds an entry; its sequence is greater than all before.
  public func append(_ entry: OutboxEntry) { state.withLock { $0.entries.append(entry) } }

  /// So many calls that write fail from then on.
  public func failWrites(_ count: Int) { state.withLock { $0.failures = count } }

  public func pending(for sink: String, limit: Int) throws -> [OutboxEntry] {
    state.withLock { state in
      let standing = state.standings[sink] ?? Standing()
      let revived = standing.revived.sorted().prefix(limit).compactMap { entry($0, state.entries) }
      let start = firstIndex(after: standing.position, state.entries)
      return revived + state.entries[start...].prefix(max(0, limit - revived.count))
    }
  }

  public func confirm(_ sequences: [Int64], for sink: String) throws {
    try change(sink) { standing, _ in
      standing.revived.subtract(sequences)
      standing.position = max(standing.position, sequences.max() ?? 0)
      for sequence in sequences { standing.attempts[sequence] = nil }
    }
  }

  public func attempt(of sequence: Int64, for sink: String) throws -> DeliveryAttempt? {
    state.withLock { $0.standings[sink]?.attempts[sequence] }
  }

  public func recordFailure(_ attempt: DeliveryAttempt, for sink: String) throws {
    try change(sink) { standing, _ in standing.attempts[attempt.sequence] = attempt }
  }

  public func bury(_ attempt: DeliveryAttempt, for sink: String) throws {
    try change(sink) { standing, entries in
      guard let entry = entry(attempt.sequence, entries) else { return }
      standing.dead[attempt.sequence] = DeadLetter(entry: entry, sink: sink, attempt: attempt)
      standing.attempts[attempt.sequence] = nil
      standing.revived.remove(attempt.sequence)
      standing.position = max(standing.position, attempt.sequence)
    }
  }

  public func deadLetters(for sink: String?) throws -> [DeadLetter] {
    state.withLock { state in
      state.standings.filter { sink == nil || $0.key == sink }.sorted { $0.key < $1.key }
        .flatMap { $0.value.dead.sorted { $0.key < $1.key }.map(\.value) }
    }
  }

  public func revive(_ sequences: [Int64], for sink: String) throws -> Int {
    try change(sink) { standing, _ in
      let dead = Set(sequences).filter { standing.dead.removeValue(forKey: $0) != nil }
      standing.revived.formUnion(dead)
      return dead.count
    }
  }

  public func discard(_ sequences: [Int64], for sink: String) throws -> Int {
    try change(sink) { standing, _ in
      Set(sequences).filter { standing.dead.removeValue(forKey: $0) != nil }.count
    }
  }

  public func depth(for sink: String) throws -> Int {
    state.withLock { state in
      let standing = state.standings[sink] ?? Standing()
      return state.entries.count - firstIndex(after: standing.position, state.entries) + standing.revived.count
    }
  }

  private func change<Result>(_ sink: String, _ body: (inout Standing, [OutboxEntry]) -> Result) throws -> Result {
    try state.withLock { state in
      if state.failures > 0 {
        state.failures -= 1
        throw Failure()
      }
      return body(&state.standings[sink, default: Standing()], state.entries)
    }
  }

  private func firstIndex(after sequence: Int64, _ entries: [OutboxEntry]) -> Int {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].sequence > sequence { high = middle } else { low = middle + 1 }
    }
    return low
  }

  private func entry(_ sequence: Int64, _ entries: [OutboxEntry]) -> OutboxEntry? {
    let index = firstIndex(after: sequence - 1, entries)
    return entries.indices.contains(index) && entries[index].sequence == sequence ? entries[index] : nil
  }
}
