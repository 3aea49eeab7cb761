import AudioMarkers
import Foundation

/// Numbers that are the same for the same seed (SplitMix64).
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// A background with stingers at known places.
struct Mix {
  struct Play {
    var marker: String
    /// Seconds.
    var start, end: Double
  }

  var samples: [Float]
  /// Those of the markers; decoys are not listed.
  var plays: [Play] = []
  /// Those of the decoys as well.
  var all: [Play] = []

  init(
    markers: [MarkerReference], decoys: [MarkerReference], plays count: Int, bed: [Float], condition: MixCondition,
    random: inout SeededRandom
  ) throws {
    var queue: [(sound: MarkerReference, isMarker: Bool)] = []
    for _ in 0..<count {
      queue += markers.map { ($0, true) } + decoys.map { ($0, false) }
    }
    queue.shuffle(using: &random)
    let length = queue.reduce(0) { $0 + $1.sound.samples.count + 48_000 } + 48_000
    let offset = Int.random(in: 0..<max(1, bed.count), using: &random)
    samples = (0..<length).map { bed[(offset + $0) % bed.count] }
    var position = 32_000
    for (sound, isMarker) in queue {
      let altered = try Self.altered(sound.samples, condition)
      position += Int.random(in: 0..<16_000, using: &random)
      let around = samples[position..<min(samples.count, position + altered.count)]
      let gain = Self.level(around, least: 0.02) / Self.level(altered[...], least: 1e-6)
      let factor = Float(pow(10, condition.decibels / 20)) * gain
      for (index, value) in altered.enumerated() where position + index < samples.count {
        samples[position + index] += factor * value
      }
      let start = Double(position) / 16_000
      let play = Play(marker: sound.name, start: start, end: start + sound.duration)
      all.append(play)
      if isMarker { plays.append(play) }
      position += altered.count + 32_000
    }
    if condition.coded { samples = try Self.coded(samples) }
  }

  /// The root of the mean square of the loudest half, so that pauses do not count.
  private static func level(_ samples: ArraySlice<Float>, least: Float) -> Float {
    let squares = samples.map { $0 * $0 }.sorted()
    let loud = squares[(squares.count / 2)...]
    return max(least, (loud.reduce(0, +) / Float(max(1, loud.count))).squareRoot())
  }

  private static func altered(_ samples: [Float], _ condition: MixCondition) throws -> [Float] {
    var result = samples
    if condition.speed != 1 {
      let count = Int(Double(samples.count - 4) / condition.speed)
      result = (0..<count).map { index in
        let place = Double(index) * condition.speed
        let base = Int(place)
        let t = Float(place - Double(base))
        let (b, c, d) = (samples[base], samples[base + 1], samples[base + 2])
        let a = base > 0 ? samples[base - 1] : 0
        return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)))
      }
    }
    let filters =
      (condition.highpass.map { ["highpass=f=\($0)"] } ?? []) + (condition.lowpass.map { ["lowpass=f=\($0)"] } ?? [])
    guard !filters.isEmpty else { return result }
    return try AudioFile.ffmpeg(
      [
        "-f", "f32le", "-ar", "16000", "-ac", "1", "-i", "-", "-af", filters.joined(separator: ","), "-f", "f32le", "-",
      ],
      input: result)
  }

  private static func coded(_ samples: [Float]) throws -> [Float] {
    let file = FileManager.default.temporaryDirectory
      .appending(path: "marker-benchmark-\(ProcessInfo.processInfo.processIdentifier).m4a")
    _ = try AudioFile.ffmpeg(
      [
        "-y", "-f", "f32le", "-ar", "16000", "-ac", "1", "-i", "-", "-ar", "44100", "-c:a", "aac", "-b:a", "48k",
        file.path,
      ],
      input: samples)
    defer { try? FileManager.default.removeItem(at: file) }
    return try AudioFile.read(file)
  }
}
