public import CoreMetrics

/// A metric that the program exposes: its name (Prometheus's conventions: base units, `_total` on counters), how it is counted,
/// its labels and what it means.
public struct MetricFamily: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    case counter
    case gauge
    /// Upper bounds of the buckets, rising.
    case histogram([Double])
  }

  public let name: String
  public let kind: Kind
  public let labels: [String]
  public let help: String

  init(_ name: String, _ kind: Kind, _ labels: [String], _ help: String) {
    self.name = name
    self.kind = kind
    self.labels = labels
    self.help = help
  }
}

/// Instruments of a family. They are cheap to make, and to be kept where something is counted often.
extension MetricFamily {
  /// - Parameter values: of the family's labels, in their order.
  public func counter(_ values: String..., in metrics: any MetricsFactory) -> Counter {
    Counter(label: name, dimensions: dimensions(values), factory: metrics)
  }

  /// The same for what is not counted in whole numbers, such as seconds.
  public func floatingPointCounter(_ values: String..., in metrics: any MetricsFactory) -> FloatingPointCounter {
    FloatingPointCounter(label: name, dimensions: dimensions(values), factory: metrics)
  }

  /// A gauge is exposed once it is set; setting it to NaN takes it away again.
  public func gauge(_ values: String..., in metrics: any MetricsFactory) -> Meter {
    Meter(label: name, dimensions: dimensions(values), factory: metrics)
  }

  public func histogram(_ values: String..., in metrics: any MetricsFactory) -> Recorder {
    Recorder(label: name, dimensions: dimensions(values), aggregate: true, factory: metrics)
  }

  private func dimensions(_ values: [String]) -> [(String, String)] {
    assert(values.count == labels.count, "\(name) has the labels \(labels)")
    return Array(zip(labels, values))
  }
}
