/// Reads what `ByteWriter` wrote. Bytes that say something impossible throw; nothing traps, and no length is believed
/// that the bytes do not hold.
struct ByteReader {
  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  var isAtEnd: Bool { position == bytes.count }

  mutating func byte() throws(RecordError) -> UInt8 {
    guard position < bytes.count else { throw .truncated }
    defer { position += 1 }
    return bytes[position]
  }

  mutating func bool() throws(RecordError) -> Bool {
    switch try byte() {
    case 0: false
    case 1: true
    default: throw .impossible("a truth value")
    }
  }

  mutating func int64() throws(RecordError) -> Int64 {
    var (value, shift) = (UInt64(0), UInt64(0))
    while true {
      let next = try byte()
      guard shift < 64, shift < 63 || next <= 1 else { throw .impossible("an integer") }
      value |= UInt64(next & 0x7F) << shift
      if next & 0x80 == 0 { break }
      shift += 7
    }
    return Int64(bitPattern: (value >> 1) ^ (0 &- (value & 1)))
  }

  mutating func int() throws(RecordError) -> Int {
    Int(try int64())
  }

  mutating func double() throws(RecordError) -> Double {
    guard bytes.count - position >= 8 else { throw .truncated }
    var pattern = UInt64(0)
    for index in 0..<8 { pattern |= UInt64(bytes[position + index]) << UInt64(8 * index) }
    position += 8
    return Double(bitPattern: pattern)
  }

  mutating func text() throws(RecordError) -> String {
    let count = try count(ofAtLeast: 1)
    defer { position += count }
    return String(decoding: bytes[position..<(position + count)], as: UTF8.self)
  }

  mutating func optional<Value>(_ body: (inout ByteReader) throws(RecordError) -> Value) throws(RecordError) -> Value? {
    try bool() ? try body(&self) : nil
  }

  mutating func list<Value>(_ body: (inout ByteReader) throws(RecordError) -> Value) throws(RecordError) -> [Value] {
    let count = try count(ofAtLeast: 1)
    var values: [Value] = []
    values.reserveCapacity(count)
    for _ in 0..<count { values.append(try body(&self)) }
    return values
  }

  /// A number of things that take so many bytes each: never more than are left.
  private mutating func count(ofAtLeast size: Int) throws(RecordError) -> Int {
    let count = try int()
    guard count >= 0, count <= (bytes.count - position) / size else { throw .truncated }
    return count
  }
}

/// Why a record's bytes cannot be understood.
enum RecordError: Error, CustomStringConvertible {
  case truncated
  case impossible(String)
  /// A kind or a version that this program does not know.
  case unknown(String)

  var description: String {
    switch self {
    case .truncated: "it ends too early"
    case .impossible(let what): "it holds something that is not \(what)"
    case .unknown(let what): "it is of an unknown \(what), perhaps of a newer version"
    }
  }
}
