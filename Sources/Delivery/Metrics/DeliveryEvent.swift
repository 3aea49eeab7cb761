public import LiveshelfCore

/// What happens on the way out.
public enum DeliveryEvent: Sendable {
  /// The receiver has these entries. `latencies`: seconds from durable to acknowledged, one for each.
  case delivered(room: RoomName, sink: String, latencies: [Double])
  /// An attempt failed and another follows.
  case willRetry(room: RoomName, sink: String, attempt: DeliveryAttempt)
  /// An entry became a dead letter.
  case buried(room: RoomName, sink: String, attempt: DeliveryAttempt)
  /// The receiver wants no more: the sink rests until it is resumed.
  case suspended(sink: String, reason: String)
  /// The outbox could not be read or written; the lane tries again.
  case outboxFailed(room: RoomName, sink: String, reason: String)
}
