internal import LiveshelfCore

/// Notices when the orders of a product all say that they were made before its stock was told, although they come after: a
/// clock or a zone is wrong then, and the stock would stand still.
struct EarlyOrders: Sendable {
  /// So many in a row are no coincidence.
  private static let suspicious = 20

  private var inARow: [SKU: Int] = [:]

  /// - Parameter opened: when the stock that it draws on was told; nil: it was not yet.
  /// - Returns: what is to be told, once for each row of them.
  mutating func note(_ event: OrderEvent, _ opened: WallTime?) -> LedgerNotice? {
    guard let opened else { return nil }
    guard event.eventTime < opened else {
      inARow[event.sku] = nil
      return nil
    }
    let count = inARow[event.sku, default: 0] + 1
    inARow[event.sku] = count
    guard count == Self.suspicious else { return nil }
    let cell = StockCell(sku: event.sku, option: event.option, warehouse: event.warehouse)
    return .ordersPrecedeOpening(causeID: event.eventID, cell: cell, orders: count, opened: opened)
  }
}
