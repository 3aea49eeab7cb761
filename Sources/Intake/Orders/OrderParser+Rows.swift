import LiveshelfCore

extension FieldReader {
  /// One event from one row.
  func orderEvent(_ columns: OrderColumns, _ matcher: SKUMatcher?) throws(FieldProblem) -> OrderEvent {
    let typeText = text(OrderField.eventType.index)
    guard let type = OrderEventType(rawValue: typeText) ?? OrderEventType(rawValue: typeText.lowercased()) else {
      throw problem(
        OrderField.eventType.index, "is unknown:",
        remedy: "write one of \(OrderEventType.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    guard let time = try time(OrderField.eventTime.index, style: columns.times) else {
      throw problem(OrderField.eventTime.index, "is empty", remedy: "say when it happened")
    }
    var event = try order(columns, matcher, type: type, time: time)
    let id = text(OrderField.eventID.index)
    event.eventID = id.isEmpty ? Self.eventID(of: event) : id
    event.ingestTime = try self.time(OrderField.ingestTime.index, style: columns.times)
    return event
  }

  /// All the events that a row about a whole order line tells of, in the order in which they happened.
  func lifecycle(_ columns: OrderColumns, _ matcher: SKUMatcher?) throws(FieldProblem) -> [OrderEvent] {
    func time(_ field: OrderField) throws(FieldProblem) -> WallTime? {
      try self.time(field.index, style: columns.times)
    }
    guard let created = try time(.createdTime) else {
      throw problem(OrderField.createdTime.index, "is empty", remedy: "say when the order was made")
    }
    var order = try order(columns, matcher, type: .created, time: created)
    order.eventID = Self.eventID(of: order)
    var events = [order]
    func add(_ type: OrderEventType, at time: WallTime, quantity: Int? = nil) {
      var event = order
      event.type = type
      event.eventTime = max(time, created)
      event.quantity = quantity ?? order.quantity
      event.eventID = Self.eventID(of: event)
      events.append(event)
    }
    let paid = try time(.paidTime)
    if let paid { add(.paid, at: paid) }
    let status = text(OrderField.status.index).lowercased()
    let refundStatus = text(OrderField.refundStatus.index).lowercased()
    // Where an export tells that something happened and not when, the last time that it does tell stands for it.
    let last = try time(.closedTime) ?? paid ?? created
    let returned = try integer(OrderField.refundedQuantity.index, in: 0...OrderParser.maximumQuantity, empty: 0)
    let refundTime = try time(.refundedTime)
    let isRefunded = columns.refundedStatuses.contains { status.contains($0) || refundStatus.contains($0) }
    if paid != nil, refundTime != nil || returned > 0 || isRefunded {
      add(.refunded, at: refundTime ?? last, quantity: returned > 0 ? min(returned, order.quantity) : nil)
    } else if let cancelled = try time(.cancelledTime) {
      add(.cancelled, at: cancelled)
    } else if columns.cancelledStatuses.contains(where: { status.contains($0) }) {
      add(.cancelled, at: last)
    }
    return events
  }

  private func order(
    _ columns: OrderColumns, _ matcher: SKUMatcher?, type: OrderEventType, time: WallTime
  ) throws(FieldProblem) -> OrderEvent {
    var sku = text(OrderField.sku.index)
    if sku.isEmpty { sku = text(OrderField.productName.index) }
    guard !sku.isEmpty else { throw problem(OrderField.sku.index, "is empty", remedy: "fill in the product's SKU") }
    var orderID = try requiredText(OrderField.orderID.index)
    if columns.layout == .lifecycle {
      // One order may hold several products; each is followed for itself.
      let line = text(OrderField.lineID.index)
      orderID = line.isEmpty ? "\(orderID)/\(sku)" : line
    }
    let currencyText = text(OrderField.currency.index)
    guard let currency = Currency(currencyText) else {
      throw problem(OrderField.currency.index, "is no currency:", remedy: "write three letters such as CNY")
    }
    func amount(_ field: OrderField) throws(FieldProblem) -> Money? {
      guard var amount = try money(field.index) else { return nil }
      if amount.currency == .unspecified { amount.currency = currency }
      if columns.priceUnit == .fen { amount.hundredths /= 100 }
      return amount
    }
    return OrderEvent(
      eventID: "", orderID: orderID, lineID: columns.layout == .event ? text(OrderField.lineID.index) : "", type: type,
      sku: matcher?.sku(sku, productName: text(OrderField.productName.index)) ?? SKU(sku),
      option: text(OrderField.option.index),
      quantity: try integer(
        OrderField.quantity.index, in: 1...OrderParser.maximumQuantity, empty: columns.layout == .lifecycle ? 1 : nil),
      unitPrice: try amount(.unitPrice), discount: try amount(.discount), region: text(OrderField.region.index),
      warehouse: text(OrderField.warehouse.index), source: text(OrderField.source.index),
      roomMark: text(OrderField.room.index),
      presaleDue: try self.time(OrderField.presaleDue.index, style: columns.times), eventTime: time)
  }

  /// The identity of an event that the file gives none: the same row read again is the same event.
  private static func eventID(of event: OrderEvent) -> String {
    let line = [event.orderID, event.lineID, event.sku.text, event.option, event.warehouse, "\(event.quantity)"]
    return (line + [event.type.rawValue, "\(event.eventTime.microseconds)"]).joined(separator: "/")
  }
}
