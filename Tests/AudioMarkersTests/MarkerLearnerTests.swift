import AudioMarkers
import LiveshelfCore
import Testing

@Suite struct MarkerLearnerTests {
  private func learn(_ sound: [Float], from first: Int64 = 0) throws -> [LearnedMarker] {
    var learner = try MarkerLearner()
    for start in stride(from: 0, to: sound.count, by: 1600) {
      let part = Array(sound[start..<min(start + 1600, sound.count)])
      learner.consume(AudioBlock(firstSample: first + Int64(start), samples: part))
    }
    return learner.finish()
  }

  @Test func proposesWhatIsPlayedAgain() throws {
    var synthesizer = SyntheticSound(seed: 21)
    var sound = synthesizer.voice(seconds: 60)
    let stinger = synthesizer.stinger(seconds: 2.5, notes: 20)
    let starts = [5.0, 21.3, 33.77, 50.1]
    for start in starts { sound.mix(stinger, at: Int(start * 16_000), decibels: 0) }
    for second in [12, 28, 41] { sound.mix(synthesizer.stinger(seconds: 2), at: second * 16_000, decibels: 0) }
    let learned = try #require(try learn(sound).first)
    #expect(learned.occurrences.count == starts.count)
    for (occurrence, start) in zip(learned.occurrences, starts) {
      #expect(abs(occurrence.start.seconds - start) < 0.4)
      #expect(occurrence.end.seconds > start + 1 && occurrence.end.seconds < start + 3)
    }
    #expect(learned.occurrences.contains(learned.clearest))
  }

  @Test func proposesNothingWhereNothingRepeats() throws {
    var synthesizer = SyntheticSound(seed: 22)
    var sound = synthesizer.voice(seconds: 40)
    for second in stride(from: 2, to: 36, by: 5) {
      sound.mix(synthesizer.stinger(seconds: 2), at: second * 16_000, decibels: 0)
    }
    #expect(try learn(sound).isEmpty)
    #expect(try learn([]).isEmpty)
  }

  @Test func timesCountFromTheStreamsStart() throws {
    var synthesizer = SyntheticSound(seed: 23)
    var sound = synthesizer.voice(seconds: 30)
    let stinger = synthesizer.stinger(seconds: 2, notes: 20)
    for second in [3, 12, 22] { sound.mix(stinger, at: second * 16_000, decibels: 3) }
    let learned = try #require(try learn(sound, from: 1_600_000).first)
    #expect(abs(try #require(learned.occurrences.first).start.seconds - 103) < 0.4)
  }
}
