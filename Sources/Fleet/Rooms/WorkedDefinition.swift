public import Foundation
public import LiveshelfCore
public import Rooms

/// What a room of the workers is made from, as it stands in the directory.
public struct WorkedDefinition: Sendable {
  public var setup: RoomSetup
  public var catalog: Catalog
  /// By name; the files are objects of the backbone.
  public var markers: [SharedMarker]
  /// The show that was stopped last: the room's owner ends it if it runs still.
  public var endedShow: String?

  public init(
    _ setup: RoomSetup, catalog: Catalog, markers: [SharedMarker] = [], endedShow: String? = nil
  ) {
    self.setup = setup
    self.catalog = catalog
    self.markers = markers
    self.endedShow = endedShow
  }

  private struct Wire: Codable {
    var definition: RoomSetup
    var products: [StoredProduct]
    var markers: [SharedMarker]?
    var endedShow: String?
  }

  /// - Throws: for bytes that are no definition.
  public init(_ data: Data) throws {
    let wire = try JSONDecoder().decode(Wire.self, from: data)
    self.init(
      wire.definition, catalog: Catalog(wire.products.map(\.product)), markers: wire.markers ?? [],
      endedShow: wire.endedShow)
  }

  public func encoded() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(
      Wire(
        definition: setup, products: catalog.products.map { StoredProduct($0) }, markers: markers,
        endedShow: endedShow))
  }
}
