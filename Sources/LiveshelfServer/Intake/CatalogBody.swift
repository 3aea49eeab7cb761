internal import HTTPTypes
internal import Intake
internal import LiveshelfCore

/// Reads a catalog from a body. One that is wrong anywhere is refused as a whole.
enum CatalogBody {
  static func read(_ bytes: [UInt8], format: IntakeFormat) throws(APIError) -> [Product] {
    try file(bytes, format: format, columns: nil).catalog.products
  }

  /// - Parameter columns: what is said of the columns, as `--catalog-columns` takes it.
  static func file(_ bytes: [UInt8], format: IntakeFormat, columns text: String?) throws(APIError) -> CatalogFile {
    var columns = CatalogColumns.known
    do {
      if let text { columns = try CatalogColumns.parse(text) }
    } catch {
      throw APIError(.badRequest, "invalid_query", error.description, field: "columns")
    }
    let rows = try format.lines(of: bytes)
    do {
      return try CatalogReader.read(rows, file: "catalog", columns: columns)
    } catch {
      switch error {
      case .badField(_, let problem):
        throw .invalid(problem.field.isEmpty ? "catalog" : problem.field, "line \(problem.line): \(problem)")
      case .missingColumn(_, let column, _): throw .invalid(column, error.description)
      case .tooLarge: throw APIError(.contentTooLarge, "too_large", error.description)
      default: throw .invalid("catalog", error.description)
      }
    }
  }
}
