/// A value of Action Message Format 0 (Adobe AMF 0 specification, 2007).
package enum AMF0Value {
  case number(Double)
  case boolean(Bool)
  case string(String)
  /// Objects and ECMA arrays, in the order of the bytes.
  case object([(key: String, value: AMF0Value)])
  case array([AMF0Value])
  /// Milliseconds since 1970 and the (mostly unused) time zone in minutes.
  case date(milliseconds: Double, zone: Int16)
  case null

  /// The member of an object.
  package subscript(key: String) -> AMF0Value? {
    guard case .object(let members) = self else { return nil }
    return members.first { $0.key == key }?.value
  }

  var text: String? {
    if case .string(let text) = self { return text }
    return nil
  }

  var finiteNumber: Double? {
    if case .number(let number) = self, number.isFinite { return number }
    return nil
  }

  /// For people and metadata; nil for what has parts or says nothing.
  var plainText: String? {
    switch self {
    case .number(let value):
      if let whole = Int(exactly: value) { String(whole) } else { String(value) }
    case .boolean(let value): String(value)
    case .string(let value): value
    case .date(let milliseconds, _): String(milliseconds)
    case .object, .array, .null: nil
    }
  }
}

extension AMF0Value: Equatable {
  package static func == (left: AMF0Value, right: AMF0Value) -> Bool {
    switch (left, right) {
    case (.number(let a), .number(let b)): a == b
    case (.boolean(let a), .boolean(let b)): a == b
    case (.string(let a), .string(let b)): a == b
    case (.object(let a), .object(let b)): a.elementsEqual(b) { $0.key == $1.key && $0.value == $1.value }
    case (.array(let a), .array(let b)): a == b
    case (.date(let a, let zoneA), .date(let b, let zoneB)): a == b && zoneA == zoneB
    case (.null, .null): true
    default: false
    }
  }
}

/// Reads AMF0 with limits on depth, counts and sizes; what breaks them ends the reading, and what was read stays.
package struct AMF0Reader {
  private var reader: BigEndianReader
  private let bytes: UnsafeRawBufferPointer
  private var budget = 4096
  private static let deepest = 16
  private static let longestString = 65_535

  package init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
    reader = BigEndianReader(bytes)
  }

  /// All values until the end, or until one makes no sense.
  package mutating func values() -> [AMF0Value] {
    var values: [AMF0Value] = []
    while reader.remaining > 0, let value = value(depth: 0) { values.append(value) }
    return values
  }

  private mutating func value(depth: Int) -> AMF0Value? {
    budget -= 1
    guard budget >= 0, depth <= Self.deepest, let marker = reader.byte() else { return nil }
    switch marker {
    case 0x00: return double().map(AMF0Value.number)
    case 0x01: return reader.byte().map { .boolean($0 != 0) }
    case 0x02: return string(lengthBytes: 2).map(AMF0Value.string)
    case 0x03: return object(depth: depth)
    case 0x05, 0x06: return .null
    case 0x08: return reader.number(bytes: 4) == nil ? nil : object(depth: depth)
    case 0x0A:
      guard let count = reader.number(bytes: 4) else { return nil }
      var items: [AMF0Value] = []
      while items.count < count, let item = value(depth: depth + 1) { items.append(item) }
      return .array(items)
    case 0x0B:
      guard let milliseconds = double(), let zone = reader.number(bytes: 2) else { return nil }
      return .date(milliseconds: milliseconds, zone: Int16(truncatingIfNeeded: zone))
    case 0x0C, 0x0F: return string(lengthBytes: 4).map(AMF0Value.string)
    case 0x10: return string(lengthBytes: 2) == nil ? nil : object(depth: depth)
    default: return nil
    }
  }

  /// Members until the end marker; an object that breaks off keeps what it has.
  private mutating func object(depth: Int) -> AMF0Value? {
    var members: [(key: String, value: AMF0Value)] = []
    while let key = string(lengthBytes: 2) {
      if key.isEmpty, reader.remaining > 0, bytes[reader.position] == 0x09 {
        _ = reader.byte()
        break
      }
      guard let value = value(depth: depth + 1) else { break }
      members.append((key, value))
    }
    return .object(members)
  }

  private mutating func double() -> Double? {
    guard let high = reader.number(bytes: 4), let low = reader.number(bytes: 4) else { return nil }
    return Double(bitPattern: UInt64(high) << 32 | UInt64(low))
  }

  private mutating func string(lengthBytes: Int) -> String? {
    guard let length = reader.number(bytes: lengthBytes), length <= Self.longestString,
      let range = reader.skip(length)
    else { return nil }
    return String(decoding: bytes[range], as: UTF8.self)
  }
}
