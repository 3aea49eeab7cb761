internal import RoomAPI

/// Samples in Prometheus's text format 0.0.4, sorted by family and labels.
struct MetricsText {
  static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  private var families: [String: (family: MetricFamily, lines: [String: String])] = [:]

  /// - Parameter labels: written by `labels(_:)`.
  mutating func add(_ family: MetricFamily, labels: String, _ value: Double) {
    lines(family, labels, "\(family.name)\(labels) \(Self.number(value))\n")
  }

  mutating func add(_ family: MetricFamily, labels: String, _ distribution: DistributionCounts) {
    var text = ""
    var total = 0
    for (index, count) in distribution.counts.enumerated() {
      total += count
      let bound = index < distribution.bounds.count ? Self.number(distribution.bounds[index]) : "+Inf"
      text += "\(family.name)_bucket\(Self.adding("le", bound, to: labels)) \(total)\n"
    }
    text += "\(family.name)_sum\(labels) \(Self.number(distribution.sum))\n"
    text += "\(family.name)_count\(labels) \(total)\n"
    lines(family, labels, text)
  }

  var text: String {
    var text = ""
    for name in families.keys.sorted() {
      guard let (family, lines) = families[name] else { continue }
      text += "# HELP \(name) \(family.help)\n# TYPE \(name) \(family.kind.word)\n"
      for labels in lines.keys.sorted() { text += lines[labels] ?? "" }
    }
    return text
  }

  static func labels(_ labels: MetricLabels) -> String {
    guard !labels.isEmpty else { return "" }
    return "{" + labels.map { "\($0.name)=\"\(escaped($0.value))\"" }.joined(separator: ",") + "}"
  }

  private mutating func lines(_ family: MetricFamily, _ labels: String, _ text: String) {
    families[family.name, default: (family, [:])].lines[labels] = text
  }

  private static func adding(_ name: String, _ value: String, to labels: String) -> String {
    labels.isEmpty ? "{\(name)=\"\(value)\"}" : "\(labels.dropLast()),\(name)=\"\(value)\"}"
  }

  private static func escaped(_ value: String) -> String {
    value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
  }

  private static func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    if value == value.rounded(), abs(value) < 1e15 { return String(Int64(value)) }
    return "\(value)"
  }
}
