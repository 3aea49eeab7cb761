internal import HTTPTypes
internal import Intake
internal import LiveshelfCore
internal import RoomAPI

/// A row that was not rows, as the answer shows it.
struct RejectedRowView: Codable, Hashable, Sendable {
  /// The line of the body, from 1; of a JSON array, the element's place.
  var line: Int
  /// Empty: the row as a whole.
  var field: String
  /// A stable word for what is wrong (`FieldProblem.code`).
  var code: String
  /// What was found, as far as it may be shown.
  var value = ""
  var message: String

  init(line: Int, field: String, code: String, message: String) {
    (self.line, self.field, self.code, self.message) = (line, field, code, message)
  }

  /// - Parameter objection: begins with the field.
  init(line: Int, objection: String) {
    self.line = line
    field = objection.split(separator: " ").first.map(String.init) ?? ""
    code = "out_of_bounds"
    message = "\(objection.dropFirst(field.count + 1)); shorten or correct it"
  }

  init(_ row: RejectedRow) {
    line = row.line
    field = row.problem.field
    code = row.problem.code
    value = row.problem.value
    let found = row.problem.value.isEmpty ? "" : " '\(row.problem.value)'"
    message = "\(row.problem.problem)\(found); \(row.problem.remedy)"
  }
}

/// Reads the rows of an intake body as its bytes come. Buyers' and viewers' data are never read.
struct IntakeRows {
  /// Rejected rows beyond that are counted only.
  static let maximumRejected = 1000
  /// Of one body, so many are kept in the room.
  private static let mostSetAside = 100

  private var reader: RowReader
  private var splitter: JSONRowSplitter?
  private(set) var rejected: [RejectedRowView] = []
  private(set) var rejectedCount = 0
  /// Whether the reader was given anything.
  private var hasContent = false
  private let limit: Int
  private let kind: RowKind

  /// - Parameter mapping: what is said of the columns; nil: their headers tell.
  init(_ kind: RowKind, format: IntakeFormat, limit: Int, mapping: RowMapping? = nil) {
    self.limit = limit
    self.kind = kind
    reader = .of(kind, file: "body", mapping: mapping)
    if case .json = format { splitter = JSONRowSplitter() }
  }

  /// What the rejected rows were, for the room's records.
  ///
  /// - Parameter place: where they came from.
  func unusable(from place: String) -> [SetAsideRow] {
    rejected.prefix(Self.mostSetAside).map { row in
      let field = row.field.isEmpty ? "" : "\(row.field) "
      return SetAsideRow(kind, place: "\(place), line \(row.line)", reason: field + row.message)
    }
  }

  /// The rows so far, as rooms take them.
  private(set) var rows: [Row] = []

  mutating func append(_ bytes: [UInt8]) throws(APIError) {
    var piece = bytes
    do {
      piece = try splitter?.split(bytes) ?? bytes
    } catch {
      throw APIError(.badRequest, "malformed_json", error.message)
    }
    if piece.isEmpty { return }
    hasContent = true
    reader.append(piece)
    try read(atEnd: false)
  }

  /// Call it when the body is over.
  mutating func finish() throws(APIError) {
    do {
      try splitter?.finish()
    } catch {
      throw APIError(.badRequest, "malformed_json", error.message)
    }
    guard hasContent else {
      // An empty array is no mistake.
      if splitter != nil { return }
      throw APIError(.badRequest, "empty_body", "the body is empty; send rows")
    }
    try read(atEnd: true)
  }

  private mutating func read(atEnd: Bool) throws(APIError) {
    do {
      while let row = try reader.next(atEnd: atEnd) {
        switch row {
        case .value(let row): take(row)
        case .rejected(let row): reject(row)
        }
        if isOverLimit { break }
      }
    } catch {
      throw Self.problem(error)
    }
    if isOverLimit { throw .tooLarge("the body", limit: limit, unit: "rows") }
  }

  private var isOverLimit: Bool { rows.count + rejectedCount > limit }

  private mutating func take(_ row: Row) {
    guard let objection = row.objection else { return rows.append(row.withoutPersonalData) }
    rejectedCount += 1
    guard rejected.count < Self.maximumRejected else { return }
    rejected.append(RejectedRowView(line: rows.count + rejectedCount, objection: objection))
  }

  private mutating func reject(_ row: RejectedRow) {
    rejectedCount += 1
    if rejected.count < Self.maximumRejected { rejected.append(RejectedRowView(row)) }
  }

  static func problem(_ error: IntakeError) -> APIError {
    switch error {
    case .empty:
      APIError(.badRequest, "no_rows", "the body holds no rows; send a header line and rows, or JSON objects")
    case .missingColumn(_, let column, let found):
      // Without a header line, the columns' names are the first row's values.
      APIError(
        .unprocessableContent, "missing_column",
        "column '\(column)' is missing among \(found.count) columns; begin with a line that names the columns, or say with "
          + "?columns= what yours are called",
        field: column)
    case .notText: APIError(.badRequest, "not_text", error.description)
    case .tooLarge: APIError(.contentTooLarge, "too_large", error.description)
    case .unreadable, .badField, .badSetting, .duplicateSKU, .halfOfOrders, .mostlyRefused:
      APIError(.unprocessableContent, "unusable_body", error.description)
    }
  }
}
