/// Tells speech from noise and music by its pauses: the share of hundredths of a second that stand well above the quiet
/// ones of the same seconds. Steady sound has none of these, speech has a third and more.
struct SpeechActivity {
  /// Levels of the last seconds, in steps of a decibel from -90, to find the quiet ones.
  private var history: [UInt8] = []
  private var position = 0
  private var pieces: [UInt8] = []
  private var active: [Int] = []
  /// Number of seconds that have been forgotten at the front of `active`.
  private var forgotten = 0

  private static let historyLength = 1000
  private static let prominence = 15
  /// -55 dB of full scale.
  private static let faintest = 35
  private static let longest = 120

  /// Adds a hundredth of a second by its mean square.
  mutating func add(_ energy: Float) {
    let level = UInt8(min(max(Self.decibels(energy) + 90, 0), 90))
    if history.count < Self.historyLength {
      history.append(level)
    } else {
      history[position] = level
      position = (position + 1) % Self.historyLength
    }
    pieces.append(level)
    guard pieces.count == 100 else { return }
    let floor = quietLevel
    active.append(pieces.count { Int($0) > floor + Self.prominence && Int($0) >= Self.faintest })
    pieces.removeAll(keepingCapacity: true)
    if active.count > Self.longest {
      active.removeFirst()
      forgotten += 1
    }
  }

  /// Whole seconds that were added.
  var seconds: Int { forgotten + active.count }

  /// The share of active hundredths in the seconds of a range that are known, 0…1; 0 when none is.
  func share(_ range: Range<Int>) -> Double {
    let known = range.clamped(to: forgotten..<max(seconds, forgotten))
    guard !known.isEmpty else { return 0 }
    let sum = active[known.lowerBound - forgotten..<known.upperBound - forgotten].reduce(0, +)
    return Double(sum) / Double(known.count * 100)
  }

  /// A tenth of the last seconds is at most so loud.
  private var quietLevel: Int {
    var counts = [Int](repeating: 0, count: 91)
    for level in history { counts[Int(level)] += 1 }
    var sum = 0
    for (level, count) in counts.enumerated() {
      sum += count
      if sum * 10 >= history.count { return max(level, 10) }
    }
    return 10
  }

  private static func decibels(_ energy: Float) -> Int {
    // A third of the exponent's steps of 3 dB, and what the mantissa adds.
    guard energy > 1e-9 else { return -90 }
    let exponent = Int(energy.exponent)
    return exponent * 3 + Int((energy.significand - 1) * 3)
  }
}
