internal import LiveshelfCore

/// How one product's orders answered its presentations in one show: rates by the time since a presentation started,
/// over all its presentations.
struct ResponseCurve: Sendable, Encodable {
  /// How much of the time before and after a start is looked at, in seconds.
  static let (before, after) = (60.0, 240.0)

  struct Point: Sendable, Encodable {
    /// Seconds from the presentation's start to the bin's.
    let offsetSeconds: Double
    let ordersPerMinute: Double
    let baselinePerMinute: Double?

    private enum CodingKeys: String, CodingKey {
      case offsetSeconds = "offset_s"
      case ordersPerMinute = "orders_per_min"
      case baselinePerMinute = "baseline_per_min"
    }
  }

  let show: String
  let start: String
  let presentations: Int
  let points: [Point]
  /// Orders a presentation within `after` of its start; nil: it was not presented.
  let orders: Double?
  /// Those beyond the baseline; nil: the folder has no baseline.
  let uplift: Double?
  /// The highest rate after the start, and when it came.
  let peakPerMinute: Double?
  let peakOffsetSeconds: Double?

  private enum CodingKeys: String, CodingKey {
    case show, start, presentations, points, orders, uplift
    case peakPerMinute = "peak_per_min"
    case peakOffsetSeconds = "peak_offset_s"
  }

  /// - Parameter bin: the length of a bin in seconds.
  init(_ folder: ShowFolder, timeline: ShowTimeline, sku: SKU, bin: Double) {
    let starts = (folder.presentations ?? []).filter { $0.sku == sku }.map(\.start).sorted()
    let rows = timeline.rows.filter { $0.sku == sku }
    let count = Int((Self.before / bin).rounded(.up) + (Self.after / bin).rounded(.up))
    let first = -(Self.before / bin).rounded(.up)
    var sums = [OffsetSum](repeating: OffsetSum(), count: max(1, count))
    for (index, start) in starts.enumerated() {
      let next = index + 1 < starts.count ? starts[index + 1] : nil
      for row in rows {
        // A bin belongs where its middle lies; from the next presentation on, orders answer that one.
        let middle = row.start + timeline.binSeconds / 2
        let place = ((middle - start) / bin).rounded(.down) - first
        guard place >= 0, place < Double(sums.count), next.map({ middle < $0 }) ?? true else { continue }
        sums[Int(place)].add(row, minutes: timeline.binSeconds / 60)
      }
    }
    show = folder.show.label
    self.start = folder.show.clock.text(of: .zero)
    presentations = starts.count
    points = sums.enumerated().compactMap { index, sum in
      guard sum.minutes > 0 else { return nil }
      return Point(
        offsetSeconds: (first + Double(index)) * bin, ordersPerMinute: (sum.orders / sum.minutes).rounded(places: 3),
        baselinePerMinute: sum.baseline.map { ($0 / sum.minutes).rounded(places: 3) })
    }
    let later = sums.enumerated().filter { first + Double($0.offset) >= 0 }.map(\.element)
    let number = Double(starts.count)
    orders = starts.isEmpty ? nil : (later.reduce(0) { $0 + $1.orders } / number).rounded(places: 2)
    let knowsBaseline = later.contains { $0.baseline != nil }
    uplift =
      starts.isEmpty || !knowsBaseline
      ? nil : (later.reduce(0) { $0 + $1.orders - ($1.baseline ?? 0) } / number).rounded(places: 2)
    let peak = points.filter { $0.offsetSeconds >= 0 }.max { $0.ordersPerMinute < $1.ordersPerMinute }
    (peakPerMinute, peakOffsetSeconds) = (peak?.ordersPerMinute, peak?.offsetSeconds)
  }
}

private struct OffsetSum {
  private(set) var orders = 0.0
  private(set) var minutes = 0.0
  /// Orders expected without the presentation.
  private(set) var baseline: Double?

  mutating func add(_ row: TimelineBin, minutes: Double) {
    orders += Double(row.ordersCreated)
    self.minutes += minutes
    if let rate = row.baselineRate { baseline = (baseline ?? 0) + rate * minutes }
  }
}
