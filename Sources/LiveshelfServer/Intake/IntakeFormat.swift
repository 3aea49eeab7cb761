internal import Hummingbird

/// How the rows of an intake body are written.
enum IntakeFormat: Sendable {
  /// One object, or an array of objects.
  case json
  case jsonLines
  case csv
  /// .xlsx
  case workbook

  /// - Throws: `APIError` (415).
  init(_ headers: HTTPFields) throws(APIError) {
    if let encoding = headers[.contentEncoding], encoding.lowercased() != "identity" {
      throw APIError(
        .unsupportedMediaType, "unsupported_encoding", "the content encoding '\(encoding)' is not read; send it plain",
        field: "Content-Encoding")
    }
    let type = headers[.contentType].map { $0.prefix { $0 != ";" }.lowercased().filter { $0 != " " } }
    switch type {
    case "application/json": self = .json
    case "application/x-ndjson", "application/jsonl", "application/x-jsonlines": self = .jsonLines
    case "text/csv": self = .csv
    case "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": self = .workbook
    default:
      throw APIError(
        .unsupportedMediaType, "unsupported_media_type",
        "send application/json, application/x-ndjson, text/csv or a workbook (.xlsx), and name it in Content-Type",
        field: "Content-Type")
    }
  }
}
