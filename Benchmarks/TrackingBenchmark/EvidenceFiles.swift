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

  private struct BoundaryLine: Decodable {
    var kind: String
    var at: StreamTime
    var strength: Double
    var detectedAt: StreamTime
  }

  private struct TokenLine: Decodable {
    var text: String
    var start: StreamTime
    var end: StreamTime
  }

  private struct HypothesisLine: Decodable {
    var logProbability: Double
    var tokens: [TokenLine]
  }

  private struct SpeechLine: Decodable {
    var start: StreamTime
    var end: StreamTime
    var detectedAt: StreamTime
    var hypotheses: [HypothesisLine]
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

  static func boundaries(_ file: URL) throws -> [TimedEvidence] {
    try lines(of: file, as: BoundaryLine.self).compactMap { line in
      AudioBoundary.Kind(rawValue: line.kind).map {
        let boundary = AudioBoundary(kind: $0, at: line.at, strength: line.strength, detectedAt: line.detectedAt)
        return TimedEvidence(evidence: .boundary(boundary), knownAt: line.detectedAt)
      }
    }
  }

  static func utterances(_ file: URL) throws -> [Utterance] {
    try lines(of: file, as: SpeechLine.self).map { line in
      Utterance(
        start: line.start, end: line.end, detectedAt: line.detectedAt,
        hypotheses: line.hypotheses.map { reading in
          Hypothesis(
            tokens: reading.tokens.map { SpokenToken(text: $0.text, start: $0.start, end: $0.end) },
            logProbability: reading.logProbability)
        })
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
