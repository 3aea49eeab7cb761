import Foundation
import LiveshelfCore
import MediaIngest
import Testing

@Suite struct CleaningTests {
  /// A second of silence with a burst of a tone in the middle of each quarter.
  private func tones(seconds: Int) -> [Float] {
    (0..<seconds * AudioFormat.sampleRate).map { index in
      index % 4000 / 1000 == 2 ? 0.3 * sin(Float(index) * 2 * .pi * 440 / 16_000) : 0
    }
  }

  private func clean(_ samples: [Float], _ settings: CleaningSettings, blockSize: Int) throws -> ([Float], [Bool]) {
    var cleaner = try AudioCleaner(settings)
    var cleaned: [Float] = []
    var voice: [Bool] = []
    for start in stride(from: 0, to: samples.count, by: blockSize) {
      let part = Array(samples[start..<min(start + blockSize, samples.count)])
      guard let out = cleaner.clean(AudioBlock(firstSample: 500 + Int64(start), samples: part)) else { continue }
      #expect(out.block.firstSample == 500 + Int64(cleaned.count))
      cleaned += out.block.samples
      voice += out.voice
    }
    if let out = cleaner.finish() { cleaned += out.block.samples }
    return (cleaned, voice)
  }

  @Test func everySampleKeepsItsTime() throws {
    let samples = tones(seconds: 3) + [Float](repeating: 0, count: 77)
    for settings in [CleaningSettings(), CleaningSettings(highPass: true), .all] {
      let (cleaned, _) = try clean(samples, settings, blockSize: 371)
      #expect(cleaned.count == samples.count)
      // The best match of the two lies at no shift.
      func likeness(_ shift: Int) -> Float {
        (8_000..<40_000).reduce(0) { $0 + abs(samples[$1]) * abs(cleaned[$1 + shift]) }
      }
      let best = stride(from: -160, through: 160, by: 16).max { likeness($0) < likeness($1) }
      #expect(abs(best ?? .max) <= 16)
    }
  }

  @Test func withoutStagesTheSoundStaysAsItWas() throws {
    let samples = tones(seconds: 1)
    let (cleaned, voice) = try clean(samples, CleaningSettings(voiceActivity: .moderate), blockSize: 1600)
    #expect(cleaned == samples)
    #expect(voice.count == 100)
  }

  @Test func blockSizesDoNotMatter() throws {
    let samples = tones(seconds: 1)
    #expect(try clean(samples, .all, blockSize: 371).0 == clean(samples, .all, blockSize: 1600).0)
  }
}
