import Foundation

extension RecordParser {
  func jsonRecord(_ row: TextRow) -> ParsedRecord {
    let text = row.fields[0]
    func broken(_ problem: String) -> ParsedRecord {
      // The text itself may tell of a buyer.
      .broken(
        FieldProblem(
          line: row.line, field: "", value: "", problem: problem, remedy: "write one JSON object on each line"))
    }
    let object: [String: Any]
    do {
      guard let read = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] else {
        return broken("no JSON object")
      }
      object = read
    } catch {
      return broken("no valid JSON")
    }
    var fields: [String?] = []
    for column in shape.columns {
      let value = column.headers.lazy.compactMap { object[$0] }.first
      let text = value.flatMap(Self.text)
      if text == nil, column.isRequired {
        return .broken(
          FieldProblem(
            line: row.line, field: column.name, value: "", problem: "is missing",
            remedy: "found: \(object.keys.sorted().prefix(40).joined(separator: ", "))"))
      }
      fields.append(text)
    }
    return .record(Record(line: row.line, fields: fields))
  }

  /// A JSON value as the text that a CSV field would hold; lists are joined by `|`.
  private static func text(_ value: Any) -> String? {
    switch value {
    case let text as String: text.trimmingBlanks()
    case let number as NSNumber: number.stringValue
    case let list as [Any]: list.compactMap(Self.text).joined(separator: "|")
    default: nil
    }
  }
}
