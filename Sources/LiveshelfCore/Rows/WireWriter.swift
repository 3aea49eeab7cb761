/// Writes fields into bytes, see `WireCodable`. Integers are zigzag varints, numbers with a point eight bytes, texts UTF-8
/// with their length before them.
///
/// The methods that take a value leave a zero or empty one out; those that take an optional leave out nil only.
public struct WireWriter: Sendable {
  /// How a field's value is laid out.
  enum Layout: UInt64 {
    case varint = 0
    case fixed64 = 1
    case bytes = 2
    /// Never written; skipped when read.
    case fixed32 = 5
  }

  public private(set) var bytes: [UInt8] = []

  public init() {}

  /// Begins with the version of the format, for what is encoded as a whole.
  public init(version: UInt8) {
    bytes.append(version)
  }

  /// The first byte of a field of bytes, for fields from 1 to 15: searches in a database go by it.
  public static func tag(ofBytes field: Int) -> UInt8 {
    UInt8(truncatingIfNeeded: UInt64(field) << 3 | Layout.bytes.rawValue)
  }

  public mutating func write(_ value: Int64, as field: Int) {
    if value != 0 { write(Optional(value), as: field) }
  }

  public mutating func write(_ value: Int64?, as field: Int) {
    guard let value else { return }
    begin(field, .varint)
    varint(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
  }

  public mutating func write(_ value: Int, as field: Int) { write(Int64(value), as: field) }

  public mutating func write(_ value: Int?, as field: Int) { write(value.map { Int64($0) }, as: field) }

  public mutating func write(_ value: Bool, as field: Int) {
    guard value else { return }
    begin(field, .varint)
    varint(1)
  }

  public mutating func write(_ value: Double, as field: Int) {
    if value.bitPattern != 0 { write(Optional(value), as: field) }
  }

  public mutating func write(_ value: Double?, as field: Int) {
    guard let value else { return }
    begin(field, .fixed64)
    withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
  }

  public mutating func write(_ text: String, as field: Int) {
    if text.isEmpty { return }
    begin(field, .bytes)
    varint(UInt64(text.utf8.count))
    bytes.append(contentsOf: text.utf8)
  }

  /// Texts in their order; empty ones too.
  public mutating func write(_ texts: [String], as field: Int) {
    for text in texts { write(Array(text.utf8), as: field) }
  }

  /// Bytes; also when there are none.
  public mutating func write(_ content: [UInt8], as field: Int) {
    begin(field, .bytes)
    varint(UInt64(content.count))
    bytes.append(contentsOf: content)
  }

  /// A value with fields of its own; also when all of them are left out.
  public mutating func write(_ value: some WireCodable, as field: Int) {
    write(as: field) { value.write(to: &$0) }
  }

  public mutating func write(_ value: (some WireCodable)?, as field: Int) {
    if let value { write(value, as: field) }
  }

  public mutating func write(_ values: [some WireCodable], as field: Int) {
    for value in values { write(value, as: field) }
  }

  /// Fields within a field.
  public mutating func write(as field: Int, _ body: (inout WireWriter) -> Void) {
    var inner = WireWriter()
    body(&inner)
    write(inner.bytes, as: field)
  }

  private mutating func begin(_ field: Int, _ layout: Layout) {
    varint(UInt64(field) << 3 | layout.rawValue)
  }

  private mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}

extension WireWriter {
  public mutating func write(_ time: WallTime, as field: Int) { write(time.microseconds, as: field) }
  public mutating func write(_ time: WallTime?, as field: Int) { write(time?.microseconds, as: field) }
  public mutating func write(_ time: StreamTime, as field: Int) { write(time.microseconds, as: field) }
  public mutating func write(_ sku: SKU, as field: Int) { write(sku.text, as: field) }
  /// By its name, which is part of the format.
  public mutating func write<Choice: RawRepresentable<String>>(_ choice: Choice, as field: Int) {
    write(choice.rawValue, as: field)
  }
}
