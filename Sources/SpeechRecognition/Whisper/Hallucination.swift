/// Tells texts that the model made up from silence, noise or music. Pure: any thread.
package enum Hallucination {
  /// Below this mean log probability a text is a guess (openai/whisper's `logprob_threshold`).
  private static let guess: Float = -1
  /// Above it the model itself says that no one speaks (its `no_speech_threshold`).
  private static let silence = 0.6
  /// Syllables a second that no host reaches: of Mandarin 5 to 8 are usual, and a Chinese character is one.
  private static let fastest = 14.0
  /// From so many characters on a text is looked through for repetition, and it must hold at least so many different
  /// triples of characters for each triple (the text's compression ratio, in effect).
  private static let (longEnough, variety) = (18, 0.4)

  /// - Parameters:
  ///   - characters: the letters and digits of the text.
  ///   - seconds: the length of the audio.
  package static func isLikely(
    characters: [Unicode.Scalar], meanLogProbability: Float, noSpeech: Double, seconds: Double
  ) -> Bool {
    if noSpeech > silence, meanLogProbability < guess { return true }
    if Syllables.count(in: characters) > fastest * max(1, seconds) { return true }
    guard characters.count >= longEnough else { return false }
    let triples = (0..<(characters.count - 2)).map { Array(characters[$0..<($0 + 3)]) }
    return Double(Set(triples).count) < variety * Double(triples.count)
  }
}
