import Foundation
import LiveshelfCore
import RoomEngine

/// Reads what the detectors wrote, in the formats of the program's output files.
enum EvidenceFiles {
  private struct MentionLine: Decodable {
    var sku: SKU
    var text: String
    var kind: MentionKind?
    var start: StreamTime
    var end: StreamTime
    var confidence: Double
    var detectedAt: StreamTime
  }

  private struct MarkerLine: Decodable {
    var marker: String
    var start: StreamTime
    var end: StreamTime
    var score: Double
    var detectedAt: StreamTime
  }

  private struct TokenLine: Decodable {
    var text: String
    var start: StreamTime
    var end: StreamTime
  }

  private struct HypothesisLine: Decodable {
    var tokens: [TokenLine]
  }

  private struct SpeechLine: Decodable {
    var start: StreamTime
    var end: StreamTime
    var detectedAt: StreamTime
    var text: String?
    var hypotheses: [HypothesisLine]?
  }

  static func mentions(_ file: URL) throws -> [TimedEvidence] {
    try lines(of: file, as: MentionLine.self).map { line in
      let mention = Mention(
        sku: line.sku, heard: line.text, name: line.text, kind: line.kind ?? .presenting, start: line.start,
        end: line.end, confidence: line.confidence, detectedAt: line.detectedAt)
      return TimedEvidence(evidence: .mention(mention), knownAt: line.detectedAt)
    }
  }

  static func markers(_ file: URL) throws -> [TimedEvidence] {
    try lines(of: file, as: MarkerLine.self).map { line in
      let hit = MarkerHit(
        marker: line.marker, start: line.start, end: line.end, score: line.score, detectedAt: line.detectedAt)
      return TimedEvidence(evidence: .marker(hit), knownAt: line.detectedAt)
    }
  }

  static func speech(_ file: URL) throws -> [TimedEvidence] {
    try lines(of: file, as: SpeechLine.self).map { line in
      let tokens = (line.hypotheses?.first?.tokens ?? []).map {
        SpokenToken(text: $0.text, start: $0.start, end: $0.end)
      }
      let utterance = Utterance(
        start: line.start, end: line.end, detectedAt: line.detectedAt,
        hypotheses: [Hypothesis(tokens: tokens.isEmpty ? spread(line) : tokens, logProbability: 0)])
      return TimedEvidence(evidence: .speech(utterance), knownAt: line.detectedAt)
    }
  }

  /// A transcript without times of words: its characters, evenly.
  private static func spread(_ line: SpeechLine) -> [SpokenToken] {
    let characters = Array(line.text ?? "")
    let step = (line.end - line.start) / Double(max(1, characters.count))
    return characters.enumerated().map { index, character in
      SpokenToken(
        text: String(character), start: line.start + step * Double(index), end: line.start + step * Double(index + 1))
    }
  }

  private static func lines<Line: Decodable>(of file: URL, as type: Line.Type) throws -> [Line] {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline).map {
      try decoder.decode(type, from: Data($0.utf8))
    }
  }
}
