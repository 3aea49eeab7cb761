import Foundation
import LiveshelfCore

/// Fits one source's clock: finds steps, throws out impossible times, and puts a line below the rest.
struct ClockFit {
  /// Of each window the points with the smallest differences, in order of time.
  let windows: [[ClockTracker.Point]]
  /// The fineness of the source's times, in seconds.
  let resolution: Double

  /// A step must be at least this large, and be seen over this many windows on either side.
  private static let smallestStep = 0.2
  private static let windowsBesideStep = 4
  private static let eventsBesideStep = 20
  private static let maximumSteps = 16
  /// No clock gains or loses more than 2 % between steps; a backlog that is delivered at once looks like a loss of 100 %.
  private static let largestDrift = 0.02

  func estimate(source: String, events: Int, at reference: WallTime) -> ClockEstimate? {
    let minima = windows.compactMap { window in window.min { $0.difference < $1.difference } }
    guard let first = minima.first else { return nil }
    let cuts = stepCuts(minima.map(\.difference))
    var pieces: [ClockEstimate.Piece] = []
    var fits: [(piece: ClockEstimate.Piece, edge: LowerEdge)] = []
    let bounds = [0] + cuts + [windows.count]
    for (from, to) in zip(bounds, bounds.dropFirst()) {
      let points = withoutImpossible(Array(windows[from..<to]))
      let times = points.map { $0.time - first.time }
      guard let edge = LowerEdge(times: times, heights: points.map(\.difference)) else { continue }
      let middle = edge.meanTime
      let fit = edge.posterior(at: middle)
      let piece = ClockEstimate.Piece(
        from: windows[from].map(\.time).min() ?? first.time, origin: first.time + middle, offset: -fit.median,
        slope: -fit.slope)
      pieces.append(piece)
      fits.append((piece, edge))
    }
    // The piece that holds the reference moment. The lines run over the clock's own time, so the moment is looked up as the
    // clock shows it.
    guard let shown = fits.last(where: { $0.piece.from <= reference }) ?? fits.first else { return nil }
    let rough = shown.piece.offset + shown.piece.slope * (reference - shown.piece.origin)
    let at = shown.edge.posterior(at: reference - first.time + rough)
    let margin = resolution
    var steps: [ClockStep] = []
    for (before, after) in zip(pieces, pieces.dropFirst()) {
      let atStep = after.from
      steps.append(
        ClockStep(
          at: atStep,
          size: after.offset + after.slope * (atStep - after.origin) - before.offset
            - before.slope * (atStep - before.origin)))
    }
    return ClockEstimate(
      source: source, offset: -at.median, interval: (-at.high - margin)...(-at.low + margin),
      driftPerHour: shown.piece.slope / (1 - min(shown.piece.slope, 0.5)) * 3600, events: events, steps: steps,
      pieces: pieces)
  }

  /// Drops points far below what the minima of most windows say: a broken time stamp, not a quick delivery.
  private func withoutImpossible(_ windows: [[ClockTracker.Point]]) -> [ClockTracker.Point] {
    let all = windows.flatMap { $0 }
    let minima = windows.compactMap { $0.min { $0.difference < $1.difference } }
    guard minima.count >= 5, let origin = minima.first?.time else { return all }
    let line = Self.medianLine(minima.map { ($0.time - origin, $0.difference) })
    let residuals = minima.map { $0.difference - line.height - line.slope * ($0.time - origin) }
    let spread = Self.median(residuals.map(abs))
    let floor = -max(0.05, 12 * spread)
    return all.filter { $0.difference - line.height - line.slope * ($0.time - origin) >= floor }
  }

  /// The median of the slopes of all pairs (Theil and Sen), over at most 200 points.
  private static func medianLine(_ points: [(time: Double, value: Double)]) -> (height: Double, slope: Double) {
    let stride = max(1, points.count / 200)
    let chosen = points.indices.filter { $0 % stride == 0 }.map { points[$0] }
    var slopes: [Double] = []
    for (index, left) in chosen.enumerated() {
      for right in chosen[(index + 1)...] where right.time - left.time > 1 {
        slopes.append((right.value - left.value) / (right.time - left.time))
      }
    }
    let slope = slopes.isEmpty ? 0 : median(slopes)
    return (median(chosen.map { $0.value - slope * $0.time }), slope)
  }

  private static func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return sorted.isEmpty ? 0 : sorted[sorted.count / 2]
  }

  // MARK: - Steps

  /// The windows at which the lower edge jumps: where the minima of the windows before and after a place differ by far more
  /// than they do among themselves.
  private func stepCuts(_ minima: [Double]) -> [Int] {
    let side = Self.windowsBesideStep
    guard minima.count >= 2 * side else { return [] }
    let differences = zip(minima, minima.dropFirst()).map { abs($1 - $0) }
    let noise = Self.median(differences)
    let threshold = max(Self.smallestStep, 8 * noise)
    var jumps: [(size: Double, at: Int)] = []
    for place in side...(minima.count - side) {
      guard
        [windows[(place - side)..<place], windows[place..<(place + side)]].allSatisfy({
          $0.reduce(0) { $0 + $1.count } >= Self.eventsBesideStep
        })
      else { continue }
      let before = minima[(place - side)..<place]
      let after = minima[place..<(place + side)]
      // Forwards or backwards: all of one side must lie beyond all of the other, but for one late window.
      let size = Self.median(Array(after)) - Self.median(Array(before))
      let (lower, upper) = size > 0 ? (before, after) : (after, before)
      let wander = Self.largestDrift * 60 * Double(side) + 2 * noise
      guard abs(size) > threshold, let upperLeast = upper.min(),
        [before, after].allSatisfy({ ($0.max() ?? 0) - ($0.min() ?? 0) <= wander })
      else { continue }
      let beyond = lower.count { $0 < upperLeast }
      if beyond >= side - 1 { jumps.append((abs(size), place)) }
    }
    var cuts: [Int] = []
    for jump in jumps.sorted(by: { ($0.size, $1.at) > ($1.size, $0.at) })
    where cuts.count < Self.maximumSteps && cuts.allSatisfy({ abs($0 - jump.at) >= side }) {
      if isStep(jump.at, among: cuts) { cuts.append(jump.at) }
    }
    return cuts.sorted()
  }

  /// Whether the lines below the points before and after a place really miss each other there, by more than both are unsure.
  private func isStep(_ place: Int, among cuts: [Int]) -> Bool {
    let from = cuts.filter { $0 < place }.max() ?? 0
    let to = cuts.filter { $0 > place }.min() ?? windows.count
    guard let origin = windows[place].map(\.time).min() else { return false }
    func edge(_ range: Range<Int>) -> (median: Double, low: Double, high: Double, slope: Double)? {
      let points = withoutImpossible(Array(windows[range]))
      return LowerEdge(times: points.map { $0.time - origin }, heights: points.map(\.difference))?.posterior(at: 0)
    }
    guard let before = edge(from..<place), let after = edge(place..<to) else { return false }
    let doubt = (before.high - before.low) + (after.high - after.low)
    return abs(after.median - before.median) > max(Self.smallestStep, 3 * doubt)
      && abs(before.slope) < Self.largestDrift && abs(after.slope) < Self.largestDrift
  }
}
