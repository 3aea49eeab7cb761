/// How the decoder searches.
struct DecodingOptions: Sendable {
  /// Hypotheses that are followed at once; 1 is greedy.
  var beamWidth = 5
  /// Next tokens that are weighed for each hypothesis. Enough for the tokens of catalog names to be among them.
  var choices = 48
  /// Tokens a second of audio at which a text is cut off: no one speaks that fast.
  var tokensPerSecond = 14.0
  /// Finished texts that are kept.
  var alternatives = 6
}

/// A finished reading of a stretch of speech.
struct DecodedText {
  var tokens: [Int]
  /// Of each token given the ones before, and of the end.
  var logProbabilities: [Float]
  /// What the bias added, not part of the log probabilities.
  var bonus: Float
  /// Attention of the alignment heads for each token and the end: heads × frames.
  var attention: [ArraySlice<Float>]

  var logProbability: Float { logProbabilities.reduce(0, +) }
  /// The rank among readings: log probability and bonus by length.
  var score: Float { (logProbability + bonus) / lengthScale(tokens.count) }
  var unbiasedScore: Float { logProbability / lengthScale(tokens.count) }
}

/// By what the score of a text of so many tokens is divided. The square root lies between two mistakes: without it the
/// search prefers texts that stop early, with the plain length it prefers texts that say everything twice.
func lengthScale(_ tokens: Int) -> Float { Float(tokens + 1).squareRoot() }
