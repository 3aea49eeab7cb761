/// Says how well other words would fit what was just heard, by the recogniser's own probability of them.
///
/// The difference to what was heard is a log-likelihood ratio: divided by the number of characters it separates true
/// from false product names better than any distance of sounds does. Use it at once after the recogniser gave an
/// utterance: only the audio of the last few decodings is kept.
public protocol SpeechRescorer: AnyObject {
  /// Scores texts in place of the words in a span of time, together with the few words around them.
  ///
  /// - Parameters:
  ///   - texts: at most 8, each of at most 40 characters; simplified, and tried in traditional writing too.
  ///   - span: from the start of the first replaced word to the end of the last one.
  /// - Returns: nil when the audio is not kept any more, no word lies in the span, or the recogniser cannot tell.
  /// - Throws: when the computation failed; the recogniser stays usable.
  func scores(of texts: [String], over span: ClosedRange<StreamTime>) throws -> SpanScores?
}

/// Log probabilities (natural logarithm, no bias) of what may have been said in a span of time.
public struct SpanScores: Hashable, Sendable {
  /// What a reading of the speech has in the span and, where the reading is cut there, a character on either side.
  public struct Reading: Hashable, Sendable {
    /// Simplified.
    public var text: String
    public var logProbability: Double

    public init(text: String, logProbability: Double) {
      self.text = text
      self.logProbability = logProbability
    }
  }

  /// What was heard, the recogniser's first choice first.
  public var readings: [Reading]
  /// Of each text that was asked for; comparable with those of the readings.
  public var texts: [Double]

  public init(readings: [Reading], texts: [Double]) {
    self.readings = readings
    self.texts = texts
  }
}
