internal import Foundation

/// How the API writes JSON: keys sorted, so that the same state gives the same bytes.
enum APIJSON {
  static func data(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(value)
  }
}
