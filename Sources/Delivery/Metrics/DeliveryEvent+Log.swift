internal import LiveshelfCore
public import Logging

extension DeliveryEvent {
  /// Tells an operator what went wrong. What went well is not logged.
  public func log(to logger: Logger) {
    switch self {
    case .delivered: break
    case .willRetry(let room, let sink, let attempt):
      logger.warning(
        "A signal was not delivered; another attempt follows",
        metadata: [
          "room": "\(room)", "sink": "\(sink)", "sequence": "\(attempt.sequence)", "attempt": "\(attempt.count)",
          "next": "\(attempt.nextAt?.formatted(in: .utc) ?? "-")", "reason": "\(attempt.reason)",
        ])
    case .buried(let room, let sink, let attempt):
      logger.error(
        "A signal was given up; see `liveshelf outbox list`",
        metadata: [
          "room": "\(room)", "sink": "\(sink)", "sequence": "\(attempt.sequence)", "attempts": "\(attempt.count)",
          "reason": "\(attempt.reason)",
        ])
    case .suspended(let sink, let reason):
      logger.error("The sink is suspended", metadata: ["sink": "\(sink)", "reason": "\(reason)"])
    case .outboxFailed(let room, let sink, let reason):
      logger.error(
        "The outbox cannot be read or written; trying again",
        metadata: ["room": "\(room)", "sink": "\(sink)", "reason": "\(reason)"])
    }
  }
}
