/// A value with a binary form of its own, for logs, replication and the backbone.
///
/// The form is that of Protocol Buffers (https://protobuf.dev/programming-guides/encoding/): fields, each with its number
/// and wire type, in any order. A field that equals its type's zero is left out. A field may be added under a new number
/// at any time, and never be given another meaning: a program skips the fields that it does not know.
public protocol WireCodable {
  func write(to writer: inout WireWriter)
  /// - Throws: `WireError` for damaged bytes, and for values of a later version.
  init(reading reader: inout WireReader) throws(WireError)
}

extension WireCodable {
  /// The value with the format's version before it: as it lies in a row of a log, or in a message.
  public func encoded() -> [UInt8] {
    var writer = WireWriter(version: WireFormat.version)
    write(to: &writer)
    return writer.bytes
  }

  /// - Throws: `WireError`.
  public init(encoded bytes: [UInt8]) throws(WireError) {
    var reader = try WireReader(encoded: bytes)
    try self.init(reading: &reader)
  }
}

/// What holds for all bytes of this format.
public enum WireFormat {
  /// The first byte of everything that is encoded. Versions 1 and 2 had fields without numbers, in a fixed
  /// order.
  public static let version: UInt8 = 3
  /// Nothing encoded is longer, in bytes.
  public static let maximumLength = 64 << 20
}

/// Why bytes cannot be understood.
public enum WireError: Error, Equatable, CustomStringConvertible {
  /// It ends within a value.
  case truncated
  /// It holds something that is not what is named.
  case impossible(String)
  /// What is named is of a kind that this program does not know.
  case unknown(String)
  /// What is named must be there and is not.
  case missing(String)
  /// It is written in another version of the format.
  case version(UInt8)
  /// It has more bytes than `WireFormat.maximumLength`.
  case tooLong(Int)

  public var description: String {
    switch self {
    case .truncated: "it ends too early"
    case .impossible(let what): "it holds something that is not \(what)"
    case .unknown(let what): "it is of an unknown \(what): use the newer version of Liveshelf that wrote it"
    case .missing(let what): "it has no \(what)"
    case .version(let version):
      "it is written in version \(version) of the format, and this program reads version \(WireFormat.version): use the "
        + "version of Liveshelf that wrote it"
    case .tooLong(let count): "it has \(count) bytes, and \(WireFormat.maximumLength) are allowed"
    }
  }
}
