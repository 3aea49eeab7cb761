import LiveshelfCore

/// Reads the values of one record, and says what is wrong with those that cannot be read.
struct FieldReader {
  let record: Record
  /// The columns' names, as messages show them.
  let names: [String]

  func text(_ index: Int) -> String { record.text(index) }

  func problem(_ index: Int, _ problem: String, remedy: String) -> FieldProblem {
    FieldProblem(line: record.line, field: names[index], value: text(index), problem: problem, remedy: remedy)
  }

  /// A text that must not be empty.
  func requiredText(_ index: Int) throws(FieldProblem) -> String {
    let text = text(index)
    guard !text.isEmpty else { throw problem(index, "is empty", remedy: "fill it in") }
    return text
  }

  /// A whole number within `range`; `1,299` and `3.0` are read too. `empty` stands for an empty field; nil: refuse it.
  func integer(_ index: Int, in range: ClosedRange<Int>, empty: Int? = nil) throws(FieldProblem) -> Int {
    let text = text(index)
    if text.isEmpty, let empty { return empty }
    guard let value = Int(text) ?? Self.lenientInteger(text) else {
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
    guard let value = Money(text) else {
      throw problem(index, "is not an amount:", remedy: "write a number such as 59.90")
    }
    guard value.hundredths >= 0 else {
      throw problem(index, "is negative:", remedy: "write the price of one piece, 0 or more")
    }
    return value
  }

  /// A moment; nil for an empty field.
  func time(_ index: Int, style: TimeStyle) throws(FieldProblem) -> WallTime? {
    let text = text(index)
    if text.isEmpty { return nil }
    guard let time = style.read(text) else {
      throw problem(
        index, "is not a time:",
        remedy: style.zone == nil
          ? "write RFC 3339 with an offset, such as 2026-04-10T20:00:00+08:00, or name the zone of local times"
          : "write a time such as 2026-04-10 20:00:00")
    }
    return time
  }

  private static func lenientInteger(_ text: String) -> Int? {
    let plain = text.filter { $0 != "," }
    if let value = Int(plain) { return value }
    guard let value = Double(plain), value.rounded() == value, abs(value) < 1e15 else { return nil }
    return Int(value)
  }
}
