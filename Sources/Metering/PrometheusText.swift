/// Samples in Prometheus's text format 0.0.4.
struct PrometheusText {
  private(set) var text = ""

  /// Adds a family; nothing when none of its series has a value.
  mutating func add(
    _ name: String, _ kind: MetricFamily.Kind, help: String,
    _ series: [(labels: String, reading: PrometheusSeries.Reading)]
  ) {
    var samples = ""
    for (labels, reading) in series {
      switch reading {
      case .number(let value):
        if !value.isNaN { samples += "\(name)\(labels) \(Self.number(value))\n" }
      case .histogram(let histogram):
        samples += Self.samples(name, labels, histogram)
      }
    }
    guard !samples.isEmpty else { return }
    if !help.isEmpty { text += "# HELP \(name) \(Self.escaped(help, quotes: false))\n" }
    text += "# TYPE \(name) \(Self.word(kind))\n" + samples
  }

  private static func samples(_ name: String, _ labels: String, _ histogram: Histogram) -> String {
    var text = ""
    var total = 0
    for (index, count) in histogram.counts.enumerated() {
      total += count
      let bound = index < histogram.bounds.count ? number(histogram.bounds[index]) : "+Inf"
      let inside = labels.isEmpty ? "{" : "\(labels.dropLast()),"
      text += "\(name)_bucket\(inside)le=\"\(bound)\"} \(total)\n"
    }
    text += "\(name)_sum\(labels) \(number(histogram.sum))\n"
    text += "\(name)_count\(labels) \(total)\n"
    return text
  }

  /// Labels with their braces, sorted by name, so that one set of labels is one series however it was given; of two with
  /// one name the first counts. `le` belongs to the buckets of histograms.
  static func labels(_ labels: [(String, String)]) -> String {
    var values: [String: String] = [:]
    for (name, value) in labels {
      let name = Self.name(name).replacing(":", with: "_")
      values[name == "le" ? "le_" : name] = values[name] ?? value
    }
    guard !values.isEmpty else { return "" }
    let pairs = values.sorted { $0.key < $1.key }.map { "\($0.key)=\"\(escaped($0.value, quotes: true))\"" }
    return "{\(pairs.joined(separator: ","))}"
  }

  /// A name of `[a-zA-Z_:][a-zA-Z0-9_:]*`.
  static func name(_ text: String) -> String {
    let name = String(
      text.unicodeScalars.map { scalar in
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", ":": Character(scalar)
        default: "_"
        }
      })
    return name.first.map { "0"..."9" ~= $0 } ?? true ? "_\(name)" : name
  }

  private static func word(_ kind: MetricFamily.Kind) -> String {
    switch kind {
    case .counter: "counter"
    case .gauge: "gauge"
    case .histogram: "histogram"
    }
  }

  private static func escaped(_ value: String, quotes: Bool) -> String {
    let value = value.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
    return quotes ? value.replacing("\"", with: "\\\"") : value
  }

  private static func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    if value == value.rounded(), abs(value) < 1e15 { return String(Int64(value)) }
    return "\(value)"
  }
}
