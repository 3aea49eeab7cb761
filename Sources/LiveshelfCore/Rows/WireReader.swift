/// Reads what `WireWriter` wrote, field by field. Bytes that say something impossible throw; nothing traps, and no length
/// is believed that the bytes do not hold.
public struct WireReader: Sendable {
  private let bytes: [UInt8]
  private var position: Int
  private let end: Int

  /// - Throws: `.version`, `.tooLong`, `.truncated` for no bytes at all.
  public init(encoded bytes: [UInt8]) throws(WireError) {
    guard let version = bytes.first else { throw .truncated }
    guard version == WireFormat.version else { throw .version(version) }
    guard bytes.count <= WireFormat.maximumLength else { throw .tooLong(bytes.count) }
    self.init(bytes, from: 1, to: bytes.count)
  }

  private init(_ bytes: [UInt8], from position: Int, to end: Int) {
    self.bytes = bytes
    self.position = position
    self.end = end
  }

  /// The next field; nil at the end.
  public mutating func next() throws(WireError) -> WireField? {
    guard position < end else { return nil }
    let tag = try varint()
    guard let number = Int(exactly: tag >> 3), (1..<1 << 29).contains(number) else {
      throw .impossible("a field's number")
    }
    switch WireWriter.Layout(rawValue: tag & 7) {
    case .varint: return WireField(number: number, content: .varint(try varint()))
    case .fixed64: return WireField(number: number, content: .fixed64(try fixed(8)))
    case .fixed32: return WireField(number: number, content: .fixed32(try fixed(4)))
    case .bytes:
      let count = try varint()
      guard count <= UInt64(end - position) else { throw .truncated }
      let start = position
      position += Int(count)
      return WireField(number: number, content: .bytes(WireReader(bytes, from: start, to: position)))
    case nil: throw .impossible("a field's layout")
    }
  }

  var text: String { String(decoding: bytes[position..<end], as: UTF8.self) }
  var rest: [UInt8] { Array(bytes[position..<end]) }

  private mutating func byte() throws(WireError) -> UInt8 {
    guard position < end else { throw .truncated }
    defer { position += 1 }
    return bytes[position]
  }

  private mutating func varint() throws(WireError) -> UInt64 {
    var (value, shift) = (UInt64(0), UInt64(0))
    while true {
      let next = try byte()
      guard shift < 63 || (shift == 63 && next <= 1) else { throw .impossible("an integer") }
      value |= UInt64(next & 0x7F) << shift
      if next & 0x80 == 0 { return value }
      shift += 7
    }
  }

  private mutating func fixed(_ count: Int) throws(WireError) -> UInt64 {
    guard end - position >= count else { throw .truncated }
    var value = UInt64(0)
    for index in 0..<count { value |= UInt64(bytes[position + index]) << UInt64(8 * index) }
    position += count
    return value
  }
}

/// A field as it was read: its number, and a value that is what the caller takes it for, or throws `.impossible`.
public struct WireField: Sendable {
  enum Content: Sendable {
    case varint(UInt64)
    case fixed64(UInt64)
    case fixed32(UInt64)
    case bytes(WireReader)
  }

  public let number: Int
  let content: Content

  public func int64() throws(WireError) -> Int64 {
    guard case .varint(let value) = content else { throw .impossible("an integer") }
    return Int64(bitPattern: (value >> 1) ^ (0 &- (value & 1)))
  }

  public func int() throws(WireError) -> Int { Int(try int64()) }

  public func bool() throws(WireError) -> Bool {
    guard case .varint(let value) = content, value <= 1 else { throw .impossible("a truth value") }
    return value == 1
  }

  public func double() throws(WireError) -> Double {
    guard case .fixed64(let pattern) = content else { throw .impossible("a number") }
    return Double(bitPattern: pattern)
  }

  public func text() throws(WireError) -> String { try fields().text }

  public func bytes() throws(WireError) -> [UInt8] { try fields().rest }

  /// The fields within the field.
  public func fields() throws(WireError) -> WireReader {
    guard case .bytes(let reader) = content else { throw .impossible("a text or a value with fields") }
    return reader
  }

  public func value<Value: WireCodable>() throws(WireError) -> Value {
    var reader = try fields()
    return try Value(reading: &reader)
  }

  public func wallTime() throws(WireError) -> WallTime { WallTime(microseconds: try int64()) }
  public func streamTime() throws(WireError) -> StreamTime { StreamTime(microseconds: try int64()) }
  public func sku() throws(WireError) -> SKU { SKU(try text()) }

  /// One of a few names.
  ///
  /// - Parameter what: what it is, for the error.
  public func choice<Choice: RawRepresentable<String>>(_ what: String) throws(WireError) -> Choice {
    guard let choice = Choice(rawValue: try text()) else { throw .unknown(what) }
    return choice
  }
}
