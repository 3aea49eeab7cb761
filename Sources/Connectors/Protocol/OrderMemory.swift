import LiveshelfCore

/// What the rooms were told of an order, so that the next picture of it becomes what has changed since.
struct OrderMemory: Codable, Hashable, Sendable {
  struct Line: Codable, Hashable, Sendable {
    var quantity: Int
    var shipped: Int
    var undone: [String]
    /// Pieces that were taken back in all.
    var undoneQuantity: Int
    var isPaid: Bool
    var sku: String
    var warehouse: String
    var mark: String
  }

  /// Microseconds of the newest picture.
  var updatedAt: Int64
  var lines: [String: Line] = [:]

  /// The events by which an order came from what is remembered to how it stands now. The memory is changed accordingly.
  ///
  /// Ids follow from the order and the change. Of an older picture than the one that is remembered nothing is taken.
  static func events(of order: PlatformOrder, source: String, memory: inout OrderMemory?) -> [OrderEvent] {
    if let known = memory, known.updatedAt > order.updatedAt.microseconds { return [] }
    var next = memory ?? OrderMemory(updatedAt: 0)
    next.updatedAt = order.updatedAt.microseconds
    var events: [OrderEvent] = []
    for line in order.lines {
      let (known, added) = next.lines[line.id].advanced(to: line, in: order, source: source)
      next.lines[line.id] = known
      events += added
    }
    // A line that is gone from the order is wanted no more.
    let present = Set(order.lines.map(\.id))
    for (id, known) in next.lines.sorted(by: { $0.key < $1.key }) where !present.contains(id) {
      let left = known.quantity - known.undoneQuantity
      guard left > 0 else { continue }
      next.lines[id]?.undoneQuantity = known.quantity
      events.append(
        OrderEvent(
          eventID: "\(order.id)/\(id)/removed/\(order.updatedAt.microseconds)", orderID: order.id, lineID: id,
          type: .cancelled, sku: SKU(known.sku), quantity: left, unitPrice: nil, warehouse: known.warehouse,
          source: source, roomMark: known.mark, eventTime: order.updatedAt))
    }
    memory = next
    return events
  }
}

extension OrderMemory.Line? {
  fileprivate func advanced(
    to line: PlatformOrder.Line, in order: PlatformOrder, source: String
  ) -> (OrderMemory.Line, [OrderEvent]) {
    var events: [OrderEvent] = []
    func add(_ type: OrderEventType, _ name: String, at time: WallTime, _ quantity: Int) {
      events.append(
        OrderEvent(
          eventID: "\(order.id)/\(line.id)/\(name)", orderID: order.id, lineID: line.id, type: type, sku: line.sku,
          quantity: quantity, unitPrice: line.unitPrice, discount: line.discount, warehouse: line.warehouse,
          source: source, roomMark: line.roomMark, presaleDue: line.presaleDue, eventTime: time))
    }
    var known: OrderMemory.Line
    if let self {
      known = self
    } else {
      known = OrderMemory.Line(
        quantity: line.quantity, shipped: 0, undone: [], undoneQuantity: 0, isPaid: false, sku: line.sku.text,
        warehouse: line.warehouse, mark: line.roomMark)
      add(.created, "created", at: order.createdAt, line.quantity)
    }
    if line.quantity != known.quantity, line.quantity > 0 {
      add(.edited, "edited/\(order.updatedAt.microseconds)", at: order.updatedAt, line.quantity)
      known.quantity = line.quantity
    }
    if let paidAt = order.paidAt, !known.isPaid {
      add(.paid, "paid", at: max(paidAt, order.createdAt), line.quantity)
      known.isPaid = true
    }
    if line.warehouse != known.warehouse, !line.warehouse.isEmpty {
      let wanted = known.quantity - known.undoneQuantity
      if wanted > 0 { add(.rerouted, "rerouted/\(order.updatedAt.microseconds)", at: order.updatedAt, wanted) }
      known.warehouse = line.warehouse
    }
    if line.shipped > known.shipped {
      add(.shipped, "shipped/\(line.shipped)", at: line.shippedAt ?? order.updatedAt, line.shipped - known.shipped)
      known.shipped = line.shipped
    }
    for undoing in line.undoings where !known.undone.contains(undoing.id) {
      // Platforms tell one cancellation in two ways: no more is taken back than was ordered.
      let units = min(undoing.quantity, known.quantity - known.undoneQuantity)
      guard units > 0 else { continue }
      let type: OrderEventType = undoing.isAfterShipping ? .refunded : .cancelled
      add(type, "\(type.rawValue)/\(undoing.id)", at: undoing.time, units)
      known.undone.append(undoing.id)
      known.undoneQuantity += units
    }
    return (known, events)
  }
}
