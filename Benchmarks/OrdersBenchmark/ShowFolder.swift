import Foundation
import Intake
import LiveshelfCore

/// The inputs of a show, and the presentations to work with: those that a tracker found, or the true ones of a synthetic show.
struct ShowFolder {
  var catalog: Catalog
  var clock: ShowClock
  var end: StreamTime
  var presentations: [Presentation]
  var countdowns: [StreamTime]
  var passingMentions: [(sku: SKU, at: StreamTime)]

  private struct Truth: Decodable {
    struct Segment: Decodable {
      var id: Int
      var sku: String
      var start: Double
      var end: Double
    }
    struct Clause: Decodable {
      var role: String
      var end: Double
      var segment: Int?
    }
    struct Mention: Decodable {
      var sku: String
      var kind: String
      var end: Double
    }
    var mentions: [Mention]
    var durationS: Double
    var streamStart: String
    var segments: [Segment]
    var clauses: [Clause]
  }

  private struct Found: Decodable {
    var id: String
    var sku: String
    var start: Double
    var end: Double?
    var confidence: Double?
    var announcedAt: Double?
  }

  /// Takes the presentations of a presentations.jsonl instead of the true ones.
  mutating func usePresentations(of file: URL) throws {
    presentations = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline).map { line in
      let found = try Self.decoder().decode(Found.self, from: Data(line.utf8))
      return Presentation(
        id: found.id, sku: SKU(found.sku), start: StreamTime(seconds: found.start),
        end: found.end.map { StreamTime(seconds: $0) }, confidence: found.confidence ?? 1,
        announcedAt: StreamTime(seconds: found.announcedAt ?? found.start), reasons: [])
    }
  }

  /// Names as the files write them, such as `duration_s`.
  private static func decoder() -> JSONDecoder {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return decoder
  }

  struct Unreadable: Error, CustomStringConvertible {
    var description: String
  }

  /// - Parameters:
  ///   - noise: seconds by which the true boundaries are moved at most, to resemble those that a tracker finds.
  ///   - missed: the share of the true presentations that is left out.
  init(_ folder: URL, noise: Double, missed: Double) throws {
    catalog = try CatalogReader.read(folder.appending(path: "catalog.csv")).catalog
    let truth = try Self.decoder().decode(
      Truth.self, from: Data(contentsOf: folder.appending(path: "truth.json")))
    guard let start = WallTime.parse(truth.streamStart) else {
      throw Unreadable(description: "truth.json: stream_start is no RFC 3339 time: \(truth.streamStart)")
    }
    clock = ShowClock(start: start.time, offset: start.offset)
    end = StreamTime(seconds: truth.durationS)
    var state = UInt64(1)
    func random() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) * 0x1p-53
    }
    presentations = []
    for segment in truth.segments {
      let (left, right, drop) = (random(), random(), random())
      guard drop >= missed else { continue }
      presentations.append(
        Presentation(
          id: "P\(segment.id)", sku: SKU(segment.sku),
          start: StreamTime(seconds: max(0, segment.start + (2 * left - 1) * noise)),
          end: StreamTime(seconds: max(segment.start + 1, segment.end + (2 * right - 1) * noise)), confidence: 1,
          announcedAt: StreamTime(seconds: segment.start + 5), reasons: []))
    }
    let counted = Dictionary(grouping: truth.clauses.filter { $0.role == "countdown" }, by: \.segment)
    countdowns = counted.values.compactMap { $0.map(\.end).max() }.sorted().map { StreamTime(seconds: $0) }
    passingMentions = truth.mentions.filter { $0.kind != "present" }.map {
      (SKU($0.sku), StreamTime(seconds: $0.end))
    }
  }
}
