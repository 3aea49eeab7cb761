public import Foundation

/// Why a file could not be read. Nothing of the file has been used when one of these is thrown, except by the streaming
/// readers, which throw only `unreadable` once they have begun: rows that they cannot use are handed out as `RejectedRow`.
///
/// Each description names the file, the place and the remedy; the cases that the user can mend are all but `unreadable`.
public enum IntakeError: Error, Hashable, Sendable {
  /// The file is absent, a folder, or the system refuses to read it.
  case unreadable(file: String, reason: String)
  /// The file has no rows of data.
  case empty(file: String, remedy: String)
  /// Bytes that are no text in the encodings that are understood.
  case notText(file: String, line: Int, remedy: String)
  /// A column that must be there is not; `found` are the columns of the file.
  case missingColumn(file: String, column: String, found: [String])
  /// An order file that tells of orders and not of their products, or the other way round.
  case halfOfOrders(file: String, lacks: String, found: [String], remedy: String)
  /// So many rows cannot be used that the file is not what it was taken for; a few of them.
  case mostlyRefused(file: String, refused: Int, rows: Int, examples: [RejectedRow])
  /// A field that cannot be used. Lines count from 1, the header included.
  case badField(file: String, problem: FieldProblem)
  /// Two rows with the same SKU.
  case duplicateSKU(file: String, sku: String, line: Int, firstLine: Int)
  /// A setting that cannot be used. `key` is its path, such as `thresholds.leadTimeDays`; empty: the file's form.
  case badSetting(file: String, line: Int, key: String, reason: String, remedy: String)
  /// More data than the reader takes.
  case tooLarge(file: String, limit: String, remedy: String)
}

extension IntakeError: CustomStringConvertible, LocalizedError {
  public var description: String {
    switch self {
    case .unreadable(let file, let reason):
      "\(file): cannot be read: \(reason)"
    case .empty(let file, let remedy):
      "\(file): no rows of data; \(remedy)"
    case .notText(let file, let line, let remedy):
      "\(file):\(line): not readable as text; \(remedy)"
    case .missingColumn(let file, let column, let found):
      "\(file): column '\(column)' is missing; found: \(found.isEmpty ? "no columns" : found.joined(separator: ", "))"
    case .halfOfOrders(let file, let lacks, let found, let remedy):
      "\(file): \(lacks); \(remedy); found: \(found.joined(separator: ", "))"
    case .mostlyRefused(let file, let refused, let rows, let examples):
      "\(file): \(refused) of \(rows) rows cannot be used, so none is: "
        + examples.map(\.description).joined(separator: " | ")
    case .badField(let file, let problem):
      "\(file):\(problem.line): \(problem)"
    case .duplicateSKU(let file, let sku, let line, let firstLine):
      "\(file):\(line): SKU '\(sku)' is already on line \(firstLine); give each product its own SKU or remove one row"
    case .badSetting(let file, let line, let key, let reason, let remedy):
      "\(file):\(line): \(key.isEmpty ? "" : "'\(key)' ")\(reason); \(remedy)"
    case .tooLarge(let file, let limit, let remedy):
      "\(file): more than \(limit); \(remedy)"
    }
  }

  public var errorDescription: String? { description }
}

/// A field that cannot be used, and what to do about it.
public struct FieldProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// Counts from 1, the header included.
  public var line: Int
  /// The column's name as the file writes it; empty when the row as a whole is at fault.
  public var field: String
  /// What was found, cut to 80 characters.
  public var value: String
  public var problem: String
  public var remedy: String

  public init(line: Int, field: String, value: String, problem: String, remedy: String) {
    self.line = line
    self.field = field
    self.value = value.count > 80 ? "\(value.prefix(80))…" : value
    self.problem = problem
    self.remedy = remedy
  }

  public var description: String {
    let place = field.isEmpty ? "" : "column '\(field)': "
    let found = value.isEmpty ? "" : " '\(value)'"
    return "\(place)\(problem)\(found); \(remedy)"
  }
}

/// Something odd that was read nevertheless.
public struct IntakeWarning: Hashable, Sendable, CustomStringConvertible {
  public var file: String
  public var line: Int
  public var text: String

  public init(file: String, line: Int, text: String) {
    self.file = file
    self.line = line
    self.text = text
  }

  public var description: String { "\(file):\(line): \(text)" }
}
