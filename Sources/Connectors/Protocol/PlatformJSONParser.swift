/// A parser of JSON (RFC 8259) by recursive descent, of bounded depth.
struct PlatformJSONParser {
  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: some Sequence<UInt8>) {
    self.bytes = Array(bytes)
  }

  mutating func document() throws(ConnectorError) -> PlatformJSON {
    let value = try value(depth: 0)
    skipBlanks()
    guard place == bytes.count else { throw problem }
    return value
  }

  private var problem: ConnectorError { .malformed("is no JSON at byte \(place)") }
  private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  private mutating func skipBlanks() {
    while let byte = next, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D { place += 1 }
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    place += 1
    return true
  }

  private mutating func word(_ text: StaticString, _ value: PlatformJSON) throws(ConnectorError) -> PlatformJSON {
    let end = place + text.utf8CodeUnitCount
    guard end <= bytes.count, String(decoding: bytes[place..<end], as: UTF8.self) == text.description else {
      throw problem
    }
    place = end
    return value
  }

  private mutating func value(depth: Int) throws(ConnectorError) -> PlatformJSON {
    guard depth <= PlatformJSON.deepest else {
      throw .malformed("is nested deeper than \(PlatformJSON.deepest) levels")
    }
    skipBlanks()
    switch next {
    case UInt8(ascii: "{"): return try object(depth)
    case UInt8(ascii: "["): return try array(depth)
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func object(_ depth: Int) throws(ConnectorError) -> PlatformJSON {
    place += 1
    var members: [String: PlatformJSON] = [:]
    skipBlanks()
    if take(UInt8(ascii: "}")) { return .object(members) }
    repeat {
      skipBlanks()
      guard next == UInt8(ascii: "\"") else { throw problem }
      let name = try string()
      skipBlanks()
      guard take(UInt8(ascii: ":")) else { throw problem }
      members[name] = try value(depth: depth + 1)
      skipBlanks()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "}")) else { throw problem }
    return .object(members)
  }

  private mutating func array(_ depth: Int) throws(ConnectorError) -> PlatformJSON {
    place += 1
    var elements: [PlatformJSON] = []
    skipBlanks()
    if take(UInt8(ascii: "]")) { return .array(elements) }
    repeat {
      elements.append(try value(depth: depth + 1))
      skipBlanks()
    } while take(UInt8(ascii: ","))
    guard take(UInt8(ascii: "]")) else { throw problem }
    return .array(elements)
  }

  private mutating func number() throws(ConnectorError) -> PlatformJSON {
    let start = place
    _ = take(UInt8(ascii: "-"))
    try digits()
    if take(UInt8(ascii: ".")) { try digits() }
    if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
      if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
      try digits()
    }
    return .number(String(decoding: bytes[start..<place], as: UTF8.self))
  }

  private mutating func digits() throws(ConnectorError) {
    let start = place
    while let byte = next, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) { place += 1 }
    guard place > start else { throw problem }
  }

  private mutating func string() throws(ConnectorError) -> String {
    place += 1
    var text: [UInt8] = []
    while let byte = next {
      place += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): text += try escape()
      case ..<0x20: throw problem
      default: text.append(byte)
      }
    }
    throw problem
  }

  private mutating func escape() throws(ConnectorError) -> [UInt8] {
    guard let byte = next else { throw problem }
    place += 1
    switch byte {
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "u"):
      let first = try codeUnit()
      guard (0xD800..<0xDC00).contains(first) else { return Self.utf8(UInt32(first)) }
      guard take(UInt8(ascii: "\\")), take(UInt8(ascii: "u")) else { return Self.utf8(0xFFFD) }
      let second = try codeUnit()
      guard (0xDC00..<0xE000).contains(second) else { return Self.utf8(0xFFFD) }
      return Self.utf8(0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00))
    default: throw problem
    }
  }

  private mutating func codeUnit() throws(ConnectorError) -> UInt16 {
    guard place + 4 <= bytes.count,
      let unit = UInt16(String(decoding: bytes[place..<place + 4], as: UTF8.self), radix: 16)
    else { throw problem }
    place += 4
    return unit
  }

  /// Half of a pair becomes U+FFFD.
  private static func utf8(_ scalar: UInt32) -> [UInt8] {
    Array(String(Character(UnicodeScalar(scalar) ?? "\u{FFFD}")).utf8)
  }
}
