import AudioBoundaries
import Foundation
import LiveshelfCore
import Testing

@Suite struct BoundaryDetectorTests {
  private static func boundaries(in samples: [Float], block: Int = 1600) throws -> [AudioBoundary] {
    var detector = try BoundaryDetector()
    return stride(from: 0, to: samples.count, by: block).flatMap { first in
      detector.consume(
        AudioBlock(firstSample: Int64(first), samples: Array(samples[first..<min(first + block, samples.count)])))
    }
  }

  @Test func musicUnderSpeechSetsInAndStops() throws {
    var sound = MadeSound(seed: 1)
    let length = 60
    var samples = sound.voice(seconds: Double(length))
    let music = sound.chords(seconds: 20)
    for (index, value) in music.enumerated() { samples[20 * 16_000 + index] += 1.5 * value }
    let found = try Self.boundaries(in: samples).filter { $0.kind == .musicOn || $0.kind == .musicOff }
    #expect(found.map(\.kind) == [.musicOn, .musicOff])
    #expect(abs((found.first?.at.seconds ?? 0) - 20) < 2.5)
    #expect(abs((found.last?.at.seconds ?? 0) - 40) < 2.5)
  }

  @Test func applauseIsHeardOnceAndSpeechIsNone() throws {
    var sound = MadeSound(seed: 2)
    let samples = sound.voice(seconds: 10) + sound.claps(seconds: 4) + sound.voice(seconds: 10)
    let found = try Self.boundaries(in: samples).filter { $0.kind == .applause }
    #expect(found.count == 1)
    #expect(abs((found.first?.at.seconds ?? 0) - 10) < 0.5)
  }

  @Test func aLongSilenceIsFoundWhereItBeginsAndAPauseIsNot() throws {
    var sound = MadeSound(seed: 3)
    let pause = [Float](repeating: 0, count: 11_200)
    let silence = [Float](repeating: 0, count: 48_000)
    let samples = sound.voice(seconds: 8) + pause + sound.voice(seconds: 8) + silence + sound.voice(seconds: 4)
    let found = try Self.boundaries(in: samples).filter { $0.kind == .silence }
    #expect(found.count == 1)
    #expect(abs((found.first?.at.seconds ?? 0) - 16.7) < 0.3)
    #expect(found.allSatisfy { $0.detectedAt.seconds >= 18 })
  }

  @Test func threeEqualTonesAreACountdown() throws {
    var sound = MadeSound(seed: 4)
    var samples = sound.voice(seconds: 5)
    for _ in 0..<3 { samples += sound.tone(880, seconds: 0.2) + [Float](repeating: 0, count: 12_800) }
    samples += sound.voice(seconds: 5)
    let found = try Self.boundaries(in: samples).filter { $0.kind == .countdown }
    #expect(found.count == 1)
    #expect(abs((found.first?.at.seconds ?? 0) - 7) < 0.2)
  }

  @Test func theCutIntoBlocksDoesNotMatter() throws {
    var sound = MadeSound(seed: 5)
    let samples = sound.voice(seconds: 6) + sound.claps(seconds: 3) + sound.chords(seconds: 12)
    #expect(try Self.boundaries(in: samples, block: 1600) == Self.boundaries(in: samples, block: 777))
  }

  @Test func whatIsNoSoundDoesNoHarm() throws {
    var samples = [Float](repeating: .nan, count: 32_000)
    samples += [Float](repeating: .infinity, count: 32_000) + [Float](repeating: 3e38, count: 32_000)
    for boundary in try Self.boundaries(in: samples) { #expect((0...1).contains(boundary.strength)) }
    var detector = try BoundaryDetector()
    #expect(detector.consume(AudioBlock(firstSample: .max - 10, samples: [0, 0])).isEmpty)
    #expect(detector.consume(AudioBlock(firstSample: -5, samples: [0, 0])).isEmpty)
  }
}
