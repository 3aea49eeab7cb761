/// A table in CSV (RFC 4180, with line feeds): the header, then the rows.
///
/// A text that spreadsheets would compute gets an apostrophe before it (OWASP, "CSV Injection"): names and ids come from others.
package struct CSVText: Sendable {
  package private(set) var text: String

  /// Whether texts that spreadsheets would compute are guarded.
  private let isForSpreadsheets: Bool

  /// - Parameter isForSpreadsheets: false: a program reads the table, and every text is to come back as it is.
  package init(header: [String], isForSpreadsheets: Bool = true) {
    self.isForSpreadsheets = isForSpreadsheets
    text = ""
    append(header)
  }

  package mutating func append(_ fields: [String]) {
    for (index, field) in fields.enumerated() {
      if index > 0 { text += "," }
      text += Self.quoted(isForSpreadsheets ? Self.inert(field) : field)
    }
    text += "\n"
  }

  private static func inert(_ field: String) -> String {
    guard let first = field.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first), Double(field) == nil else {
      return field
    }
    return "'" + field
  }

  private static func quoted(_ field: String) -> String {
    guard field.utf8.contains(where: { [UInt8(ascii: ","), UInt8(ascii: "\""), 10, 13].contains($0) }) else {
      return field
    }
    return "\"" + field.replacing("\"", with: "\"\"") + "\""
  }
}

extension Double {
  /// A plain decimal number with at most `places` decimals, without trailing zeros and never in exponent notation.
  func text(places: Int) -> String {
    guard isFinite else { return "" }
    var scale: Int64 = 1
    for _ in 0..<places { scale *= 10 }
    let limit = 9.0e18 / Double(scale)
    let value = Int64((Swift.min(Swift.max(self, -limit), limit) * Double(scale)).rounded())
    let (whole, rest) = value.magnitude.quotientAndRemainder(dividingBy: UInt64(scale))
    var decimals = String(rest)
    decimals = String(repeating: "0", count: Swift.max(0, places - decimals.count)) + decimals
    while decimals.hasSuffix("0") { decimals.removeLast() }
    return (value < 0 ? "-" : "") + String(whole) + (rest == 0 ? "" : "." + decimals)
  }
}
