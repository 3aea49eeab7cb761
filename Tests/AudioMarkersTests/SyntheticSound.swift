import Foundation

/// Sounds made by rule: the same seed gives the same samples.
struct SyntheticSound {
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

  /// Plucked notes with partials, at random times and pitches: what a stinger is made of.
  mutating func stinger(seconds: Double, notes: Int = 12) -> [Float] {
    let count = Int(seconds * 16_000)
    var sound = [Float](repeating: 0, count: count)
    for note in 0..<notes {
      let start = Int((Double(note) + 0.6 * number()) / Double(notes) * Double(count) * 0.9)
      let pitch = 300 * exp(1.6 * number())
      let decay = 0.1 + 0.3 * number()
      for partial in 1...5 {
        let frequency = pitch * (Double(partial) + 0.02 * number())
        guard frequency < 7000 else { continue }
        let phase = 2 * Double.pi * number()
        for index in start..<count {
          let t = Double(index - start) / 16_000
          let envelope = min(1, t / 0.003) * exp(-t * Double(partial) / decay) / Double(partial)
          sound[index] += Float(0.2 * envelope * sin(2 * Double.pi * frequency * t + phase))
        }
      }
    }
    return sound
  }

  /// Voiced syllables with a gliding pitch and formants, and hissing between: as loud and as busy as a host.
  mutating func voice(seconds: Double) -> [Float] {
    var sound: [Float] = []
    let count = Int(seconds * 16_000)
    var phase = 0.0
    while sound.count < count {
      let length = Int((0.12 + 0.2 * number()) * 16_000)
      let (from, to) = (110 + 120 * number(), 110 + 120 * number())
      let formants = [350 + 500 * number(), 900 + 1400 * number(), 2600 + 600 * number()]
      for index in 0..<length {
        let progress = Double(index) / Double(length)
        let pitch = from + (to - from) * progress
        phase += pitch / 16_000
        phase -= phase.rounded(.down)
        var value = 0.0
        for harmonic in 1...18 {
          let frequency = pitch * Double(harmonic)
          let gain = formants.reduce(0.02) { $0 + 1 / (1 + pow((frequency - $1) / 120, 2)) } / Double(harmonic)
          value += gain * sin(2 * Double.pi * phase * Double(harmonic))
        }
        sound.append(Float(0.25 * value * sin(Double.pi * progress) + 0.01 * (number() - 0.5)))
      }
      for _ in 0..<Int(0.08 * number() * 16_000) { sound.append(Float(0.08 * (number() - 0.5))) }
    }
    return Array(sound.prefix(count))
  }

  mutating func noise(seconds: Double, level: Float) -> [Float] {
    (0..<Int(seconds * 16_000)).map { _ in level * Float(number() - 0.5) }
  }
}

extension [Float] {
  /// The root of the mean square.
  var level: Float { (reduce(0) { $0 + $1 * $1 } / Float(Swift.max(count, 1))).squareRoot() }

  /// Adds another sound, from sample `start` on, `decibels` louder than this one is on average.
  mutating func mix(_ sound: [Float], at start: Int, decibels: Double) {
    let gain = level / Swift.max(sound.level, 1e-9) * Float(pow(10, decibels / 20))
    for (index, value) in sound.enumerated() where start + index < count { self[start + index] += gain * value }
  }
}
