internal import Foundation
internal import LiveshelfCore

/// A room's folder: `room.json` (what it is), `catalog.json`, `markers/`, `running_order.json`, `room.sqlite`, and `shows/` with the files of
/// past shows.
struct RoomFolder: Sendable {
  let url: URL

  var definitionFile: URL { url.appending(path: "room.json") }
  var catalogFile: URL { url.appending(path: "catalog.json") }
  var markers: URL { url.appending(path: "markers") }
  private var runningOrderFile: URL { url.appending(path: "running_order.json") }

  /// `room.json`: the setup's members, the show that was stopped last, and whether the room is being removed.
  private struct Definition: Codable {
    var setup: RoomSetup
    var endedShow: String?
    var isRemoved: Bool?

    private enum CodingKeys: CodingKey { case endedShow, isRemoved }

    init(_ wish: RoomWish) {
      (setup, endedShow, isRemoved) = (wish.setup, wish.endedShow, wish.isRemoved ? true : nil)
    }

    init(from decoder: any Decoder) throws {
      setup = try RoomSetup(from: decoder)
      let container = try decoder.container(keyedBy: CodingKeys.self)
      endedShow = try container.decodeIfPresent(String.self, forKey: .endedShow)
      isRemoved = try container.decodeIfPresent(Bool.self, forKey: .isRemoved)
    }

    func encode(to encoder: any Encoder) throws {
      try setup.encode(to: encoder)
      var container = encoder.container(keyedBy: CodingKeys.self)
      try container.encodeIfPresent(endedShow, forKey: .endedShow)
      try container.encodeIfPresent(isRemoved, forKey: .isRemoved)
    }
  }

  func load() throws(RoomHostError) -> RoomWish {
    let definition = try read(Definition.self, from: definitionFile)
    let products =
      FileManager.default.fileExists(atPath: catalogFile.path)
      ? try read([StoredProduct].self, from: catalogFile) : []
    var wish = RoomWish(
      definition.setup, catalog: Catalog(products.map(\.product)), markers: try readMarkers(),
      endedShow: definition.endedShow)
    wish.isRemoved = definition.isRemoved ?? false
    return wish
  }

  /// The markers' files are written one by one.
  func save(_ wish: RoomWish) throws(RoomHostError) {
    try write(wish.catalog.products.map { StoredProduct($0) }, to: catalogFile)
    try write(Definition(wish), to: definitionFile)
  }

  /// What is in `markers/`, sorted by name.
  func readMarkers() throws(RoomHostError) -> [RoomMarker] {
    guard let names = try? FileManager.default.contentsOfDirectory(atPath: markers.path) else { return [] }
    var found: [RoomMarker] = []
    for name in names.sorted() where !name.hasPrefix(".") {
      let file = markers.appending(path: name)
      do {
        found.append(RoomMarker(name, audio: try Data(contentsOf: file)))
      } catch {
        throw .storage("'\(file.path)' cannot be read: \(RoomFileTrouble.text(error))")
      }
    }
    return found
  }

  func readRunningOrder() throws(RoomHostError) -> RunningOrder {
    guard FileManager.default.fileExists(atPath: runningOrderFile.path) else { return RunningOrder() }
    return try read(RunningOrder.self, from: runningOrderFile)
  }

  func write(_ order: RunningOrder) throws(RoomHostError) { try write(order, to: runningOrderFile) }

  private func read<Value: Decodable>(_ type: Value.Type, from file: URL) throws(RoomHostError) -> Value {
    do {
      return try JSONDecoder().decode(type, from: Data(contentsOf: file))
    } catch {
      throw .storage("'\(file.path)' cannot be read: \(RoomFileTrouble.text(error))")
    }
  }

  private func write(_ value: some Encodable, to file: URL) throws(RoomHostError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
      try encoder.encode(value).write(to: file, options: .atomic)
    } catch {
      throw .storage("'\(file.path)' cannot be written: \(RoomFileTrouble.text(error))")
    }
  }
}
