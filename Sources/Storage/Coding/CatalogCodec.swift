internal import LiveshelfCore

/// A catalog as bytes: a version, then the products in order.
enum CatalogCodec {
  static func encode(_ catalog: Catalog) -> [UInt8] {
    var writer = ByteWriter()
    writer.write(InputCodec.version)
    writer.write(catalog.products) { $0.write($1) }
    return writer.bytes
  }

  static func decode(_ bytes: [UInt8]) throws(RecordError) -> Catalog {
    var reader = ByteReader(bytes)
    guard try reader.byte() == InputCodec.version else { throw .unknown("version") }
    return Catalog(try reader.list { (reader) throws(RecordError) in try reader.product() })
  }
}
