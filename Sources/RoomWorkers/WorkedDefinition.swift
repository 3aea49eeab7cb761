public import Foundation
public import LiveshelfCore
public import RoomHost

/// A room's definition and products as they stand in the directory.
public enum WorkedDefinition {
  private struct Wire: Codable {
    var definition: RoomSetup
    var products: [StoredProduct]
  }

  public static func encode(_ definition: RoomSetup, _ catalog: Catalog) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(Wire(definition: definition, products: catalog.products.map { StoredProduct($0) }))
  }

  public static func decode(_ data: Data) throws -> (definition: RoomSetup, catalog: Catalog) {
    let wire = try JSONDecoder().decode(Wire.self, from: data)
    return (wire.definition, Catalog(wire.products.map(\.product)))
  }
}
