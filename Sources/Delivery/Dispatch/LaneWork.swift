internal import LiveshelfCore

/// What a lane carries from step to step.
struct LaneWork {
  /// Delivered, and not yet told to the outbox.
  private(set) var unconfirmed: [Int64] = []
  private var oldest = WallTime(microseconds: 0)
  /// Outbox calls that failed in a row.
  var outboxFailures = 0

  mutating func delivered(_ entries: [OutboxEntry], at now: WallTime) {
    if unconfirmed.isEmpty { oldest = now }
    unconfirmed += entries.map(\.sequence)
  }

  func isConfirmationDue(at now: WallTime, _ settings: DispatchSettings) -> Bool {
    unconfirmed.count >= settings.confirmEntries || now - oldest >= settings.confirmSeconds
  }

  mutating func confirmed() { unconfirmed.removeAll(keepingCapacity: true) }
}
