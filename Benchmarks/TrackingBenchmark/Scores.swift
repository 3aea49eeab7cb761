import LiveshelfCore
import RoomEngine

/// The figures by which tracking is judged, defined as in the scoring tool of the test shows.
struct Scores {
  var frameAccuracy = 0.0
  var f1At50 = 0.0
  var f1At80 = 0.0
  var boundaryErrors: [Double] = []
  var latencies: [Double] = []
  var wrongAnnouncements = 0
  var announcedLive = 0.0
  var hours = 0.0

  init(_ run: TrackingRun, truth: ShowTruth) {
    hours = truth.durationS / 3600
    let spans = run.smoothed.map { Span(sku: $0.sku, start: $0.start.seconds, end: ($0.end ?? $0.start).seconds) }
    let segments = truth.segments.map { Span(sku: $0.sku, start: $0.start, end: $0.end) }.sorted { $0.start < $1.start }
    let gaps = zip(segments, segments.dropFirst()).filter { $1.start - $0.end <= 2 }
      .map { Span(sku: $0.sku, start: $0.end, end: $1.start, other: $1.sku) }
    let count = Int(truth.durationS / 0.5) + 1
    let (predicted, real, skipped) = (Self.grid(spans, count), Self.grid(segments, count), Self.grid(gaps, count))
    let scored = (0..<count).filter { skipped[$0] == nil }
    frameAccuracy = Double(scored.count { predicted[$0] == real[$0] }) / Double(max(1, scored.count))
    let pairs = Self.match(segments, spans, least: 0.5)
    f1At50 = 2 * Double(pairs.count) / Double(max(1, spans.count + segments.count))
    f1At80 = 2 * Double(Self.match(segments, spans, least: 0.8).count) / Double(max(1, spans.count + segments.count))
    for (i, j) in pairs {
      boundaryErrors += [abs(spans[j].start - segments[i].start), abs(spans[j].end - segments[i].end)]
      latencies.append(run.smoothed[j].announcedAt.seconds - segments[i].start)
    }
    announcedLive =
      Double(pairs.count { run.smoothed[$1].announcedAt.seconds <= segments[$0].end }) / Double(max(1, segments.count))
    for case .started(let presentation) in run.decisions {
      let at = presentation.announcedAt.seconds
      let isRight = (segments + gaps).contains {
        $0.start <= at && at < $0.end && ($0.sku == presentation.sku || $0.other == presentation.sku)
      }
      if !isRight { wrongAnnouncements += 1 }
    }
  }

  private struct Span {
    var sku: SKU
    var start: Double
    var end: Double
    var other: SKU?

    func overlap(_ span: Span) -> Double {
      let common = min(end, span.end) - max(start, span.start)
      return common > 0 ? common / (max(end, span.end) - min(start, span.start)) : 0
    }
  }

  private static func grid(_ spans: [Span], _ count: Int) -> [SKU?] {
    var grid = [SKU?](repeating: nil, count: count)
    for span in spans {
      let first = max(0, Int((span.start / 0.5).rounded(.up)))
      let last = min(count, Int((span.end / 0.5).rounded(.up)))
      for index in first..<max(first, last) { grid[index] = span.sku }
    }
    return grid
  }

  private static func match(_ segments: [Span], _ spans: [Span], least: Double) -> [(Int, Int)] {
    var candidates: [(Double, Int, Int)] = []
    for (i, segment) in segments.enumerated() {
      for (j, span) in spans.enumerated() where span.sku == segment.sku && segment.overlap(span) >= least {
        candidates.append((-segment.overlap(span), i, j))
      }
    }
    var (usedSegments, usedSpans, pairs): (Set<Int>, Set<Int>, [(Int, Int)]) = ([], [], [])
    for (_, i, j) in candidates.sorted(by: <) where !usedSegments.contains(i) && !usedSpans.contains(j) {
      usedSegments.insert(i)
      usedSpans.insert(j)
      pairs.append((i, j))
    }
    return pairs
  }

  static func percentile(_ values: [Double], _ q: Double) -> Double {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return .nan }
    let k = Double(sorted.count - 1) * q / 100
    let low = Int(k)
    return sorted[low] + (k - Double(low)) * (sorted[min(low + 1, sorted.count - 1)] - sorted[low])
  }
}
