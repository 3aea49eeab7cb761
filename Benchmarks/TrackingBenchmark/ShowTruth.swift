import Foundation
import LiveshelfCore

/// The part of a synthetic show's truth that simulation and scoring need.
struct ShowTruth: Decodable {
  struct Segment: Decodable {
    var sku: SKU
    var start: Double
    var end: Double
  }

  struct Named: Decodable {
    var sku: SKU
    var surface: String
    var kind: String
    var start: Double
    var end: Double
    var clause: Int
  }

  struct Stinger: Decodable {
    var t: Double
    var end: Double
    var marker: String?
  }

  struct Clause: Decodable {
    var start: Double
    var end: Double
    var text: String
    var role: String
    var chars: [[Double]]
  }

  var durationS: Double
  var segments: [Segment]
  var mentions: [Named]
  var stingers: [Stinger]
  var clauses: [Clause]

  static func read(show: URL) throws -> ShowTruth {
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    return try decoder.decode(ShowTruth.self, from: Data(contentsOf: show.appending(path: "truth.json")))
  }
}
