import Foundation
import LiveshelfCore

/// An utterance as a line of JSON.
struct UtteranceLine: Encodable {
  struct Token: Encodable {
    var text: String
    var start: StreamTime
    var end: StreamTime
  }

  struct Reading: Encodable {
    var logProbability: Double
    var tokens: [Token]
  }

  var start: StreamTime
  var end: StreamTime
  var detectedAt: StreamTime
  var hypotheses: [Reading]

  init(_ utterance: Utterance) {
    start = utterance.start
    end = utterance.end
    detectedAt = utterance.detectedAt
    hypotheses = utterance.hypotheses.map { hypothesis in
      Reading(
        logProbability: (hypothesis.logProbability * 1000).rounded() / 1000,
        tokens: hypothesis.tokens.map { Token(text: $0.text, start: $0.start, end: $0.end) })
    }
  }

  func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }
}
