import AudioMarkers
import LiveshelfCore

/// Compares hits with what was played.
struct Tally {
  private var played = 0
  private var missed = 0
  private var unplayed = 0
  private var hours = 0.0
  private var fromStart: [Double] = []
  private var afterEnd: [Double] = []
  private var startErrors: [Double] = []
  /// What was missed, and what was reported and not played.
  private(set) var faults: [String] = []

  mutating func add(_ hits: [MarkerHit], _ mix: Mix) {
    var left = hits
    played += mix.plays.count
    hours += Double(mix.samples.count) / 16_000 / 3600
    for play in mix.plays {
      let found = left.firstIndex { $0.marker == play.marker && abs($0.start.seconds - play.start) < 1 }
      guard let found else {
        missed += 1
        faults.append("missed \(play.marker) at \(play.start)")
        continue
      }
      let hit = left.remove(at: found)
      fromStart.append(hit.detectedAt.seconds - play.start)
      afterEnd.append(hit.detectedAt.seconds - play.end)
      startErrors.append(abs(hit.start.seconds - play.start))
    }
    unplayed += left.count
    for hit in left {
      let sounding = mix.all.filter { $0.start - 1 < hit.start.seconds && hit.start.seconds < $0.end }.map(\.marker)
      faults.append("false \(hit.marker) at \(hit.start.seconds), score \(hit.score), during \(sounding)")
    }
  }

  func line(_ name: String) -> String {
    let recall = Double(played - missed) / Double(max(1, played))
    let figures = [
      Self.text(recall, 3), Self.text(Double(unplayed) / max(hours, 1e-9), 1),
      Self.text(Self.quantile(fromStart, 0.5), 2),
      Self.text(Self.quantile(afterEnd, 0.95), 2), Self.text(Self.quantile(startErrors, 0.95), 4),
    ]
    let widths = [7, 8, 15, 14, 16]
    return zip(figures, widths).reduce(Self.padded(name, 33, left: false)) { $0 + Self.padded($1.0, $1.1, left: true) }
  }

  private static func quantile(_ values: [Double], _ share: Double) -> Double? {
    values.isEmpty ? nil : values.sorted()[min(values.count - 1, Int(Double(values.count) * share))]
  }

  private static func text(_ value: Double?, _ digits: Int) -> String {
    guard let value else { return "-" }
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let scaled = Int((abs(value) * scale).rounded())
    let rest = String(scaled % Int(scale))
    let fraction = String(repeating: "0", count: max(0, digits - rest.count)) + rest
    return (value < 0 ? "-" : "") + "\(scaled / Int(scale)).\(fraction)"
  }

  private static func padded(_ text: String, _ width: Int, left: Bool) -> String {
    let space = String(repeating: " ", count: max(0, width - text.count))
    return left ? space + text : text + space
  }
}
