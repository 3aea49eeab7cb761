/// A column that a reader wants, under the names by which files may call it.
struct Column: Sendable {
  /// The name in messages: the one of the file formats.
  var name: String
  /// Accepted headers, the preferred one first.
  var headers: [String]
  var isRequired: Bool
  var content: Content

  /// What a column holds: how its values are written is found from the whole file.
  enum Content: Hashable, Sendable {
    case text
    /// Numbers of orders and products, which spreadsheets like to round.
    case id
    /// Pieces.
    case count
    /// Money.
    case amount
    case time
  }

  init(_ name: String, or others: [String] = [], required: Bool = false, _ content: Content = .text) {
    self.name = name
    self.headers = [name] + others
    self.isRequired = required
    self.content = content
  }

  /// Headers compare without case, surrounding blanks, tabs and quotes: exports carry all of these.
  static func normalized(_ header: String) -> String { HeaderName.exact(header) }
}

/// A row, with the fields in the order of the columns that were asked for. Nil: the file has no such column.
struct Record: Sendable {
  var line: Int
  var fields: [String?]
  var style = ValueStyle.plain

  /// The text of a column, without surrounding blanks; empty when the column is absent.
  func text(_ index: Int) -> String {
    fields[index] ?? ""
  }
}

extension StringProtocol where UTF8View: BidirectionalCollection {
  /// Without blanks, tabs, line ends, no-break and ideographic spaces at either end.
  func trimmingBlanks() -> String {
    let bytes = utf8
    // The common case costs two looks.
    if let first = bytes.first, let last = bytes.last, first > 0x20, first < 0x80, last > 0x20, last < 0x80 {
      return String(self)
    }
    func isBlank(_ scalar: Unicode.Scalar) -> Bool {
      scalar.properties.isWhitespace || scalar.properties.isDefaultIgnorableCodePoint
    }
    let scalars = unicodeScalars
    guard let start = scalars.firstIndex(where: { !isBlank($0) }),
      let end = scalars.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(self[start...end])
  }
}
