import Foundation
import LiveshelfCore

/// A recogniser's output as JSON Lines: an utterance a line, times in seconds of stream time.
///
///     {"start": 0.1, "end": 2.3, "detected_at": 2.5, "hypotheses":
///       [{"log_probability": -3.2, "tokens": [{"text": "你", "start": 0.1, "end": 0.2}]}]}
struct DumpedUtterance: Decodable {
  struct Token: Decodable {
    var text: String
    var start: StreamTime
    var end: StreamTime
  }

  struct Reading: Decodable {
    var logProbability: Double
    var tokens: [Token]

    enum CodingKeys: String, CodingKey {
      case tokens
      case logProbability = "log_probability"
    }
  }

  var start: StreamTime
  var end: StreamTime
  var detectedAt: StreamTime
  var hypotheses: [Reading]

  enum CodingKeys: String, CodingKey {
    case start, end, hypotheses
    case detectedAt = "detected_at"
  }

  var utterance: Utterance {
    Utterance(
      start: start, end: end, detectedAt: detectedAt,
      hypotheses: hypotheses.map { reading in
        Hypothesis(
          tokens: reading.tokens.map { SpokenToken(text: $0.text, start: $0.start, end: $0.end) },
          logProbability: reading.logProbability)
      })
  }

  /// Reads a dump; an unreadable line ends the run with its number.
  static func read(_ file: URL) throws -> [Utterance] {
    let decoder = JSONDecoder()
    var utterances: [Utterance] = []
    let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
    for (index, line) in lines.enumerated() where !line.isEmpty {
      do {
        utterances.append(try decoder.decode(DumpedUtterance.self, from: Data(line.utf8)).utterance)
      } catch {
        throw BenchmarkError.unreadableLine(file: file.lastPathComponent, line: index + 1, "\(error)")
      }
    }
    return utterances
  }
}

/// Why a benchmark can't run.
enum BenchmarkError: Error, CustomStringConvertible {
  case unreadableLine(file: String, line: Int, String)
  case missingColumn(file: String, String)

  var description: String {
    switch self {
    case .unreadableLine(let file, let line, let reason): "\(file), line \(line): not an utterance: \(reason)"
    case .missingColumn(let file, let column): "\(file): no column “\(column)”"
    }
  }
}
