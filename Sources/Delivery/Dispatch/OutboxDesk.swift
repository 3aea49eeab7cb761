internal import LiveshelfCore

/// A room's outbox as the lanes use it: on a queue of the room's own, because its calls wait for the disk.
actor OutboxDesk {
  private let outbox: any Outbox
  private let executor: QueueExecutor

  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  init(_ outbox: any Outbox) {
    self.outbox = outbox
    executor = QueueExecutor(label: "liveshelf.outbox.\(outbox.room)")
  }

  /// The next entries, and how the first one has fared so far.
  func next(for sink: String, limit: Int) throws -> (entries: [OutboxEntry], attempt: DeliveryAttempt?) {
    let entries = try outbox.pending(for: sink, limit: limit)
    return (entries, try entries.first.flatMap { try outbox.attempt(of: $0.sequence, for: sink) })
  }

  func confirm(_ sequences: [Int64], for sink: String) throws { try outbox.confirm(sequences, for: sink) }

  /// Remembers the attempt, or buries the entry when no other is due.
  func record(_ attempt: DeliveryAttempt, for sink: String) throws {
    if attempt.nextAt == nil {
      try outbox.bury(attempt, for: sink)
    } else {
      try outbox.recordFailure(attempt, for: sink)
    }
  }

  func depth(for sink: String) throws -> Int { try outbox.depth(for: sink) }
}
