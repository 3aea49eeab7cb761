public import LiveshelfCore

/// Says how well other words would fit what was just heard, by the model's own probability of them.
///
/// The difference to what was heard is a log-likelihood ratio: divided by the number of characters it separates true
/// from false product names better than any distance of sounds does. Use it at once after `consume` or `finish` gave an
/// utterance: only the audio of the last few decodings is kept.
public protocol SpeechRescorer: AnyObject {
  /// Scores texts in place of the words in a span of time, together with the few words that follow.
  ///
  /// - Parameters:
  ///   - texts: at most 32, each of at most 40 characters; simplified, and tried in traditional writing too.
  ///   - span: from the start of the first replaced word to the end of the last one.
  /// - Returns: nil when the audio is not kept any more, or no word lies in the span.
  /// - Throws: `.inference`.
  func scores(of texts: [String], over span: ClosedRange<StreamTime>) throws(SpeechError) -> SpanScores?
}

/// Log probabilities (natural logarithm, no bias) of what may have been said in a span of time.
public struct SpanScores: Hashable, Sendable {
  /// The words that are replaced.
  public var heardText: String
  /// Of the words that were heard, and the few after them.
  public var heard: Double
  /// Of each text and the same words after it.
  public var texts: [Double]

  public init(heardText: String, heard: Double, texts: [Double]) {
    self.heardText = heardText
    self.heard = heard
    self.texts = texts
  }
}
