import LiveshelfCore

/// What an export's numbers mean, as its rows show: whether a quantity is that of the row or of the whole order, and whether an amount
/// is that of one piece or of all. Memory is bounded by the products.
struct OrderSurvey: Sendable {
  /// The quantity on each row is that of the whole order.
  var quantityIsOfOrder: Bool {
    // Two orders of that kind are no coincidence, one that only its amount explains is none either.
    ofOrder.certain > ofRow.certain
      || ofRow.certain == 0 && ofOrder.certain == 0 && ofOrder.likely >= 2 && ofRow.likely == 0
  }
  /// The amount of a row is that of one piece.
  var amountIsOfPiece: Bool { ofPiece > ofPieces }

  private var ofOrder = (certain: 0, likely: 0)
  private var ofRow = (certain: 0, likely: 0)
  private var (ofPiece, ofPieces) = (0, 0)

  private static let maximumProducts = 10_000
  /// Pieces and amount of the first row of each product.
  private var amounts: [String: (pieces: Int, amount: Int64)] = [:]
  /// The rows of the order that is being read.
  private var orderID = ""
  private var rows: [(pieces: Int, price: Int64?)] = []
  private var orderAmount: Int64?

  mutating func note(_ record: Record) {
    let pieces = Self.hundredths(record, .quantity).map { Int($0 / 100) } ?? 1
    let amount = Self.hundredths(record, .lineAmount)
    noteAmount(record, pieces, amount)
    let order = record.text(OrderField.orderID.index)
    if order != orderID || order.isEmpty || rows.count >= 200 {
      conclude()
      orderID = order
    }
    rows.append((pieces, Self.hundredths(record, .unitPrice) ?? amount))
    if let paid = Self.hundredths(record, .orderAmount), paid > 0 { orderAmount = orderAmount ?? paid }
  }

  private mutating func noteAmount(_ record: Record, _ pieces: Int, _ amount: Int64?) {
    guard let amount, amount > 0, pieces > 0 else { return }
    if let price = Self.hundredths(record, .unitPrice), price > 0 {
      // The row itself tells.
      if pieces > 1 { if amount >= price * Int64(clamping: pieces) / 2 { ofPieces += 1 } else { ofPiece += 1 } }
      return
    }
    let product = record.text(OrderField.sku.index) + "/" + record.text(OrderField.skuID.index)
    guard let known = amounts[product] else {
      if amounts.count < Self.maximumProducts { amounts[product] = (pieces, amount) }
      return
    }
    guard known.pieces != pieces else { return }
    if amount == known.amount { ofPiece += 1 }
    if amount * Int64(known.pieces) == known.amount * Int64(pieces) { ofPieces += 1 }
  }

  /// Judges the order that is complete now.
  mutating func conclude() {
    defer {
      rows.removeAll(keepingCapacity: true)
      orderAmount = nil
    }
    guard rows.count > 1 else { return }
    let total = rows[0].pieces
    guard rows.allSatisfy({ $0.pieces == total }), total >= rows.count else {
      ofRow.certain += rows.contains { $0.pieces != total } ? 1 : 0
      ofRow.likely += 1
      return
    }
    let prices = rows.map(\.price)
    if let orderAmount, !prices.contains(nil) {
      let byRow = prices.reduce(Int64(0)) { $0 + ($1 ?? 0) * Int64(total) }
      if byRow == orderAmount {
        ofRow.certain += 1
        return
      }
      let single = prices.reduce(Int64(0)) { $0 + ($1 ?? 0) }
      let isDivided = PieceSolver.divide(total, over: rows.count, prices: prices, amount: orderAmount) != nil
      if total == rows.count ? single == orderAmount : isDivided {
        ofOrder.certain += 1
        return
      }
    }
    if total == rows.count { ofOrder.likely += 1 }
  }

  /// A number of a record in hundredths, as far as it can be read before it is settled how the file writes numbers.
  private static func hundredths(_ record: Record, _ field: OrderField) -> Int64? {
    let text = record.text(field.index)
    if text.isEmpty { return nil }
    let style = NumberStyle(decimalMark: NumberShape(text).certainMark ?? .point)
    guard let value = MoneyText.read(text, style: style)?.hundredths, abs(value) < 1_000_000_000_000 else { return nil }
    return value
  }
}
