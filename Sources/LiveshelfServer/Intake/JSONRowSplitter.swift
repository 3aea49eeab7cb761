/// Why a JSON body cannot be cut into rows.
struct JSONSplitError: Error, Hashable, Sendable {
  var message: String
}

/// Cuts a JSON object, or a JSON array of objects, into JSON Lines as it comes: one line for each object. Memory is bounded by
/// the largest object.
///
/// Only the structure is looked at; whether each object is valid JSON is found when its line is read. An element that is no
/// object becomes a line that is none either, so that the numbers of lines are the elements' places in the array.
struct JSONRowSplitter {
  static let maximumDepth = 16
  static let maximumRowLength = 1 << 20

  private enum Place {
    case before
    case betweenElements(needsComma: Bool)
    case inElement, after
  }

  private var place = Place.before
  private var isArray = false
  private var depth = 0
  private var inString = false
  private var isEscaped = false
  /// The element under way is an object.
  private var isObject = false
  private var row: [UInt8] = []
  private var position = 0

  /// The lines that are complete with these bytes, each with its line end.
  mutating func split(_ bytes: some Sequence<UInt8>) throws(JSONSplitError) -> [UInt8] {
    var lines: [UInt8] = []
    for byte in bytes {
      position += 1
      switch place {
      case .before: try begin(byte)
      case .betweenElements(let needsComma): try between(byte, needsComma: needsComma, &lines)
      case .inElement: try element(byte, &lines)
      case .after:
        guard Self.isBlank(byte) else { throw problem("there is something behind the end") }
      }
    }
    return lines
  }

  /// Call it when the body is over.
  func finish() throws(JSONSplitError) {
    switch place {
    case .after: return
    case .before: throw problem("the body is empty; send a JSON object or an array of objects")
    default: throw problem("the body ends in the middle")
    }
  }

  private mutating func begin(_ byte: UInt8) throws(JSONSplitError) {
    if Self.isBlank(byte) { return }
    switch byte {
    case UInt8(ascii: "["):
      isArray = true
      place = .betweenElements(needsComma: false)
    case UInt8(ascii: "{"): start(byte)
    default: throw problem("send a JSON object or an array of objects")
    }
  }

  private mutating func between(_ byte: UInt8, needsComma: Bool, _ lines: inout [UInt8]) throws(JSONSplitError) {
    if Self.isBlank(byte) { return }
    switch byte {
    case UInt8(ascii: "]"): place = .after
    case UInt8(ascii: ","):
      guard needsComma else { throw problem("there is a comma too many") }
      place = .betweenElements(needsComma: false)
    default:
      guard !needsComma else { throw problem("a comma is missing") }
      start(byte)
    }
  }

  private mutating func start(_ byte: UInt8) {
    place = .inElement
    isObject = byte == UInt8(ascii: "{")
    inString = byte == UInt8(ascii: "\"")
    depth = isObject || byte == UInt8(ascii: "[") ? 1 : 0
    row = isObject ? [byte] : Array("{this element is no JSON object".utf8)
  }

  private mutating func element(_ byte: UInt8, _ lines: inout [UInt8]) throws(JSONSplitError) {
    if inString {
      try keep(byte)
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        inString = false
      } else if byte < 0x20 {
        throw problem("a text holds a control character; write it as an escape")
      }
      return
    }
    switch byte {
    case UInt8(ascii: "\""): inString = true
    case UInt8(ascii: "{"), UInt8(ascii: "["):
      depth += 1
      guard depth <= Self.maximumDepth else { throw problem("it is nested more than \(Self.maximumDepth) deep") }
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      guard depth > 0 else {
        // The end of the array behind a bare number or word.
        guard byte == UInt8(ascii: "]"), isArray else { throw problem("a bracket is closed that was not opened") }
        finishRow(&lines)
        place = .after
        return
      }
      depth -= 1
      try keep(byte)
      if depth == 0, isObject || isArray { finishRow(&lines) }
      return
    case UInt8(ascii: ",") where depth == 0:
      finishRow(&lines)
      place = .betweenElements(needsComma: false)
      return
    default: break
    }
    try keep(Self.isBlank(byte) ? 0x20 : byte)
  }

  private mutating func keep(_ byte: UInt8) throws(JSONSplitError) {
    guard isObject else { return }
    guard row.count < Self.maximumRowLength else {
      throw problem("an object is longer than \(Self.maximumRowLength) bytes")
    }
    row.append(byte)
  }

  private mutating func finishRow(_ lines: inout [UInt8]) {
    lines += row
    lines.append(0x0A)
    row.removeAll(keepingCapacity: true)
    place = isArray ? .betweenElements(needsComma: true) : .after
  }

  private func problem(_ message: String) -> JSONSplitError {
    JSONSplitError(message: "byte \(position): \(message)")
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }
}
