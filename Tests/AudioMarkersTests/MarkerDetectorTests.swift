import AudioMarkers
import Foundation
import LiveshelfCore
import Testing

@Suite struct MarkerDetectorTests {
  private let chime: MarkerReference
  private let jingle: MarkerReference
  private let library: MarkerLibrary

  init() throws {
    var synthesizer = SyntheticSound(seed: 1)
    chime = MarkerReference(name: "chime", samples: synthesizer.stinger(seconds: 1.5))
    jingle = MarkerReference(name: "jingle", samples: synthesizer.stinger(seconds: 3, notes: 20))
    library = try MarkerLibrary(references: [chime, jingle])
  }

  private func hits(in sound: [Float], blocks: Int = 1600) throws -> [MarkerHit] {
    var detector = try MarkerDetector(library: library)
    var hits: [MarkerHit] = []
    for first in stride(from: 0, to: sound.count, by: blocks) {
      let part = Array(sound[first..<min(first + blocks, sound.count)])
      hits += detector.consume(AudioBlock(firstSample: Int64(first), samples: part))
    }
    return hits + detector.finish()
  }

  @Test func findsMarkersUnderVoiceToTheMillisecond() throws {
    var sound = SyntheticSound(seed: 2).apply { $0.voice(seconds: 20) }
    sound.mix(chime.samples, at: 48_123, decibels: -6)
    sound.mix(jingle.samples, at: 160_777, decibels: -8)
    let hits = try hits(in: sound)
    try #require(hits.map(\.marker) == ["chime", "jingle"])
    #expect(abs(hits[0].start.seconds - 48_123 / 16_000) < 0.002)
    #expect(abs(hits[1].start.seconds - 160_777 / 16_000) < 0.002)
    #expect(abs((hits[1].end - hits[1].start) - 3) < 0.001)
    for hit in hits {
      #expect((0...1).contains(hit.score))
      #expect(hit.detectedAt > hit.start)
      #expect(hit.detectedAt - hit.start < 1.3)
    }
  }

  @Test func aMarkerPlayedTwiceIsTwoHits() throws {
    var sound = SyntheticSound(seed: 3).apply { $0.voice(seconds: 12) }
    sound.mix(chime.samples, at: 32_000, decibels: -3)
    sound.mix(chime.samples, at: 32_000 + chime.samples.count + 800, decibels: -3)
    #expect(try hits(in: sound).map(\.marker) == ["chime", "chime"])
  }

  @Test func otherSoundsAreNotMarkers() throws {
    var synthesizer = SyntheticSound(seed: 4)
    var sound = synthesizer.voice(seconds: 60)
    for second in stride(from: 2, to: 56, by: 4) {
      sound.mix(synthesizer.stinger(seconds: 2), at: second * 16_000, decibels: 0)
    }
    #expect(try hits(in: sound).isEmpty)
    #expect(try hits(in: synthesizer.noise(seconds: 20, level: 0.3)).isEmpty)
    #expect(try hits(in: [Float](repeating: 0, count: 160_000)).isEmpty)
  }

  @Test(arguments: [1, 37, 256, 5000, 1_000_000])
  func resultsDoNotDependOnTheBlocks(length: Int) throws {
    var sound = SyntheticSound(seed: 5).apply { $0.voice(seconds: 6) }
    sound.mix(chime.samples, at: 40_000, decibels: -6)
    let expected = try hits(in: sound)
    #expect(expected.count == 1)
    #expect(try hits(in: sound, blocks: length) == expected)
  }

  @Test(arguments: [0.995, 0.997, 1.003, 1.005])
  func aChangeOfSpeedIsTolerated(speed: Double) throws {
    let count = Int(Double(jingle.samples.count - 2) / speed)
    let played = (0..<count).map { index in
      let place = Double(index) * speed
      let fraction = Float(place - place.rounded(.down))
      return jingle.samples[Int(place)] * (1 - fraction) + jingle.samples[Int(place) + 1] * fraction
    }
    var sound = SyntheticSound(seed: 7).apply { $0.voice(seconds: 8) }
    sound.mix(played, at: 40_000, decibels: -3)
    let hits = try hits(in: sound)
    try #require(hits.map(\.marker) == ["jingle"])
    #expect(abs(hits[0].start.seconds - 2.5) < 0.005)
  }

  @Test func brokenAndMisplacedBlocksDoNoHarm() throws {
    var detector = try MarkerDetector(library: library)
    var sound = SyntheticSound(seed: 8).apply { $0.voice(seconds: 6) }
    sound.mix(chime.samples, at: 32_000, decibels: 0)
    for index in 60_000..<60_100 { sound[index] = [.nan, .infinity, 1e38][index % 3] }
    var hits = detector.consume(AudioBlock(firstSample: 1_000_000, samples: []))
    hits += detector.consume(AudioBlock(firstSample: 1_000_000, samples: sound))
    hits += detector.consume(AudioBlock(firstSample: 900_000, samples: sound))
    hits += detector.consume(AudioBlock(firstSample: .max, samples: [0]))
    hits += detector.consume(AudioBlock(firstSample: .min, samples: sound))
    #expect(hits.contains { abs($0.start.seconds - 64.5) < 0.002 })
    hits += detector.finish() + detector.finish()
    for hit in hits { #expect(hit.detectedAt >= hit.start) }
  }

  @Test func anEmptyLibraryHearsNothing() throws {
    var detector = try MarkerDetector(library: try MarkerLibrary(references: []))
    #expect(detector.consume(AudioBlock(firstSample: 0, samples: chime.samples)).isEmpty)
  }

  @Test func aMarkerAtTheVeryEndIsFoundByFinish() throws {
    var sound = SyntheticSound(seed: 6).apply { $0.voice(seconds: 5) }
    sound.removeLast(sound.count - 64_000 - chime.samples.count / 2)
    sound.mix(chime.samples, at: 64_000, decibels: 0)
    let hits = try hits(in: sound)
    #expect(hits.map(\.marker) == ["chime"])
    for hit in hits { #expect(hit.detectedAt <= AudioBlock(firstSample: 0, samples: sound).end) }
  }
}

extension SyntheticSound {
  /// A sound of a synthesizer that is not needed any further.
  func apply(_ make: (inout SyntheticSound) -> [Float]) -> [Float] {
    var copy = self
    return make(&copy)
  }
}
