import Foundation

/// Sounds made by rule: the same seed gives the same samples.
struct MadeSound {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1
  }

  /// A number from 0 up to 1 (SplitMix64).
  mutating func number() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Double((z ^ (z >> 31)) >> 11) / 9_007_199_254_740_992
  }

  /// Voiced syllables with a gliding pitch, and hissing between.
  mutating func voice(seconds: Double) -> [Float] {
    let count = Int(seconds * 16_000)
    var (sound, phase) = ([Float](), 0.0)
    while sound.count < count {
      let length = Int((0.12 + 0.2 * number()) * 16_000)
      let (from, to) = (110 + 120 * number(), 110 + 120 * number())
      for index in 0..<length {
        let progress = Double(index) / Double(length)
        phase += (from + (to - from) * progress) / 16_000
        phase -= phase.rounded(.down)
        let value = (1...14).reduce(0.0) { $0 + sin(2 * Double.pi * phase * Double($1)) / Double($1) }
        sound.append(Float(0.15 * value * sin(Double.pi * progress) + 0.004 * (number() - 0.5)))
      }
      for _ in 0..<Int(0.08 * number() * 16_000) { sound.append(Float(0.01 * (number() - 0.5))) }
    }
    return Array(sound.prefix(count))
  }

  /// Held chords of notes with partials, a new one every two seconds.
  mutating func chords(seconds: Double) -> [Float] {
    var sound = [Float](repeating: 0, count: Int(seconds * 16_000))
    for first in stride(from: 0, to: sound.count, by: 32_000) {
      let root = 330 * pow(2, (number() * 12).rounded() / 12)
      for interval in [1, 1.26, 1.5, 2] {
        let frequency = root * interval
        for index in first..<min(sound.count, first + 32_000) {
          for partial in 1...3 {
            let angle = 2 * Double.pi * frequency * Double(partial * index) / 16_000
            sound[index] += Float(0.08 / Double(partial) * sin(angle))
          }
        }
      }
    }
    return sound
  }

  /// Many hands: dense short bursts of noise.
  mutating func claps(seconds: Double) -> [Float] {
    var sound = [Float](repeating: 0, count: Int(seconds * 16_000))
    for _ in 0..<Int(seconds * 200) {
      let start = Int(number() * Double(sound.count))
      for index in start..<min(sound.count, start + 160) { sound[index] += Float(0.12 * (number() - 0.5)) }
    }
    return sound
  }

  func tone(_ frequency: Double, seconds: Double) -> [Float] {
    (0..<Int(seconds * 16_000)).map { Float(0.3 * sin(2 * Double.pi * frequency * Double($0) / 16_000)) }
  }
}
