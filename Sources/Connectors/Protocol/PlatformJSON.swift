/// JSON as platforms send it. Numbers stay the digits that were written: ids have more of them than a floating-point number
/// holds, and come as a number here and as a string there.
public enum PlatformJSON: Hashable, Sendable {
  case null
  case bool(Bool)
  /// The digits as they were written.
  case number(String)
  case string(String)
  case array([PlatformJSON])
  case object([String: PlatformJSON])

  public static let deepest = 64

  /// - Throws: `malformed` for what is no JSON, or nested deeper than `deepest`.
  public init(parsing bytes: some Sequence<UInt8>) throws(ConnectorError) {
    var parser = PlatformJSONParser(bytes)
    self = try parser.document()
  }

  /// The member of an object; nil: there is none, or it is null.
  public subscript(key: String) -> PlatformJSON? {
    guard case .object(let members) = self, let value = members[key], value != .null else { return nil }
    return value
  }

  /// What a path of members leads to, such as `data.order.id`; `items.0` is the first of a list.
  public func at(_ path: String) -> PlatformJSON? {
    path.split(separator: ".").reduce(Optional(self)) { value, key in
      if case .array(let elements)? = value {
        return Int(key).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
      }
      return value?[String(key)]
    }
  }

  /// A string or a number as text.
  public var text: String? {
    switch self {
    case .string(let text), .number(let text): text
    case .bool(let value): value ? "true" : "false"
    case .null, .array, .object: nil
    }
  }

  /// An id: a string or a number that is neither empty nor 0, which platforms write for none.
  public var identifier: String? {
    guard let text, !text.isEmpty, text != "0" else { return nil }
    return text
  }

  /// A whole number, also one that comes as text.
  public var integer: Int64? { text.flatMap { Int64($0) } }

  /// The elements of a list; empty: it is none.
  public var list: [PlatformJSON] { if case .array(let elements) = self { elements } else { [] } }

  public var isTrue: Bool { self == .bool(true) || text == "1" }

  /// The value with those members alone, at any depth: what is kept of a message has nothing about people.
  public func keeping(_ keys: Set<String>) -> PlatformJSON {
    switch self {
    case .object(let members):
      .object(members.filter { keys.contains($0.key) }.mapValues { $0.keeping(keys) })
    case .array(let elements): .array(elements.map { $0.keeping(keys) })
    default: self
    }
  }
}

extension PlatformJSON {
  /// On one line, members sorted by name.
  public var encoded: [UInt8] {
    var out: [UInt8] = []
    write(to: &out)
    return out
  }

  private func write(to out: inout [UInt8]) {
    switch self {
    case .null: out += "null".utf8
    case .bool(let value): out += (value ? "true" : "false").utf8
    case .number(let digits): out += digits.utf8
    case .string(let text): Self.write(text, to: &out)
    case .array(let elements):
      out.append(UInt8(ascii: "["))
      for (index, element) in elements.enumerated() {
        if index > 0 { out.append(UInt8(ascii: ",")) }
        element.write(to: &out)
      }
      out.append(UInt8(ascii: "]"))
    case .object(let members):
      out.append(UInt8(ascii: "{"))
      for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
        if index > 0 { out.append(UInt8(ascii: ",")) }
        Self.write(member.key, to: &out)
        out.append(UInt8(ascii: ":"))
        member.value.write(to: &out)
      }
      out.append(UInt8(ascii: "}"))
    }
  }

  private static func write(_ text: String, to out: inout [UInt8]) {
    let digits = Array("0123456789abcdef".utf8)
    out.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): out += [UInt8(ascii: "\\"), byte]
      case ..<0x20: out += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      default: out.append(byte)
      }
    }
    out.append(UInt8(ascii: "\""))
  }
}

extension PlatformJSON: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByDictionaryLiteral,
  ExpressibleByArrayLiteral
{
  public init(stringLiteral text: String) { self = .string(text) }
  public init(integerLiteral value: Int64) { self = .number("\(value)") }
  public init(arrayLiteral elements: PlatformJSON...) { self = .array(elements) }
  public init(dictionaryLiteral members: (String, PlatformJSON)...) {
    self = .object(Dictionary(members) { $1 })
  }
}
