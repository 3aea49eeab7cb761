internal import Foundation

/// Reads CSV (RFC 4180; line feeds, carriage returns or both) row by row. Blank lines are skipped, a BOM is ignored.
struct CSVReader {
  private let bytes: [UInt8]
  private var position = 0
  private var line = 1
  /// Further fields of a row are dropped.
  private static let mostFields = 256

  init(_ data: Data) {
    bytes = Array(data)
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  /// The next row and the line on which it starts, or nil at the end.
  mutating func next() -> (line: Int, fields: [String])? {
    while position < bytes.count {
      let start = line
      let fields = row()
      if fields.count > 1 || fields.first?.isEmpty == false { return (start, fields) }
    }
    return nil
  }

  private mutating func row() -> [String] {
    var fields: [String] = []
    while true {
      let field = position < bytes.count && bytes[position] == UInt8(ascii: "\"") ? quotedField() : plainField()
      if fields.count < Self.mostFields { fields.append(field) }
      guard position < bytes.count else { return fields }
      let end = bytes[position]
      position += 1
      if end == UInt8(ascii: ",") { continue }
      if end == 13, position < bytes.count, bytes[position] == 10 { position += 1 }
      line += 1
      return fields
    }
  }

  private mutating func plainField() -> String {
    let start = position
    while position < bytes.count, !Self.endsField(bytes[position]) { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  /// A field in quotes. What follows the closing quote up to the field's end belongs to it, as spreadsheets read it.
  private mutating func quotedField() -> String {
    var text: [UInt8] = []
    position += 1
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == 10 { line += 1 }
      if byte == UInt8(ascii: "\"") {
        guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { break }
        position += 1
      }
      text.append(byte)
    }
    while position < bytes.count, !Self.endsField(bytes[position]) {
      text.append(bytes[position])
      position += 1
    }
    return String(decoding: text, as: UTF8.self)
  }

  private static func endsField(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == 10 || byte == 13
  }
}

extension CSVReader {
  /// The fields of one row of text.
  static func fields(of text: String) -> [String] {
    var reader = CSVReader(Data(text.utf8))
    return reader.next()?.fields ?? []
  }
}
