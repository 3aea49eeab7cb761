import Foundation
@testable import SpeechRecognition
import Testing

@Suite("Slowed speech") struct SlowedSpeechTests {
  private func tone(_ hertz: Double, seconds: Double) -> [Float] {
    (0..<Int(16_000 * seconds)).map { Float(sin(2 * .pi * hertz * Double($0) / 16_000)) }
  }

  @Test("A tone becomes longer and lower by the factor, and keeps its level", arguments: [200.0, 1_000, 3_000, 6_000])
  func tones(hertz: Double) {
    let slowed = SlowedSpeech(11, 10)
    let result = slowed.slow(tone(hertz, seconds: 1)[...])
    #expect(result.count == 17_600)
    for index in 100..<(result.count - 100) {
      let expected = Float(sin(2 * .pi * hertz / 1.1 * Double(index) / 16_000))
      #expect(abs(result[index] - expected) < 0.02)
    }
  }

  @Test("Slices are taken as they lie, and short ones give short results")
  func lengths() {
    let slowed = SlowedSpeech(5, 4)
    let sound = tone(440, seconds: 0.1)
    let isAlike = slowed.slow(sound[100..<900]) == slowed.slow(Array(sound[100..<900])[...])
    #expect(isAlike)
    #expect(slowed.slow(sound[0..<0]).isEmpty)
    #expect(slowed.slow(sound[0..<1]).count == 1)
    let same = SlowedSpeech(1, 1).slow(sound[...])
    let isSame = same.count == sound.count && zip(same, sound).allSatisfy { abs($0 - $1) < 1e-5 }
    #expect(isSame)
  }
}
