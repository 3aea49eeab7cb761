import Foundation
public import LiveshelfCore

/// The viewers' delay changed in the middle of the show: another player, another server, a longer buffer.
public struct DelayChange: Hashable, Sendable {
  /// The beginning of the first presentation after it.
  public var at: StreamTime
  /// Seconds that were added to the lag; negative: taken away.
  public var change: Double
}

extension AttributionFit {
  private static let shifts = stride(from: -16.0, through: 16, by: 1).map { $0 }
  /// Nats that a change must gain: two parameters and the choice among all presentations.
  private static let leastGain = 8.0
  private static let presentationsBeside = 3

  /// Looks for one moment after which all responses come earlier or later. Compares the best common shift of the lag before and
  /// after each presentation with no shift at all (a generalised likelihood ratio test).
  func findDelayChange() -> DelayChange? {
    let shown = show.presentationOf.indices.filter { show.presentationOf[$0] != nil }
      .sorted { show.stretches[$0].start < show.stretches[$1].start }
    guard shown.count >= 2 * Self.presentationsBeside else { return nil }
    let gains = shiftGains()
    let zero = Self.shifts.firstIndex(of: 0) ?? 0
    var best: (gain: Double, place: Int, change: Double)?
    var before = [Double](repeating: 0, count: Self.shifts.count)
    let all = Self.shifts.indices.map { shift in shown.reduce(0) { $0 + gains[$1][shift] } }
    for (place, stretch) in shown.enumerated() {
      for shift in Self.shifts.indices { before[shift] += gains[stretch][shift] }
      guard place + 1 >= Self.presentationsBeside, shown.count - place - 1 >= Self.presentationsBeside else { continue }
      let after = Self.shifts.indices.map { all[$0] - before[$0] }
      guard let left = before.indices.max(by: { before[$0] < before[$1] }),
        let right = after.indices.max(by: { after[$0] < after[$1] })
      else { continue }
      let together = all.max() ?? all[zero]
      let gain = before[left] + after[right] - together - log(Double(shown.count))
      if gain > Self.leastGain, gain > (best?.gain ?? 0), abs(Self.shifts[right] - Self.shifts[left]) >= 2 {
        best = (gain, place + 1, Self.shifts[right] - Self.shifts[left])
      }
    }
    return best.map {
      DelayChange(at: StreamTime(seconds: show.stretches[shown[$0.place]].start), change: $0.change)
    }
  }

  /// For each stretch how the log-likelihood of its orders changes with each shift of its response.
  private func shiftGains() -> [[Double]] {
    var gains = [[Double]](repeating: [Double](repeating: 0, count: Self.shifts.count), count: show.stretches.count)
    for event in show.events.indices {
      let t = show.times[event]
      for place in show.firstCandidate[event]..<show.firstCandidate[event + 1] where responsibilities[place] > 0.02 {
        let index = Int(show.candidates[place])
        let stretch = show.stretches[index]
        let now = stretch.response(t, shape)
        let density = now.even + now.climax
        guard density > 0 else { continue }
        for (place2, shift) in Self.shifts.enumerated() {
          let moved = stretch.response(t - shift, shape)
          let ratio = (moved.even + moved.climax) / density
          gains[index][place2] += log(max(1 - responsibilities[place] + responsibilities[place] * ratio, 1e-3))
        }
      }
    }
    return gains
  }
}
