internal import Foundation
internal import LiveshelfCore

/// Hears a countdown that is played: at least three short tones of one pitch at equal intervals.
struct ToneCounter {
  private struct Tone {
    var bin: Int
    var start: StreamTime
    var frames: Int
  }

  /// A tone holds this share of the power within a bin on each side of its peak.
  private static let purity: Float = 0.55
  private static let leastLevel: Float = -50
  private static let lowestBin = 16
  private static let lengths = 2...20
  private static let intervals = 0.4...1.6
  /// The share by which intervals may differ.
  private static let tolerance = 0.12

  private var open: Tone?
  private var tones: [Tone] = []

  mutating func consume(_ frame: SoundFrame, start: StreamTime) -> [SoundChange] {
    let bin = Self.pureBin(of: frame)
    if let tone = open {
      if let bin, abs(bin - tone.bin) <= 1 {
        open?.frames += 1
        return []
      }
      open = bin.map { Tone(bin: $0, start: start, frames: 1) }
      return Self.lengths.contains(tone.frames) ? add(tone) : []
    }
    open = bin.map { Tone(bin: $0, start: start, frames: 1) }
    return []
  }

  private mutating func add(_ tone: Tone) -> [SoundChange] {
    tones.append(tone)
    if tones.count > 3 { tones.removeFirst() }
    guard tones.count == 3, tones.allSatisfy({ abs($0.bin - tone.bin) <= 1 }) else { return [] }
    let (first, second) = (tones[1].start - tones[0].start, tones[2].start - tones[1].start)
    guard Self.intervals.contains(first), Self.intervals.contains(second),
      abs(first - second) <= Self.tolerance * max(first, second)
    else { return [] }
    tones = []
    return [SoundChange(kind: .countdown, at: tone.start, strength: 1)]
  }

  private static func pureBin(of frame: SoundFrame) -> Int? {
    guard frame.level >= leastLevel, frame.decibels.count > lowestBin + 2 else { return nil }
    var best = lowestBin
    for bin in lowestBin..<frame.decibels.count - 2 where frame.decibels[bin] > frame.decibels[best] { best = bin }
    var (near, total): (Float, Float) = (0, 0)
    let top = frame.decibels[best]
    for (bin, value) in frame.decibels.enumerated() {
      let power = pow(10, (value - top) / 10)
      total += power
      if abs(bin - best) <= 2 { near += power }
    }
    return near >= purity * total ? best : nil
  }
}
