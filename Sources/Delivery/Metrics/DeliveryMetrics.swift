public import LiveshelfCore
internal import Synchronization

/// What has been delivered of one room to one sink since the program started.
public struct DeliveryFigures: Hashable, Sendable {
  public var room: RoomName
  public var sink: String
  public var delivered = 0
  /// Attempts that failed, the last ones of dead letters too.
  public var failed = 0
  /// Failed attempts after which another was planned.
  public var retried = 0
  /// Entries that became dead letters.
  public var buried = 0
  /// Entries still to deliver, as last seen.
  public var depth = 0
  /// Calls of the outbox that failed.
  public var outboxFailures = 0
  /// From durable to acknowledged by the receiver.
  public var latency = LatencyHistogram()
  /// Why the last attempt failed; empty when none has.
  public var lastFailure = ""
}

/// Adds up what the dispatcher reports: `Dispatcher(…) { metrics.add($0) }`. Safe from any thread.
public final class DeliveryMetrics: Sendable {
  private struct Key: Hashable {
    let room: RoomName
    let sink: String
  }

  private let figures = Mutex<[Key: DeliveryFigures]>([:])

  public init() {}

  public func add(_ event: DeliveryEvent) {
    switch event {
    case .delivered(let room, let sink, let latencies):
      change(room, sink) { figures in
        figures.delivered += latencies.count
        for latency in latencies { figures.latency.add(latency) }
      }
    case .willRetry(let room, let sink, let attempt):
      change(room, sink) { figures in
        figures.failed += 1
        figures.retried += 1
        figures.lastFailure = attempt.reason
      }
    case .buried(let room, let sink, let attempt):
      change(room, sink) { figures in
        figures.failed += 1
        figures.buried += 1
        figures.lastFailure = attempt.reason
      }
    case .depth(let room, let sink, let entries):
      change(room, sink) { $0.depth = entries }
    case .outboxFailed(let room, let sink, let reason):
      change(room, sink) { figures in
        figures.outboxFailures += 1
        figures.lastFailure = reason
      }
    case .suspended: break
    }
  }

  /// All figures, by room and then by sink.
  public var all: [DeliveryFigures] {
    figures.withLock { Array($0.values) }.sorted { ($0.room.text, $0.sink) < ($1.room.text, $1.sink) }
  }

  private func change(_ room: RoomName, _ sink: String, _ body: (inout DeliveryFigures) -> Void) {
    figures.withLock { body(&$0[Key(room: room, sink: sink), default: DeliveryFigures(room: room, sink: sink)]) }
  }
}
