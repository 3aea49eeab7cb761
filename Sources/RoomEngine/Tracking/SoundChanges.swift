import LiveshelfCore

/// How changes of the sound shift the odds of a start or an end near them, as the show itself has taught.
///
/// A kind of change that has come no oftener near starts than chance would have it shifts nothing.
struct SoundChanges: Sendable {
  /// A start within this distance of a change goes with it, in seconds.
  static let reachSeconds = 1.5
  /// How many starts at chance distance count as seen before the first.
  private static let priorStarts = 8.0
  private static let limits = 0.25...10.0
  /// How far starts near changes must exceed chance, in standard deviations, before the kind counts at all.
  private static let significance = 2.5

  /// For each frame of a lattice, a bit for each kind of change that is near.
  private let near: [UInt8]
  private let first: Int
  /// Factors near a change of each kind, and away from all of its changes.
  private let factors: [(near: Double, away: Double)]

  init(log: EvidenceLog, habits: ShowHabits, frames: Range<Int>) {
    var near = [UInt8](repeating: 0, count: frames.count)
    let reach = FrameClock.frames(seconds: Self.reachSeconds)
    for frame in max(0, frames.lowerBound - reach)..<frames.upperBound + reach {
      for kind in log.frames[frame]?.changes ?? [] {
        for index in (frame - reach..<frame + reach + 1).clamped(to: frames) {
          near[index - frames.lowerBound] |= 1 << UInt8(Self.index(of: kind))
        }
      }
    }
    self.near = near
    first = frames.lowerBound
    let total = habits.exposure.inPhase.sum() + habits.exposure.inNone
    factors = AudioBoundary.Kind.allCases.indices.map { kind in
      guard kind < habits.changes.count, habits.changes[kind].seconds > 0, total > 0 else { return (1, 1) }
      let chance = min(0.9, habits.changes[kind].seconds / total)
      let (starts, hits) = (habits.exposure.starts, habits.changes[kind].starts)
      let deviation = (starts * chance * (1 - chance)).squareRoot()
      guard hits - starts * chance >= Self.significance * max(deviation, 0.5) else { return (1, 1) }
      let share =
        (hits + Self.priorStarts * chance) / (starts + Self.priorStarts)
      return (Self.limited(share / chance), Self.limited((1 - min(share, 0.99)) / (1 - chance)))
    }
  }

  /// The factor on a start or an end at a frame.
  func factor(at frame: Int) -> Double {
    let bits = near[frame - first]
    var factor = 1.0
    for (kind, value) in factors.enumerated() { factor *= bits & (1 << UInt8(kind)) != 0 ? value.near : value.away }
    return factor
  }

  func isNear(_ kind: Int, at frame: Int) -> Bool { near[frame - first] & (1 << UInt8(kind)) != 0 }

  private static func index(of kind: AudioBoundary.Kind) -> Int {
    AudioBoundary.Kind.allCases.firstIndex(of: kind) ?? 0
  }

  private static func limited(_ value: Double) -> Double { min(max(value, limits.lowerBound), limits.upperBound) }
}
