internal import CoreMetrics
internal import Synchronization

/// One series: what an instrument of swift-metrics writes to. Thread-safe.
final class PrometheusSeries: Sendable {
  enum Reading: Sendable {
    /// NaN: a gauge that has not been set.
    case number(Double)
    case histogram(Histogram)
  }

  /// The family, with the name under which it is exposed.
  let family: String
  /// As the text format writes them, with braces; empty: none.
  let labels: String
  private let kind: MetricFamily.Kind
  private let value: Mutex<Reading>

  init(family: String, labels: String, kind: MetricFamily.Kind) {
    self.family = family
    self.labels = labels
    self.kind = kind
    value = Mutex(Self.start(of: kind))
  }

  var reading: Reading { value.withLock { $0 } }

  private static func start(of kind: MetricFamily.Kind) -> Reading {
    switch kind {
    case .counter: .number(0)
    case .gauge: .number(.nan)
    case .histogram(let bounds): .histogram(Histogram(bounds: bounds))
    }
  }

  private func add(_ amount: Double) {
    // A counter never falls, and what is not a number would stay in it for ever.
    guard amount.isFinite, amount >= 0 || kind == .gauge else { return }
    value.withLock { value in
      guard case .number(let old) = value else { return }
      value = .number((old.isNaN ? 0 : old) + amount)
    }
  }

  private func put(_ number: Double) {
    value.withLock { value in
      if case .histogram(var histogram) = value {
        histogram.observe(number)
        value = .histogram(histogram)
      } else {
        value = .number(number)
      }
    }
  }

  func reset() { value.withLock { $0 = Self.start(of: kind) } }
}

extension PrometheusSeries: CounterHandler, FloatingPointCounterHandler {
  func increment(by amount: Int64) { add(Double(amount)) }
  func increment(by amount: Double) { add(amount) }
}

extension PrometheusSeries: MeterHandler {
  func set(_ value: Int64) { put(Double(value)) }
  func set(_ value: Double) { put(value) }
  func decrement(by amount: Double) { add(-amount) }
}

extension PrometheusSeries: RecorderHandler, TimerHandler {
  func record(_ value: Int64) { put(Double(value)) }
  func record(_ value: Double) { put(value) }
  func recordNanoseconds(_ duration: Int64) { put(Double(duration) / 1_000_000_000) }
}
