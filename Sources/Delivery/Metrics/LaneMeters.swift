internal import CoreMetrics
internal import LiveshelfCore
internal import Metering

/// What a lane tells of itself to metrics.
struct LaneMeters: Sendable {
  let depth: Meter
  private let deliveries: Counter
  private let failures: Counter
  private let deadLetters: Counter
  private let outboxFailures: Counter
  private let latency: Recorder

  init(room: RoomName, sink: String, _ metrics: any MetricsFactory) {
    depth = MetricFamily.outboxDepth.gauge(room.text, sink, in: metrics)
    deliveries = MetricFamily.deliveries.counter(room.text, sink, in: metrics)
    failures = MetricFamily.deliveryFailures.counter(room.text, sink, in: metrics)
    deadLetters = MetricFamily.deadLetters.counter(room.text, sink, in: metrics)
    outboxFailures = MetricFamily.outboxFailures.counter(room.text, sink, in: metrics)
    latency = MetricFamily.deliveryLatency.histogram(room.text, sink, in: metrics)
  }

  func count(_ event: DeliveryEvent) {
    switch event {
    case .delivered(_, _, let latencies):
      deliveries.increment(by: latencies.count)
      for seconds in latencies { latency.record(seconds) }
    case .willRetry: failures.increment()
    case .buried:
      failures.increment()
      deadLetters.increment()
    case .outboxFailed: outboxFailures.increment()
    case .suspended: break
    }
  }
}
