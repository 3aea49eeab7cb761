import LiveshelfCore

/// Reads the values of one record, and says what is wrong with those that cannot be read.
struct FieldReader {
  let record: Record
  /// The columns' names, as messages show them.
  let names: [String]

  func text(_ index: Int) -> String { record.text(index) }

  func problem(_ index: Int, _ problem: String, remedy: String) -> FieldProblem {
    FieldProblem(
      line: record.line, field: names[index], value: QuotedValue.text(text(index)), problem: problem, remedy: remedy)
  }

  /// A text that must not be empty.
  func requiredText(_ index: Int) throws(FieldProblem) -> String {
    let text = text(index)
    guard !text.isEmpty else { throw problem(index, "is empty", remedy: "fill it in") }
    return text
  }

  /// A number of an order or a product that must not be empty, and that no spreadsheet has rounded.
  func requiredIdentifier(_ index: Int) throws(FieldProblem) -> String {
    let text = try identifier(index)
    guard !text.isEmpty else { throw problem(index, "is empty", remedy: "fill it in") }
    return text
  }

  /// A number of an order or a product; empty when there is none.
  func identifier(_ index: Int) throws(FieldProblem) -> String {
    let text = text(index)
    // The common case costs one look.
    guard let first = text.utf8.first, first < 0x3A, first > 0x2F else { return text }
    let remedy = "export the file again and don't open it in a spreadsheet before, or import that column there as text"
    if IdentifierText.hasExponent(text) {
      throw problem(index, "was rounded by a spreadsheet to a number with an exponent:", remedy: remedy)
    }
    if record.style.isRounded(index), IdentifierText.isNumber(text), IdentifierText.endsInZeros(text) {
      throw problem(
        index, "was rounded by a spreadsheet (Excel keeps 15 digits), as were others of this file:", remedy: remedy)
    }
    return IdentifierText.withoutDecimals(text)
  }

  /// A whole number within `range`; `1,299` and `3.0` are read too. `empty` stands for an empty field; nil: refuse it.
  func integer(_ index: Int, in range: ClosedRange<Int>, empty: Int? = nil) throws(FieldProblem) -> Int {
    let text = text(index)
    if text.isEmpty, let empty { return empty }
    guard let value = Int(text) ?? lenientInteger(Self.withoutUnit(text)) else {
      throw problem(index, "is not a whole number:", remedy: "write a number such as 12")
    }
    guard range.contains(value) else {
      throw problem(
        index, "is out of range:", remedy: "write a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  /// An amount of money; nil for an empty field.
  func money(_ index: Int) throws(FieldProblem) -> Money? {
    let text = text(index)
    if text.isEmpty { return nil }
    guard let value = MoneyText.read(text, style: record.style.numbers) else {
      let example = record.style.numbers == .comma ? "59,90" : "59.90"
      throw problem(index, "is not an amount:", remedy: "write a number such as \(example)")
    }
    guard value.hundredths >= 0 else {
      throw problem(index, "is negative:", remedy: "write the price of one piece, 0 or more")
    }
    return value
  }

  /// A moment; nil for an empty field.
  func time(_ index: Int, style: TimeStyle) throws(FieldProblem) -> WallTime? {
    let text = text(index)
    if text.isEmpty || Self.isNoTime(text) { return nil }
    var style = style
    if let order = record.style.dateOrder { style.dateOrder = order }
    guard let time = style.read(text) else {
      throw problem(
        index, "is not a time:",
        remedy: style.zone == nil
          ? "write RFC 3339 with an offset, such as 2026-04-10T20:00:00+08:00, or name the zone of local times"
          : "write a time such as 2026-04-10 20:00:00")
    }
    let year = time.year
    guard Self.years.contains(year), record.style.years?.contains(year) ?? true else {
      throw problem(index, "lies in the year \(year), far from the others:", remedy: "correct the year")
    }
    return time
  }

  private static let units = [
    "件", "个", "只", "支", "瓶", "盒", "套", "包", "双", "条", "台", "罐", "袋", "箱", "份", "pcs", "pc", "pieces", "units",
  ]

  /// `2件`, `2 pcs` and `x2` as `2`.
  private static func withoutUnit(_ text: String) -> String {
    let plain = text.lowercased()
    if let unit = units.first(where: { plain.hasSuffix($0) }) {
      return String(plain.dropLast(unit.count)).trimmingBlanks()
    }
    return plain.hasPrefix("x") || plain.hasPrefix("×") || plain.hasPrefix("*") ? String(plain.dropFirst()) : text
  }

  /// What databases and spreadsheets write for a moment that never was.
  private static func isNoTime(_ text: String) -> Bool {
    if text == "0" { return true }
    guard text.utf8.count <= 40 else { return false }
    let word = text.lowercased()
    if ["null", "none", "nan", "nat", "nil", "undefined", "(null)", "\\n"].contains(word) { return true }
    let date = word.replacing("/", with: "-")
    return [
      "0000-00-00", "0001-01-01", "0001-1-1", "1-1-0001", "1899-12-3", "1899-12-31", "1900-01-0", "1900-1-0",
      "1970-01-01",
      "1970-1-1 ",
    ]
    .contains { date.hasPrefix($0) }
  }

  /// Beyond these a time is a mistake.
  private static let years = 2000...2049

  private func lenientInteger(_ text: String) -> Int? {
    guard let plain = record.style.numbers.plain(text) else { return nil }
    if let value = Int(plain) { return value }
    guard let value = Double(plain), value.rounded() == value, abs(value) < 1e15 else { return nil }
    return Int(value)
  }
}

/// What of a value may be shown in a message: nothing by which a buyer could be known, should the columns have shifted.
enum QuotedValue {
  /// Short numbers and times as they are; of anything else how long it is.
  static func text(_ value: String) -> String {
    if value.isEmpty { return "" }
    let digits = value.utf8.count { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    let signs = ".,:+-/ E%"
    let isNumber =
      digits > 0
      && value.utf8.allSatisfy { byte in
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || signs.utf8.contains(byte)
      }
    let isTime = value.contains(":") || value.count { $0 == "/" } == 2
    if isNumber, digits <= 9 || isTime && value.utf8.count <= 32 || IdentifierText.endsInZeros(value) { return value }
    return digits == value.utf8.count ? "‹\(digits) digits›" : "‹\(value.count) characters›"
  }
}
