/// A piece of recognised text and when it was spoken.
public struct SpokenToken: Hashable, Sendable {
  /// Never empty. A character of Chinese or a piece of a Latin word, as the recogniser writes it.
  public var text: String
  public var start: StreamTime
  public var end: StreamTime

  public init(text: String, start: StreamTime, end: StreamTime) {
    self.text = text
    self.start = start
    self.end = end
  }
}

/// One reading of a stretch of speech.
public struct Hypothesis: Hashable, Sendable {
  public var tokens: [SpokenToken]
  /// The natural logarithm of the model's probability of this text, without any bias towards the catalog.
  public var logProbability: Double

  public init(tokens: [SpokenToken], logProbability: Double) {
    self.tokens = tokens
    self.logProbability = logProbability
  }

  public var text: String { tokens.map(\.text).joined() }
}

/// A stretch of speech and what a recogniser made of it.
public struct Utterance: Hashable, Sendable {
  public var start: StreamTime
  public var end: StreamTime
  /// The last moment of audio that had been consumed when this was decided; never before `end`.
  public var detectedAt: StreamTime
  /// Best first; the first is what the transcript shows. Empty when nothing was understood.
  public var hypotheses: [Hypothesis]

  public init(start: StreamTime, end: StreamTime, detectedAt: StreamTime, hypotheses: [Hypothesis]) {
    self.start = start
    self.end = end
    self.detectedAt = detectedAt
    self.hypotheses = hypotheses
  }

  public var text: String { hypotheses.first?.text ?? "" }
}
