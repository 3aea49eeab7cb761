public import LiveshelfCore

/// What somebody says of the columns of rows that do not come as a file: what `--order-columns`, `--inventory-columns` and
/// `--transaction-columns` say of files.
public enum RowMapping: Hashable, Sendable {
  case orders(OrderColumns)
  case table(ColumnMapping)

  /// Reads a mapping such as `sku=商家编码,dates=mdy`.
  public static func parse(_ text: String, for kind: RowKind) throws(ColumnMappingError) -> RowMapping {
    switch kind {
    case .orders: return .orders(try OrderColumns.parse(text))
    case .stock: return .table(try ColumnMapping.parse(text, columns: InventoryReader.columnNames))
    case .transactions: return .table(try ColumnMapping.parse(text, columns: TransactionReader.columnNames))
    case .comments, .clicks:
      throw ColumnMappingError(description: "columns can be named of orders, stock and transactions only")
    }
  }

  var orders: OrderColumns? {
    if case .orders(let columns) = self { columns } else { nil }
  }

  var table: ColumnMapping? {
    if case .table(let mapping) = self { mapping } else { nil }
  }
}
