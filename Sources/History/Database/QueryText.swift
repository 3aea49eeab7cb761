internal import Foundation

extension QueryValue {
  /// As it stands in a table or in CSV; null is empty.
  var text: String {
    switch self {
    case .null: ""
    case .integer(let number): String(number)
    case .real(let number): Self.text(number)
    case .text(let text): text
    }
  }

  /// The shortest decimal that reads as the same number, without an exponent where it is of everyday size.
  private static func text(_ number: Double) -> String {
    guard number.isFinite else { return "" }
    if number == number.rounded(), abs(number) < 1e15 { return String(Int64(number)) }
    return "\(number)"
  }
}

extension QueryResult {
  /// CSV with a header (RFC 4180, with line feeds). A text that spreadsheets would compute gets an apostrophe before it.
  public var csv: String {
    ([columns] + rows.map { $0.map(Self.inert) }).map { $0.map(Self.quoted).joined(separator: ",") + "\n" }.joined()
  }

  private static func inert(_ value: QueryValue) -> String {
    guard case .text(let text) = value, let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first)
    else { return value.text }
    return "'" + text
  }

  private static func quoted(_ field: String) -> String {
    guard field.utf8.contains(where: { [UInt8(ascii: ","), UInt8(ascii: "\""), 10, 13].contains($0) }) else {
      return field
    }
    return "\"" + field.replacing("\"", with: "\"\"") + "\""
  }

  /// An array of objects, members in the order of the columns.
  public var json: String {
    let lines = rows.map { row in
      "{" + zip(columns, row).map { "\(Self.quotedJSON($0)):\(Self.json($1))" }.joined(separator: ",") + "}"
    }
    return "[" + lines.joined(separator: ",\n ") + "]"
  }

  private static func json(_ value: QueryValue) -> String {
    switch value {
    case .null: "null"
    case .integer, .real: value.text.isEmpty ? "null" : value.text
    case .text(let text): quotedJSON(text)
    }
  }

  private static func quotedJSON(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case _ where scalar.value < 32:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
