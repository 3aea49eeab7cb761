import LiveshelfCore

/// One product of an order, as the rows tell of it.
private struct OrderLine {
  var order: OrderEvent
  var life: OrderLife
  /// Pieces and money that were given back, as the row says.
  var refundedQuantity: Int
  var refundedAmount: Int64?
  var orderAmount: Int64?
  /// Pieces that were refunded, once that is decided.
  var refunded = 0

  var price: Int64? { order.unitPrice?.hundredths }
  var amount: Int64? { order.value?.hundredths }
}

extension OrderParser {
  /// All the events that the rows of one order tell of, in their order.
  mutating func orderRows(_ rows: [Record]) -> [OrderRow] {
    guard let preset else { return [] }
    var (lines, result) = ([OrderLine](), [OrderRow]())
    let given = givenPieces(rows, preset)
    for (place, record) in rows.enumerated() {
      do {
        lines += try orderLines(record, preset, given: given.map { $0[place] })
      } catch {
        result.append(.rejected(RejectedRow(file: file, problem: error)))
      }
    }
    settleRefunds(&lines, preset)
    return lines.flatMap { line in
      line.life.events(of: line.order, refunded: line.refunded).map { OrderRow.event($0) }
    } + result
  }

  /// The pieces of each row of an order, where its rows tell only those of all together: an empty list for a row whose pieces
  /// cannot be known; nil: each row tells its own.
  private func givenPieces(_ rows: [Record], _ preset: OrderPreset) -> [Int?]? {
    let ofOrder = !has(.quantity) && has(.orderQuantity)
    guard rows.count > 1, ofOrder || survey.quantityIsOfOrder else { return nil }
    let field = ofOrder ? OrderField.orderQuantity : .quantity
    let readers = rows.map { FieldReader(record: $0, names: names) }
    guard let total = whole(readers[0], field, preset), readers.allSatisfy({ whole($0, field, preset) == total }) else {
      return nil
    }
    let prices = readers.map { hundredths($0, .unitPrice) ?? hundredths($0, .lineAmount) }
    let divided = PieceSolver.divide(
      total, over: rows.count, prices: prices, amount: hundredths(readers[0], .orderAmount))
    return divided.map { $0.map(Optional.some) } ?? Array(repeating: nil, count: rows.count)
  }

  private func whole(_ fields: FieldReader, _ field: OrderField, _ preset: OrderPreset) -> Int? {
    try? fields.integer(field.index, in: 1...preset.maximumQuantity)
  }

  private func hundredths(_ fields: FieldReader, _ field: OrderField) -> Int64? {
    MoneyText.read(fields.text(field.index), style: fields.record.style.numbers)?.hundredths
  }

  /// The products of one row.
  ///
  /// - Parameter given: the row's pieces, where its quantity is that of the whole order; nil within: they cannot be known.
  private mutating func orderLines(
    _ record: Record, _ preset: OrderPreset, given: Int??
  ) throws(FieldProblem) -> [OrderLine] {
    let row = FieldReader(record: record, names: names)
    let joined = JoinedProducts(record, matcher)
    var pieces: [Int?] = joined.parts.map { _ in nil }
    let quantityField = has(.quantity) ? OrderField.quantity : .orderQuantity
    if joined.parts.count > 1, !joined.hasOwnQuantities {
      let total = try row.integer(quantityField.index, in: 1...preset.maximumQuantity, empty: joined.parts.count)
      let prices = joined.parts.map { part in
        joined.hasOwnAmounts ? hundredths(FieldReader(record: part, names: names), .unitPrice) : nil
      }
      let amount = joined.hasOwnAmounts ? hundredths(row, .orderAmount) : nil
      guard let divided = PieceSolver.divide(total, over: joined.parts.count, prices: prices, amount: amount) else {
        throw row.problem(
          quantityField.index,
          "is that of \(joined.parts.count) products together, and does not tell how many of each:",
          remedy: "give each product a row of its own, or its own number between ';'")
      }
      pieces = divided
    } else if let given {
      guard let own = given else {
        throw row.problem(
          quantityField.index, "is that of all rows of the order together, and does not tell how many of each:",
          remedy: "export the lines of the orders with their own numbers")
      }
      pieces = [own]
    } else if !has(.quantity), has(.orderQuantity) {
      pieces = [try row.integer(OrderField.orderQuantity.index, in: 1...preset.maximumQuantity, empty: 1)]
    } else if pieces.count == 1, (try? row.integer(quantityField.index, in: 0...0)) != nil {
      note(.noPieces)
      return []
    }
    var lines: [OrderLine] = []
    for (part, own) in zip(joined.parts, pieces) {
      lines.append(try orderLine(FieldReader(record: part, names: names), preset, pieces: own))
    }
    if joined.parts.count > 1, !joined.hasOwnAmounts { share(row, among: &lines) }
    return lines
  }

  /// One amount for several products: each piece is taken for as dear as the others, so that the sum is right.
  private func share(_ row: FieldReader, among lines: inout [OrderLine]) {
    let total = lines.reduce(0) { $0 + $1.order.quantity }
    guard let amount = hundredths(row, .lineAmount) ?? hundredths(row, .orderAmount), total > 0 else { return }
    for place in lines.indices {
      lines[place].order.unitPrice = Money(
        hundredths: amount / Int64(total), currency: lines[place].order.unitPrice?.currency ?? .unspecified)
    }
  }

