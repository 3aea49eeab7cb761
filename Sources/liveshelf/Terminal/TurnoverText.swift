import Foundation
import InventoryEngine
import LiveshelfCore

/// Turnover metrics as a table, CSV or JSON.
enum TurnoverText {
  private static let columns: [(name: String, text: @Sendable (TurnoverMetrics) -> String)] = [
    ("opening", { String($0.openingUnits) }), ("received", { String($0.receivedUnits) }),
    ("sold", { String($0.soldUnits) }), ("closing", { String($0.closingUnits) }),
    ("turnover_ratio", { number($0.turnoverRatio, 3) }), ("days_of_inventory", { number($0.daysOfInventory, 1) }),
    ("sell_through", { number($0.sellThrough, 3) }), ("days_of_cover", { number($0.daysOfCover, 1) }),
    ("stockout_minutes", { number($0.stockoutMinutes, 1) }), ("empty_cell_minutes", { number($0.emptyCellMinutes, 1) }),
    ("rejected_units", { String($0.rejectedUnits) }),
    ("lost_units", { number($0.lostUnits, 1) }), ("lost_sales", { $0.lostSalesValue.description }),
    ("dead_stock", { $0.deadStockValue.description }), ("response_s", { number($0.replenishmentResponse, 0) }),
  ]

  static func text(_ metrics: [TurnoverMetrics], format: TurnoverFormat, catalog: Catalog?) throws -> String {
    switch format {
    case .table: table(metrics, catalog)
    case .csv: csv(metrics)
    case .json: try json(metrics)
    }
  }

  private static func table(_ metrics: [TurnoverMetrics], _ catalog: Catalog?) -> String {
    func label(_ group: String) -> String { catalog?[SKU(group)].map { "\(group) \($0.name)" } ?? group }
    let rows = [[""] + columns.map(\.name)] + metrics.map { row in [label(row.group)] + columns.map { $0.text(row) } }
    let widths = rows[0].indices.map { column in rows.map { DisplayWidth.of($0[column]) }.max() ?? 0 }
    return rows.map { row in
      row.enumerated().map { column, text in
        let padding = String(repeating: " ", count: widths[column] - DisplayWidth.of(text))
        return column == 0 ? text + padding : padding + text
      }.joined(separator: "  ")
    }.joined(separator: "\n")
  }

  private static func csv(_ metrics: [TurnoverMetrics]) -> String {
    func quoted(_ text: String) -> String {
      text.contains { ",\"\n\r".contains($0) } ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
    }
    let header = (["group"] + columns.map(\.name)).joined(separator: ",")
    return
      ([header] + metrics.map { row in ([quoted(row.group)] + columns.map { $0.text(row) }).joined(separator: ",") })
      .joined(separator: "\n")
  }

  private static func json(_ metrics: [TurnoverMetrics]) throws -> String {
    let rows = metrics.map { row in
      var object: [String: String] = ["group": row.group]
      for column in columns where !column.text(row).isEmpty { object[column.name] = column.text(row) }
      return object
    }
    // Numbers are written as numbers; only the group is text.
    let objects = rows.map { row in
      row.mapValues { text -> Any in text }.merging(
        row.filter { $0.key != "group" }.compactMapValues { Double($0) as Any? }
      ) { $1 }
    }
    let data = try JSONSerialization.data(withJSONObject: objects, options: [.sortedKeys, .prettyPrinted])
    return String(decoding: data, as: UTF8.self)
  }

  private static func number(_ value: Double?, _ places: Int) -> String {
    guard let value, value.isFinite else { return "" }
    return String(format: "%.\(places)f", value)
  }
}
