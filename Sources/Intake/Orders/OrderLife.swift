import LiveshelfCore

/// What became of an order line, by all that its row tells.
struct OrderLife {
  var created: WallTime
  var paid: WallTime?
  var cancelled: WallTime?
  var shippedTime: WallTime?
  var refundTime: WallTime?
  var closedTime: WallTime?
  /// The words of the order's status, of the pieces' way, of a refund, and of the reason.
  var status: StatusMeaning
  var fulfillment: StatusMeaning
  var refund: StatusMeaning
  var reason: StatusMeaning
  var hasTracking: Bool
  /// The file has columns for these, so that an empty field says that there is none.
  var tellsPayment: Bool
  var tellsShipping: Bool
  var tellsTracking: Bool

  /// Nothing will be sent any more.
  var isClosed: Bool { cancelled != nil || status.contains(.closed) || refund.contains(.closed) }

  /// Whether the pieces have left; nil: the row does not tell.
  ///
  /// What is told of the line goes before what is told of the order, and times go before words.
  var isShipped: Bool? {
    if fulfillment.contains(.unshipped) || fulfillment.contains(.waits) { return false }
    if fulfillment.contains(.shipped) { return true }
    if shippedTime != nil { return true }
    let words = status.union(refund).union(reason)
    if words.contains(.unshipped) { return false }
    if words.contains(.shipped) || words.contains(.returned) { return true }
    if hasTracking { return true }
    if tellsShipping || tellsTracking || status.contains(.paid) || status.contains(.unpaid) { return false }
    return nil
  }

  /// The money, or some of it, was given back.
  var isRefunded: Bool {
    if refundTime != nil { return true }
    if refund.contains(.refunded) { return true }
    // An open or declined request outweighs what else is said, but not the order's own status.
    return status.contains(.refunded)
  }

  /// The refund was asked for only, or refused.
  var isRefundOpen: Bool { !isRefunded && (refund.contains(.asked) || refund.contains(.declined)) }

  var isPartly: Bool { refund.contains(.partly) || status.contains(.partly) }

  /// The order's payment, where it is known or must have been.
  var paidAt: WallTime? {
    if let paid { return paid }
    let words = status.union(fulfillment)
    let isPaid = words.contains(.paid) || words.contains(.shipped) || status.contains(.refunded)
    return !tellsPayment && isPaid ? created : nil
  }

  /// When pieces came back or were given back: the last time that the row tells, where it tells none of that.
  var endTime: WallTime { refundTime ?? cancelled ?? closedTime ?? shippedTime ?? paid ?? created }

  /// The events of a line, in the order in which they happened.
  ///
  /// - Parameter refunded: pieces that were refunded.
  func events(of order: OrderEvent, refunded: Int) -> [OrderEvent] {
    var events: [OrderEvent] = []
    func add(_ type: OrderEventType, at time: WallTime, quantity: Int) {
      var event = order
      event.type = type
      event.eventTime = max(time, created)
      event.quantity = quantity
      event.eventID = event.derivedID
      events.append(event)
    }
    add(.created, at: created, quantity: order.quantity)
    if let paid = paidAt { add(.paid, at: paid, quantity: order.quantity) }
    if let shippedTime, isShipped == true { add(.shipped, at: shippedTime, quantity: order.quantity) }
    if isShipped == true || isShipped == nil && refunded > 0 {
      // What has left comes back with the parcel, if it does.
      let units = refunded == 0 && isClosed ? order.quantity : refunded
      if units > 0 { add(.refunded, at: endTime, quantity: units) }
    } else {
      let units = isClosed ? order.quantity : refunded
      if units > 0 { add(.cancelled, at: endTime, quantity: units) }
    }
    return events
  }
}

extension OrderEvent {
  /// The identity of an event that the file gives none: the same row read again is the same event.
  var derivedID: String {
    [orderID, lineID, sku.text, option, warehouse, "\(quantity)", type.rawValue, "\(eventTime.microseconds)"]
      .joined(separator: "/")
  }
}
