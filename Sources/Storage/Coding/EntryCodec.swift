internal import LiveshelfCore
internal import RoomEngine

/// The body of a row of the log.
enum EntryCodec {
  /// Kinds above those of `InputKind`. The numbers are part of the format.
  static let catalog: UInt8 = 200
  private static let finished: UInt8 = 201

  static func encode(_ entry: RoomEntry) -> [UInt8] {
    switch entry {
    case .input(let input): InputCodec.encode(input.content)
    case .catalog(let products, _): [InputCodec.version, catalog] + CatalogCodec.encode(products)
    case .finished: [InputCodec.version, finished]
    }
  }

  static func decode(_ bytes: [UInt8], at: StreamTime) throws(RecordError) -> RoomEntry {
    guard bytes.count >= 2 else { throw .truncated }
    return switch bytes[1] {
    case catalog: .catalog(try CatalogCodec.decode(Array(bytes.dropFirst(2))), at: at)
    case finished: .finished(at: at)
    default: .input(RoomInput(at: at, try InputCodec.decode(bytes)))
    }
  }
}
