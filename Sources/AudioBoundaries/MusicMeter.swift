internal import LiveshelfCore

/// Hears music, also under speech: tones that stay where they are leave horizontal bars in the spectrogram, which voices
/// with their gliding pitch do not ("continuous frequency activation"; Seyerlehner, Pohle, Schedl, Widmer 2007,
/// "Automatic Music Detection in Television Productions").
struct MusicMeter {
  /// Frames of a block (2 s) and from one block to the next (half a second).
  private static let block = 64
  private static let step = 16
  /// Bins in which bars are looked for: 150 Hz to 5 kHz.
  private static let bins = 10..<320
  /// Decibels above the mean of the ten bins on each side that make a bin part of a bar.
  private static let prominence: Float = 3
  private static let surroundings = 10
  /// Of how many blocks the median is taken, so that a stinger is no music, and the medians at which music begins and
  /// ends.
  private static let memory = 14
  /// In how many blocks the moment of a change is looked for, a minute.
  private static let reach = 120
  private static let onLevel = 1.45
  private static let offLevel = 1.28

  private var bars: [[Bool]] = []
  private var counts = [Int](repeating: 0, count: bins.count)
  private var frames = 0
  private var recent: [(value: Double, at: StreamTime)] = []
  private var isOn: Bool?

  mutating func consume(_ frame: SoundFrame, start: StreamTime) -> [SoundChange] {
    let active = Self.bars(of: frame.decibels)
    for (index, isActive) in active.enumerated() where isActive { counts[index] += 1 }
    bars.append(active)
    if bars.count > Self.block {
      for (index, wasActive) in bars.removeFirst().enumerated() where wasActive { counts[index] -= 1 }
    }
    frames += 1
    guard bars.count == Self.block, frames % Self.step == 0 else { return [] }
    recent.append((activation, start))
    if recent.count > Self.reach { recent.removeFirst() }
    return recent.count >= Self.memory ? decide() : []
  }

  private mutating func decide() -> [SoundChange] {
    let median = recent.suffix(Self.memory).map(\.value).sorted()[Self.memory / 2]
    guard let was = isOn else {
      // What plays at the very beginning did not set in.
      isOn = median >= (Self.onLevel + Self.offLevel) / 2
      return []
    }
    guard was ? median <= Self.offLevel : median >= Self.onLevel else { return [] }
    isOn = !was
    let change = changePoint(rising: !was)
    recent.removeFirst(change.split)
    let half = Double(Self.block) * SoundSpectrum.hopSeconds / 2
    return [
      SoundChange(
        kind: was ? .musicOff : .musicOn, at: max(.zero, recent[0].at - half), strength: change.difference / 2)
    ]
  }

  /// Where the blocks before and after differ most, weighed as a test of a change of the mean weighs them.
  private func changePoint(rising: Bool) -> (split: Int, difference: Double) {
    let total = recent.reduce(0) { $0 + $1.value }
    var (best, sum) = ((split: 1, difference: 0.0, weight: -Double.infinity), 0.0)
    for split in 1..<recent.count {
      sum += recent[split - 1].value
      let (before, after) = (Double(split), Double(recent.count - split))
      let rise = (total - sum) / after - sum / before
      let difference = rising ? rise : -rise
      let weight = difference * (before * after).squareRoot()
      if weight > best.weight { best = (split, difference, weight) }
    }
    return (best.split, best.difference)
  }

  private static func bars(of decibels: [Float]) -> [Bool] {
    var sum: Float = 0
    for bin in max(0, bins.lowerBound - surroundings)...bins.lowerBound + surroundings { sum += decibels[bin] }
    return bins.map { bin in
      if bin > bins.lowerBound {
        sum += decibels[bin + surroundings]
        if bin - surroundings > 0 { sum -= decibels[bin - surroundings - 1] }
      }
      let count = bin - max(0, bin - surroundings) + surroundings + 1
      return decibels[bin] - sum / Float(count) > prominence
    }
  }

  /// How far the five longest bars stand out from their neighbourhood, 0…5.
  private var activation: Double {
    let share = counts.map { Double($0) / Double(Self.block) }
    var heights: [Double] = []
    for bin in 4..<share.count - 4 where share[bin] >= share[bin - 1] && share[bin] > share[bin + 1] {
      let left = share[bin - 4..<bin].min() ?? 0
      let right = share[bin + 1...bin + 4].min() ?? 0
      heights.append(share[bin] - max(left, right))
    }
    return heights.sorted(by: >).prefix(5).reduce(0, +)
  }
}
