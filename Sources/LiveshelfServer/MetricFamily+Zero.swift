internal import CoreMetrics
internal import Metering

extension MetricFamily {
  /// Begins the server's counters at zero: what has not happened yet can be plotted, and the first time is a rise.
  static func beginCounting(in metrics: any MetricsFactory) {
    for reason in ["csrf", "failures", "host", "no_token", "origin", "rate", "role", "room", "token"] {
      _ = refusals.counter(reason, in: metrics)
    }
    for reason in ["encoding", "limit", "room_gone", "slow", "stopping"] {
      _ = eventClientsClosed.counter(reason, in: metrics)
    }
  }
}
