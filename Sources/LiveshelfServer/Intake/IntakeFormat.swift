internal import Hummingbird

/// How the rows of an intake body are written.
enum IntakeFormat: Sendable {
  /// One object, or an array of objects.
  case json
  case jsonLines
  case csv
  /// .xlsx
  case workbook

  /// A body of rows as its readers take them: an array of JSON has each object on a line of its own.
  func lines(of bytes: [UInt8]) throws(APIError) -> [UInt8] {
    guard case .json = self else { return bytes }
    var splitter = JSONRowSplitter()
    do {
      let lines = try splitter.split(bytes)
      try splitter.finish()
      return lines
    } catch {
      throw APIError(.badRequest, "malformed_json", error.message)
    }
  }

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
