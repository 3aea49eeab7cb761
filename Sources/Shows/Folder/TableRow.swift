internal import LiveshelfCore

/// A row of a table, read by the names of its columns.
protocol TableRow {
  /// The columns that the table must have; others are optional or ignored.
  static var columns: [String] { get }
  init(_ fields: RowFields) throws(RowError)
}

/// What is wrong with a row.
struct RowError: Error {
  let reason: String
}

/// Where the columns of a table are.
struct TableColumns {
  private let positions: [String: Int]

  /// The first of several columns with one name counts.
  init(_ header: [String]) {
    var positions: [String: Int] = [:]
    for (index, name) in header.enumerated() {
      let name = String(name.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
      if positions[name] == nil { positions[name] = index }
    }
    self.positions = positions
  }

  func has(_ name: String) -> Bool { positions[name] != nil }
  func position(of name: String) -> Int? { positions[name] }
}

/// The fields of one row.
struct RowFields {
  let columns: TableColumns
  let fields: [String]

  /// The text of a column; empty when the column, or the rest of the row, is absent.
  func text(_ name: String) -> String {
    guard let index = columns.position(of: name), index < fields.count else { return "" }
    return fields[index]
  }

  func sku(_ name: String = "sku") -> SKU { SKU(text(name)) }

  /// A finite number of at most ± 1e12; nil when the field is empty.
  func number(_ name: String) throws(RowError) -> Double? {
    let text = text(name)
    if text.isEmpty { return nil }
    guard let value = Double(text), abs(value) <= 1e12 else {
      throw RowError(reason: "\(name): '\(text.prefix(40))' is no number")
    }
    return value
  }

  /// A whole number; 0 when the field is empty.
  func count(_ name: String) throws(RowError) -> Int {
    Int((try number(name) ?? 0).rounded())
  }

  /// Seconds from the show's start.
  func streamTime(_ name: String) throws(RowError) -> StreamTime {
    guard let seconds = try number(name) else { throw RowError(reason: "\(name) is empty") }
    guard abs(seconds) <= ShowFolder.longestSeconds else {
      throw RowError(reason: "\(name): \(seconds) s lies more than 30 days from the show's start")
    }
    return StreamTime(seconds: seconds)
  }
}
