import LiveshelfCore
import TestSupport

/// Rows as a shop's files have them, with some among them that are none.
struct LedgerText {
  private var lines: [RowKind: [String]] = [:]
  /// Rows that nobody can use: no whole number of pieces, below nothing, more than any shop sells.
  private(set) var broken = 0

  private static let headers: [RowKind: String] = [
    .stock: "snapshot_time,sku,option,warehouse,on_hand",
    .transactions:
      "id,type,sku,option,warehouse,to_warehouse,qty,event_time,reason,arrival,scope,resellable_qty",
    .orders: "event_id,order_id,line_id,event_type,sku,option,qty,unit_price,currency,warehouse,source,event_time",
  ]

  init(_ rows: [Row], spoiltBy dice: inout Dice) {
    for row in rows {
      guard let line = Self.line(row) else { continue }
      lines[row.kind, default: []].append(line(nil))
      guard row.kind == .orders, Int.random(in: 0..<20, using: &dice) == 0 else { continue }
      broken += 1
      lines[.orders]?.append(line(["-3", "2.5", "0", "", "three", "99999999999"].randomElement(using: &dice)))
    }
  }

  /// CSV with its header; nil: there are none.
  func body(_ kind: RowKind) -> String? {
    guard let rows = lines[kind], let header = Self.headers[kind] else { return nil }
    return ([header] + rows).joined(separator: "\n") + "\n"
  }

  private static func time(_ time: WallTime) -> String { time.formatted(in: .china) }

  /// The row's line; given other words for the quantity, that of a row of its own.
  private static func line(_ row: Row) -> ((String?) -> String)? {
    switch row {
    case .stock(let stock):
      return { _ in "\(time(stock.time)),\(stock.sku),\(stock.option),\(stock.warehouse),\(stock.onHand)" }
    case .order(let event):
      return { quantity in
        // Prices of one order in two currencies: the ledger counts pieces.
        let price = event.quantity % 2 == 0 ? "59.00,CNY" : "8.20,USD"
        return
          "\(event.eventID)\(quantity == nil ? "" : "-broken"),\(event.orderID),\(event.lineID),\(event.type.rawValue),"
          + "\(event.sku),\(event.option),\(quantity ?? "\(event.quantity)"),\(price),\(event.warehouse),"
          + "\(event.source),\(time(event.eventTime))"
      }
    case .transaction(let told):
      let rest: String
      switch told.change {
      case .receipt(let warehouse, let quantity): rest = line(told, "receipt", warehouse, quantity)
      case .transfer(let source, let target, let quantity, let arrival):
        rest = line(told, "transfer", source, quantity, to: target, arrival: arrival)
      case .count(let warehouse, let units, let scope):
        rest = line(told, "count", warehouse, units, scope: scope.rawValue)
      case .adjustment(let warehouse, let units): rest = line(told, "adjustment", warehouse, units)
      case .damage(let warehouse, let quantity): rest = line(told, "damage", warehouse, quantity)
      case .returnReceived(let warehouse, let quantity, let resellable, _):
        rest = line(told, "return_received", warehouse, quantity, resellable: "\(resellable)")
      case .returnToSupplier(let warehouse, let quantity): rest = line(told, "return_to_supplier", warehouse, quantity)
      case .assembly(let warehouse, let quantity): rest = line(told, "assembly", warehouse, quantity)
      case .presaleAllowance(let warehouse, let units, _): rest = line(told, "presale", warehouse, units)
      case .allocation: return nil
      }
      return { _ in rest }
    case .comment, .click: return nil
    }
  }

  private static func line(
    _ told: StockTransaction, _ type: String, _ warehouse: String, _ quantity: Int, to target: String = "",
    arrival: WallTime? = nil, scope: String = "", resellable: String = ""
  ) -> String {
    "\(told.id),\(type),\(told.sku),\(told.option),\(warehouse),\(target),\(quantity),\(time(told.time)),\(told.reason),"
      + "\(arrival.map { time($0) } ?? ""),\(scope),\(resellable)"
  }
}
