internal import HTTPTypes
internal import Intake
internal import RoomAPI
internal import Rooms

/// A running order of a body, its products found in the room's catalog.
struct RunningOrderBody {
  static let mostNames = 5

  var order = RunningOrder()
  /// The products' names, in order.
  var names: [String] = []
  var rejected: [RejectedRowView] = []

  /// - Throws: a body that is no table, too long, or without a column that names products.
  init(_ bytes: [UInt8], format: IntakeFormat, products: [ProductView]) throws(APIError) {
    let rows = try format.lines(of: bytes)
    let file: RunningOrderFile
    do {
      file = try RunningOrderReader.read(rows, file: "running order")
    } catch {
      throw IntakeRows.problem(error)
    }
    rejected = file.rejected.map { RejectedRowView($0) }
    for row in file.rows {
      guard let product = Self.product(of: row, among: products) else {
        rejected.append(
          RejectedRowView(
            line: row.line, field: row.sku.isEmpty ? row.name.isEmpty ? "link_no" : "name" : "sku",
            code: "not_in_catalog",
            message: "the catalog has no such product; take its SKU, name or link number from the room's catalog"))
        continue
      }
      names.append(product.name)
      order.items.append(
        RunningOrder.Item(
          sku: product.sku, minutes: row.minutes ?? RunningOrder.usualMinutes,
          points: row.points.prefix(RunningOrder.mostPoints).map { String($0.prefix(RunningOrder.longestPoint)) }))
    }
  }

  private static func product(of row: RunningOrderRow, among products: [ProductView]) -> ProductView? {
    products.first { !row.sku.isEmpty && $0.sku == row.sku }
      ?? products.first { !row.name.isEmpty && $0.name == row.name }
      ?? products.first { row.linkNumber != nil && $0.linkNumber == row.linkNumber }
  }
}
