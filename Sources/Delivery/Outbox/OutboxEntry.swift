public import LiveshelfCore

/// A signal that waits for delivery.
public struct OutboxEntry: Hashable, Sendable {
  public var room: RoomName
  /// Rises from entry to entry of a room, in the order in which the room decided. Positive; gaps are allowed.
  public var sequence: Int64
  /// The signal's id, unique in the room: receivers drop repeats by it.
  public var id: String
  /// The CloudEvents type.
  public var type: String
  /// The CloudEvent in structured JSON mode, on one line, without a line break at the end.
  public var body: String
  /// When the entry became durable.
  public var createdAt: WallTime

  public init(room: RoomName, sequence: Int64, id: String, type: String, body: String, createdAt: WallTime) {
    self.room = room
    self.sequence = sequence
    self.id = id
    self.type = type
    self.body = body
    self.createdAt = createdAt
  }
}

/// How often the delivery of an entry to a sink has failed, and what comes next.
public struct DeliveryAttempt: Hashable, Sendable {
  /// The entry's sequence.
  public var sequence: Int64
  /// Failed attempts so far, counting this one; at least 1.
  public var count: Int
  /// When the last one failed.
  public var failedAt: WallTime
  /// When the next one is due; nil when the sink gives up.
  public var nextAt: WallTime?
  /// Why the last one failed, for people.
  public var reason: String

  public init(sequence: Int64, count: Int, failedAt: WallTime, nextAt: WallTime?, reason: String) {
    self.sequence = sequence
    self.count = count
    self.failedAt = failedAt
    self.nextAt = nextAt
    self.reason = reason
  }
}

/// An entry that a sink gave up on: kept to be looked at, and sent again or dropped by a person.
public struct DeadLetter: Hashable, Sendable {
  public var entry: OutboxEntry
  public var sink: String
  /// The attempt with which the sink gave up.
  public var attempt: DeliveryAttempt

  public init(entry: OutboxEntry, sink: String, attempt: DeliveryAttempt) {
    self.entry = entry
    self.sink = sink
    self.attempt = attempt
  }
}
