internal import RoomAPI
internal import Synchronization

/// A sample's labels, in the order in which they are written.
typealias MetricLabels = [(name: String, value: String)]

/// Counts what the server itself does. Thread-safe.
final class MetricsRegistry: Sendable {
  /// More series than that are not made: a label whose values come from outside must not fill the memory.
  private static let maximumSeries = 20_000

  private struct Series {
    var family: MetricFamily
    var value = 0.0
    var distribution: DistributionCounts?
  }

  private let series = Mutex<[String: Series]>([:])

  func increment(_ family: MetricFamily, _ labels: MetricLabels = [], by amount: Double = 1) {
    update(family, labels) { $0.value += amount }
  }

  func set(_ family: MetricFamily, _ labels: MetricLabels = [], to value: Double) {
    update(family, labels) { $0.value = value }
  }

  /// - Parameter family: a histogram.
  func observe(_ family: MetricFamily, _ labels: MetricLabels = [], _ value: Double) {
    guard case .histogram(let bounds) = family.kind else { return }
    update(family, labels) { series in
      var distribution = series.distribution ?? DistributionCounts(bounds: bounds)
      distribution.observe(value)
      series.distribution = distribution
    }
  }

  private func update(_ family: MetricFamily, _ labels: MetricLabels, _ change: (inout Series) -> Void) {
    let key = family.name + MetricsText.labels(labels)
    series.withLock { series in
      guard series[key] != nil || series.count < Self.maximumSeries else { return }
      change(&series[key, default: Series(family: family)])
    }
  }

  /// Adds all series to a text.
  func write(to text: inout MetricsText) {
    let copy = series.withLock { $0 }
    for (key, series) in copy {
      let labels = String(key.dropFirst(series.family.name.count))
      if let distribution = series.distribution {
        text.add(series.family, labels: labels, distribution)
      } else {
        text.add(series.family, labels: labels, series.value)
      }
    }
  }
}
