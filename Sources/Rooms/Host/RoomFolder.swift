internal import Foundation
internal import LiveshelfCore

/// A room's folder: `room.json` (what it is), `catalog.json`, `markers/`, `room.sqlite`, and `shows/` with the files of
/// past shows.
struct RoomFolder: Sendable {
  let url: URL

  var definitionFile: URL { url.appending(path: "room.json") }
  var catalogFile: URL { url.appending(path: "catalog.json") }
  var markers: URL { url.appending(path: "markers") }
  func show(_ id: String) -> URL { url.appending(path: "shows/\(id)") }

  func load() throws(RoomHostError) -> (definition: RoomSetup, catalog: Catalog) {
    let definition = try read(RoomSetup.self, from: definitionFile)
    guard FileManager.default.fileExists(atPath: catalogFile.path) else { return (definition, Catalog([])) }
    return (definition, Catalog(try read([StoredProduct].self, from: catalogFile).map(\.product)))
  }

  func save(_ definition: RoomSetup) throws(RoomHostError) {
    try write(definition, to: definitionFile)
  }

  func save(_ catalog: Catalog) throws(RoomHostError) {
    try write(catalog.products.map { StoredProduct($0) }, to: catalogFile)
  }

  private func read<Value: Decodable>(_ type: Value.Type, from file: URL) throws(RoomHostError) -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(contentsOf: file))
    } catch {
      throw .storage("'\(file.path)' cannot be read: \(error)")
    }
  }

  private func write(_ value: some Encodable, to file: URL) throws(RoomHostError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      try encoder.encode(value).write(to: file, options: .atomic)
    } catch {
      throw .storage("'\(file.path)' cannot be written: \(error.localizedDescription)")
    }
  }
}