  private mutating func orderLine(
    _ fields: FieldReader, _ preset: OrderPreset, pieces: Int?
  ) throws(FieldProblem) -> OrderLine {
    func time(_ field: OrderField) throws(FieldProblem) -> WallTime? {
      try fields.time(field.index, style: preset.times)
    }
    let (told, paid) = (try time(.createdTime), try time(.paidTime))
    guard let created = told ?? paid else {
      throw fields.problem(OrderField.createdTime.index, "is empty", remedy: "say when the order was made")
    }
    var order = try fields.order(preset, matcher, type: .created, time: created, quantity: pieces)
    let currency = Currency(fields.text(OrderField.currency.index)) ?? .unspecified
    if order.unitPrice == nil, var amount = try fields.amount(.lineAmount, preset, currency) {
      if !survey.amountIsOfPiece { amount.hundredths /= Int64(order.quantity) }
      order.unitPrice = amount
    }
    let (status, refund) = (fields.text(OrderField.status.index), fields.text(OrderField.refundStatus.index))
    var life = OrderLife(
      created: created, paid: paid, cancelled: try time(.cancelledTime),
      shippedTime: try time(.shippedTime), refundTime: try time(.refundedTime), closedTime: try time(.closedTime),
      status: book.meaning(of: status), fulfillment: book.meaning(of: fields.text(OrderField.fulfillment.index)),
      refund: book.meaning(of: refund), reason: book.meaning(of: fields.text(OrderField.reason.index)),
      hasTracking: fields.text(OrderField.tracking.index).contains(where: \.isNumber), tellsPayment: has(.paidTime),
      tellsShipping: has(.shippedTime), tellsTracking: has(.tracking))
    if life.refund.contains(.closed), refund.utf8.contains(where: { $0 >= 0x80 }) {
      // Chinese shops close the request, not the order.
      life.refund.remove(.closed)
      life.refund.insert(.declined)
    }
    if !status.isEmpty, life.status == [] { note(.unknownStatus) }
    return OrderLine(
      order: order, life: life,
      refundedQuantity: try fields.integer(
        OrderField.refundedQuantity.index, in: 0...preset.maximumQuantity, empty: 0),
      refundedAmount: try fields.amount(.refundedAmount, preset, currency)?.hundredths,
      orderAmount: try fields.amount(.orderAmount, preset, currency)?.hundredths)
  }

  // MARK: - Refunds

  /// WooCommerce's exports subtract from the quantity what was given back.
  private var quantityIsWithoutRefunds: Bool { header.contains { HeaderName.exact($0) == "quantity (- refund)" } }

  private mutating func settleRefunds(_ lines: inout [OrderLine], _ preset: OrderPreset) {
    if quantityIsWithoutRefunds { return }
    let amounts = lines.compactMap { $0.refundedAmount.flatMap { $0 > 0 ? $0 : nil } }
    let isRepeated =
      lines.count > 1 && amounts.count == lines.count && Set(amounts).count == 1
      && lines.contains { ($0.amount ?? .max) < amounts[0] }
    if lines.count > 1, let amount = amounts.first, preset.refundsAreOfOrder || orders != nil || isRepeated,
      !lines.contains(where: { $0.refundedQuantity > 0 })
    {
      settleOrderRefund(amount, &lines)
    } else {
      for place in lines.indices { lines[place].refunded = refundedPieces(lines[place], isOnly: lines.count == 1) }
    }
    for line in lines where line.refunded > 0 && line.life.isShipped == nil { note(.unknownDispatch) }
  }

  /// Money that was given back for a whole order: all of it, or the one choice of pieces that costs as much.
  private mutating func settleOrderRefund(_ amount: Int64, _ lines: inout [OrderLine]) {
    guard let first = lines.first, !first.life.isRefundOpen else { return }
    let total = lines.reduce(Int64(0)) { $0 + ($1.amount ?? 0) }
    let isWhole = first.life.isRefunded && !first.life.isPartly || amount >= min(total, first.orderAmount ?? total)
    let prices = lines.compactMap(\.price)
    if isWhole {
      for place in lines.indices { lines[place].refunded = lines[place].order.quantity }
    } else if prices.count == lines.count,
      let pieces = PieceSolver.refunded(amount, prices: prices, quantities: lines.map(\.order.quantity))
    {
      for place in lines.indices { lines[place].refunded = pieces[place] }
    } else {
      note(.unclearRefund)
    }
  }

  /// Pieces of a line that were refunded.
  private mutating func refundedPieces(_ line: OrderLine, isOnly: Bool) -> Int {
    let quantity = line.order.quantity
    if line.refundedQuantity > 0 { return min(line.refundedQuantity, quantity) }
    let amount = line.refundedAmount ?? 0
    if line.life.isRefundOpen || !line.life.isRefunded && amount == 0 { return 0 }
    guard amount > 0 else {
      if !line.life.isPartly { return quantity }
      note(.unclearRefund)
      return 0
    }
    let paid = isOnly ? min(line.amount ?? .max, line.orderAmount ?? .max) : line.amount ?? .max
    if paid != .max, amount >= paid { return quantity }
    if let price = line.price, price > 0, amount % price == 0, amount / price < Int64(quantity) {
      return Int(amount / price)
    }
    // Discounts make what was paid less than the price: most of it is all of it.
    if line.life.isRefunded, !line.life.isPartly, line.life.isClosed || paid == .max || amount * 2 >= paid {
      return quantity
    }
    note(.unclearRefund)
    return 0
  }
}
