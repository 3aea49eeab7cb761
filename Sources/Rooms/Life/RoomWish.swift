public import Foundation
public import LiveshelfCore

/// What a room should be: who runs it makes it so.
public struct RoomWish: Sendable {
  public var setup: RoomSetup
  public var catalog: Catalog
  /// By name.
  public var markers: [RoomMarker]
  /// The show that was stopped last: who runs the room ends it if it runs still.
  public var endedShow: String?
  /// The room is being removed: nobody sees it any more, and its last show is being ended. Machines that share rooms have
  /// no such state: there a definition is gone at once.
  var isRemoved = false

  public init(_ setup: RoomSetup, catalog: Catalog, markers: [RoomMarker] = [], endedShow: String? = nil) {
    self.setup = setup
    self.catalog = catalog
    self.markers = markers
    self.endedShow = endedShow
  }

  private struct Wire: Codable {
    var definition: RoomSetup
    var products: [StoredProduct]
    var markers: [RoomMarker]?
    var endedShow: String?
  }

  /// Reads it as machines share it.
  ///
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
