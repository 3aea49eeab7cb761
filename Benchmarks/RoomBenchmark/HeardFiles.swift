import Foundation
import LiveshelfCore
import RoomEngine

/// What a run of `batch` heard, read from its folder: the room can be replayed without listening again.
struct HeardFiles {
  private struct Line: Decodable {
    var text: String?
    var start: Double
    var end: Double
    var detectedAt: Double
    var sku: String?
    var name: String?
    var kind: MentionKind?
    var confidence: Double?
    var marker: String?
    var score: Double?
  }

  let inputs: [RoomInput]

  init(_ folder: URL) throws {
    var inputs: [RoomInput] = []
    for line in try Self.lines(folder.appending(path: "transcript.jsonl")) {
      inputs.append(RoomInput(at: StreamTime(seconds: line.detectedAt), .utterance(Self.utterance(line))))
    }
    for (file, basis) in [("mentions.jsonl", MentionBasis.name), ("links.jsonl", .linkNumber)] {
      for line in try Self.lines(folder.appending(path: file)) {
        let at = StreamTime(seconds: line.detectedAt)
        inputs.append(
          RoomInput(
            at: at,
            .mention(
              Mention(
                sku: SKU(line.sku ?? ""), heard: line.text ?? "", name: line.name ?? "", basis: basis,
                kind: line.kind ?? .presenting, start: StreamTime(seconds: line.start),
                end: StreamTime(seconds: line.end), confidence: line.confidence ?? 1, detectedAt: at))))
      }
    }
    for line in try Self.lines(folder.appending(path: "markers.jsonl")) {
      let at = StreamTime(seconds: line.detectedAt)
      inputs.append(
        RoomInput(
          at: at,
          .marker(
            MarkerHit(
              marker: line.marker ?? "", start: StreamTime(seconds: line.start), end: StreamTime(seconds: line.end),
              score: line.score ?? 0, detectedAt: at))))
    }
    self.inputs = inputs
  }

  /// The transcript does not tell when each character was said: they are spread evenly.
  private static func utterance(_ line: Line) -> Utterance {
    let characters = Array(line.text ?? "")
    let step = (line.end - line.start) / Double(max(1, characters.count))
    let tokens = characters.enumerated().map { index, character in
      SpokenToken(
        text: String(character), start: StreamTime(seconds: line.start + step * Double(index)),
        end: StreamTime(seconds: line.start + step * Double(index + 1)))
    }
    return Utterance(
      start: StreamTime(seconds: line.start), end: StreamTime(seconds: line.end),
      detectedAt: StreamTime(seconds: line.detectedAt), hypotheses: [Hypothesis(tokens: tokens, logProbability: 0)])
  }

  private static func lines(_ file: URL) throws -> [Line] {
    guard FileManager.default.fileExists(atPath: file.path) else { return [] }
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
      try decoder.decode(Line.self, from: Data($0.utf8))
    }
  }
}
