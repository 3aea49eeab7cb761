import LiveshelfCore

extension FieldReader {
  /// One event from one row.
  func orderEvent(_ preset: OrderPreset, _ matcher: SKUMatcher?) throws(FieldProblem) -> OrderEvent {
    let typeText = text(OrderField.eventType.index)
    guard let type = OrderEventType(rawValue: typeText) ?? OrderEventType(rawValue: typeText.lowercased()) else {
      throw problem(
        OrderField.eventType.index, "is unknown:",
        remedy: "write one of \(OrderEventType.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    guard let time = try time(OrderField.eventTime.index, style: preset.times) else {
      throw problem(OrderField.eventTime.index, "is empty", remedy: "say when it happened")
    }
    var event = try order(preset, matcher, type: type, time: time)
    let id = try identifier(OrderField.eventID.index)
    event.eventID = id.isEmpty ? event.derivedID : id
    event.ingestTime = try self.time(OrderField.ingestTime.index, style: preset.times)
    return event
  }

  /// What a row tells of one product of an order; `quantity` instead of the row's own, where that is of several products.
  func order(
    _ preset: OrderPreset, _ matcher: SKUMatcher?, type: OrderEventType, time: WallTime, quantity: Int? = nil
  ) throws(FieldProblem) -> OrderEvent {
    let (sku, product) = try product(matcher)
    var orderID = try requiredIdentifier(OrderField.orderID.index)
    let line = try identifier(OrderField.lineID.index)
    if preset.layout == .lifecycle {
      // One order may hold several products; each is followed for itself.
      orderID = line.isEmpty ? "\(orderID)/\(product)" : line
    }
    let currencyText = text(OrderField.currency.index)
    guard let currency = Currency(currencyText) else {
      throw problem(OrderField.currency.index, "is no currency:", remedy: "write three letters such as CNY")
    }
    let pieces: Int
    if let quantity {
      pieces = quantity
    } else {
      pieces = try integer(
        OrderField.quantity.index, in: 1...preset.maximumQuantity, empty: preset.layout == .lifecycle ? 1 : nil)
    }
    return OrderEvent(
      eventID: "", orderID: orderID, lineID: preset.layout == .event ? line : "", type: type,
      sku: sku,
      option: preset.layout == .event
        ? text(OrderField.option.index)
        : OptionText.read(text(OrderField.option.index), options: matcher?.options(of: sku)),
      quantity: pieces,
      unitPrice: try amount(.unitPrice, preset, currency), discount: try amount(.discount, preset, currency),
      region: text(OrderField.region.index), warehouse: text(OrderField.warehouse.index),
      source: text(OrderField.source.index), roomMark: text(OrderField.room.index),
      presaleDue: try self.time(OrderField.presaleDue.index, style: preset.times), eventTime: time)
  }

  /// An amount of money in the order's currency.
  func amount(
    _ field: OrderField, _ preset: OrderPreset, _ currency: Currency
  ) throws(FieldProblem) -> Money? {
    guard var amount = try money(field.index) else { return nil }
    if amount.currency == .unspecified { amount.currency = currency }
    if preset.priceUnit == .fen { amount.hundredths /= 100 }
    return amount
  }

  /// The product of a row: the first of its names that the catalog knows, or the first of them.
  private func product(_ matcher: SKUMatcher?) throws(FieldProblem) -> (sku: SKU, text: String) {
    let names: [OrderField] = [.sku, .skuID, .productID, .productName].filter { !text($0.index).isEmpty }
    if let matcher {
      for field in names {
        if let known = matcher.match(text(field.index)) { return (known, text(field.index)) }
      }
    }
    guard let field = names.first else {
      throw problem(OrderField.sku.index, "is empty", remedy: "fill in the product's SKU")
    }
    let name = try field == .productName ? text(field.index) : identifier(field.index)
    return (SKU(name), name)
  }
}
