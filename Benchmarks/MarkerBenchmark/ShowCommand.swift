import ArgumentParser
import AudioMarkers
import Foundation
import LiveshelfCore

struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Writes markers.jsonl for a broadcast, to be scored.")

  @Argument(help: "Folder with broadcast.flv and markers/.")
  var show: String

  @Option(help: "Folder for markers.jsonl.")
  var out: String

  @Option(help: "Folder of markers, instead of the show's own.")
  var markers: String?

  func run() throws {
    let folder = URL(filePath: show)
    let references = try AudioFile.references(
      in: markers.map { URL(filePath: $0) } ?? folder.appending(path: "markers"))
    let library = try MarkerLibrary(references: references)
    let samples = try AudioFile.read(folder.appending(path: "broadcast.flv"))
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var lines = ""
    for hit in try detect(library, in: samples) {
      lines += String(decoding: try encoder.encode(Line(hit)), as: UTF8.self) + "\n"
    }
    try FileManager.default.createDirectory(at: URL(filePath: out), withIntermediateDirectories: true)
    try Data(lines.utf8).write(to: URL(filePath: out).appending(path: "markers.jsonl"))
  }

  /// A line of markers.jsonl.
  private struct Line: Encodable {
    var marker: String
    var start, end: StreamTime
    var score: Double
    var detectedAt: StreamTime

    enum CodingKeys: String, CodingKey {
      case marker, start, end, score
      case detectedAt = "detected_at"
    }

    init(_ hit: MarkerHit) {
      (marker, start, end, score, detectedAt) = (hit.marker, hit.start, hit.end, hit.score, hit.detectedAt)
    }
  }
}
