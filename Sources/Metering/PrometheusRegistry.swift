public import CoreMetrics
internal import Synchronization

/// Keeps what is counted through swift-metrics and writes it in Prometheus's text format 0.0.4. Thread-safe.
///
/// Families that are not described here, such as those of libraries, are exposed too, under names that Prometheus takes:
/// counters get `_total`, other characters become `_`, timers are histograms in seconds. An instrument whose name is taken by
/// another sort of metric, or that would be one series too many, counts for nothing;
/// `liveshelf_metric_series_refused_total` says how often that happened.
///
/// Source: Prometheus, "Exposition formats" and "Metric and label naming".
public final class PrometheusRegistry: MetricsFactory {
  /// The content type of `text`.
  public static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  private struct Family {
    let kind: MetricFamily.Kind
    let help: String
    /// By their labels.
    var series: [String: PrometheusSeries] = [:]
  }

  private struct State {
    var families: [String: Family] = [:]
    var count = 0
    var refused = 0
  }

  private let described: [String: MetricFamily]
  private let maximumSeries: Int
  private let state = Mutex(State())

  /// - Parameters:
  ///   - families: those whose help and buckets are known.
  ///   - maximumSeries: more are not made: a label whose values come from outside must not fill the memory.
  public init(_ families: [MetricFamily] = MetricFamily.all, maximumSeries: Int = 20_000) {
    described = Dictionary(families.map { ($0.name, $0) }) { first, _ in first }
    self.maximumSeries = maximumSeries
  }

  /// All series that have a value, sorted by family and labels.
  public var text: String {
    let (families, refused) = state.withLock { ($0.families, $0.refused) }
    var text = PrometheusText()
    for name in families.keys.sorted() {
      guard let family = families[name] else { continue }
      let series = family.series.sorted { $0.key < $1.key }.map { (labels: $0.key, reading: $0.value.reading) }
      text.add(name, family.kind, help: family.help, series)
    }
    let own = MetricFamily.refusedSeries
    text.add(own.name, own.kind, help: own.help, [(labels: "", reading: .number(Double(refused)))])
    return text.text
  }

  private func series(_ label: String, _ dimensions: [(String, String)], _ kind: MetricFamily.Kind) -> PrometheusSeries
  {
    var name = PrometheusText.name(label)
    if kind == .counter, !name.hasSuffix("_total") { name += "_total" }
    let description = described[name]
    var kind = kind
    if case .histogram = kind, case .histogram = description?.kind, let told = description?.kind { kind = told }
    let labels = PrometheusText.labels(dimensions)
    return state.withLock { state in
      let family = state.families[name] ?? Family(kind: description?.kind ?? kind, help: description?.help ?? "")
      if family.kind == kind, let known = family.series[labels] { return known }
      let made = PrometheusSeries(family: name, labels: labels, kind: kind)
      guard family.kind == kind, state.count < maximumSeries, name != MetricFamily.refusedSeries.name else {
        state.refused += 1
        return made
      }
      state.families[name] = family
      state.families[name]?.series[labels] = made
      state.count += 1
      return made
    }
  }

  private func remove(_ handler: AnyObject) {
    guard let series = handler as? PrometheusSeries else { return }
    state.withLock { state in
      guard state.families[series.family]?.series[series.labels] === series else { return }
      state.families[series.family]?.series[series.labels] = nil
      if state.families[series.family]?.series.isEmpty ?? false { state.families[series.family] = nil }
      state.count -= 1
    }
  }

  // MARK: MetricsFactory

  public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    series(label, dimensions, .counter)
  }

  public func makeFloatingPointCounter(
    label: String, dimensions: [(String, String)]
  ) -> any FloatingPointCounterHandler {
    series(label, dimensions, .counter)
  }

  public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    series(label, dimensions, .gauge)
  }

  public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
    series(label, dimensions, aggregate ? .histogram(Histogram.durations) : .gauge)
  }

  public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    series(label, dimensions, .histogram(Histogram.durations))
  }

  public func destroyCounter(_ handler: any CounterHandler) { remove(handler) }
  public func destroyFloatingPointCounter(_ handler: any FloatingPointCounterHandler) { remove(handler) }
  public func destroyMeter(_ handler: any MeterHandler) { remove(handler) }
  public func destroyRecorder(_ handler: any RecorderHandler) { remove(handler) }
  public func destroyTimer(_ handler: any TimerHandler) { remove(handler) }
}
