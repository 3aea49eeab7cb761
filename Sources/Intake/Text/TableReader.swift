public import Foundation
public import LiveshelfCore

/// Reads tables whose columns their reader names: CSV and its kin with a header, or JSON Lines, row by row.
public enum TableReader {
  /// More rows than any table of a shop has.
  static let maximumRows = 20_000_000

  /// Hands each row of a file to `use`. A row for which it throws is skipped and returned with its line, column and remedy.
  ///
  /// - Parameters:
  ///   - required: columns without which the file cannot be read. They come first in the numbering of `TableFields`.
  ///   - optional: columns that may be missing; their fields are then empty.
  /// - Throws: `unreadable`, `missingColumn`, `notText`, `empty` (no header), `tooLarge`.
  public static func read(
    _ url: URL, required: [String], optional: [String] = [], _ use: (TableFields) throws(FieldProblem) -> Void
  ) throws(IntakeError) -> [RejectedRow] {
    let columns = required.map { Column($0, required: true) } + optional.map { Column($0) }
    var reader = try RecordReader(try ByteSource(url)) { _ in columns }
    let (names, file) = (columns.map(\.name), url.lastPathComponent)
    var rejected: [RejectedRow] = []
    var count = 0
    while let parsed = try reader.next() {
      count += 1
      guard count <= maximumRows else {
        throw .tooLarge(file: file, limit: "\(maximumRows) rows", remedy: "cut the file into periods")
      }
      switch parsed {
      case .broken(let problem): rejected.append(RejectedRow(file: file, problem: problem))
      case .record(let record):
        do {
          try use(TableFields(reader: FieldReader(record: record, names: names)))
        } catch {
          rejected.append(RejectedRow(file: file, problem: error))
        }
      }
    }
    return rejected
  }
}

/// The fields of a row, by the number of their column. Every problem names line, column and remedy.
public struct TableFields {
  let reader: FieldReader

  /// The text of a field; empty when the column is absent.
  public func text(_ index: Int) -> String { reader.text(index) }

  /// A text that must not be empty.
  public func requiredText(_ index: Int) throws(FieldProblem) -> String { try reader.requiredText(index) }

  /// A whole number; `empty` stands for an empty field, nil: refuse it.
  public func integer(_ index: Int, in range: ClosedRange<Int>, empty: Int? = nil) throws(FieldProblem) -> Int {
    try reader.integer(index, in: range, empty: empty)
  }

  /// A number; nil for an empty field.
  public func number(_ index: Int, in range: ClosedRange<Double>) throws(FieldProblem) -> Double? {
    let text = reader.text(index)
    if text.isEmpty { return nil }
    guard let value = Double(text), value.isFinite else {
      throw reader.problem(index, "is not a number:", remedy: "write a number such as 12.5")
    }
    guard range.contains(value) else {
      throw reader.problem(
        index, "is out of range:", remedy: "write a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return value
  }

  /// A number that must be there.
  public func requiredNumber(_ index: Int, in range: ClosedRange<Double>) throws(FieldProblem) -> Double {
    guard let value = try number(index, in: range) else {
      throw reader.problem(index, "is empty", remedy: "fill it in")
    }
    return value
  }

  /// A moment with an offset, or a local time of China; nil for an empty field.
  public func time(_ index: Int) throws(FieldProblem) -> WallTime? { try reader.time(index, style: .china) }

  /// A moment that must be there.
  public func requiredTime(_ index: Int) throws(FieldProblem) -> WallTime {
    guard let time = try reader.time(index, style: .china) else {
      throw reader.problem(index, "is empty", remedy: "write a time such as 2026-04-10T20:00:00.000+08:00")
    }
    return time
  }

  /// What is wrong with a field, in the reader's words.
  public func problem(_ index: Int, _ problem: String, remedy: String) -> FieldProblem {
    reader.problem(index, problem, remedy: remedy)
  }
}
