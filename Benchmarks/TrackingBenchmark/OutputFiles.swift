import Foundation
import LiveshelfCore
import RoomEngine
import Wording

/// Writes a run in the formats of the program's output files, as far as tracking fills them.
enum OutputFiles {
  private struct PresentationLine: Encodable {
    var id: String
    var sku: SKU
    var start: StreamTime
    var end: StreamTime?
    var confidence: Double
    var announcedAt: StreamTime
    var reason: String
  }

  private struct SignalLine: Encodable {
    struct Payload: Encodable {
      var sku: SKU
      var detectedAt: StreamTime
      var confidence: Double
      var reason: String
      var presentationID: String
    }
    var type: String
    var data: Payload
  }

  static func write(_ run: TrackingRun, to folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try write(
      run.smoothed.map {
        PresentationLine(
          id: $0.id, sku: $0.sku, start: $0.start, end: $0.end, confidence: rounded($0.confidence),
          announcedAt: $0.announcedAt, reason: Wording(.en).sentence(of: $0.reasons))
      }, to: folder.appending(path: "presentations.jsonl"))
    let signals = run.decisions.compactMap { decision -> SignalLine? in
      let presentation = decision.presentation
      let (type, at): (String, StreamTime)
      switch decision {
      case .started: (type, at) = ("liveshelf.presentation.started", presentation.announcedAt)
      case .ended, .withdrawn: (type, at) = ("liveshelf.presentation.ended", presentation.end ?? presentation.start)
      case .revised: return nil
      }
      return SignalLine(
        type: type,
        data: .init(
          sku: presentation.sku, detectedAt: at, confidence: rounded(presentation.confidence),
          reason: Wording(.en).sentence(of: presentation.reasons), presentationID: presentation.id))
    }
    try write(signals, to: folder.appending(path: "signals.jsonl"))
  }

  private static func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }

  private static func write(_ lines: [some Encodable], to file: URL) throws {
    let encoder = JSONEncoder()
    encoder.keyEncodingStrategy = .convertToSnakeCase
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let text = try lines.map { String(decoding: try encoder.encode($0), as: UTF8.self) + "\n" }.joined()
    try Data(text.utf8).write(to: file)
  }
}
