internal import LiveshelfCore

extension ShopifyConnector {
  private static let unpaid: Set<String> = ["pending", "authorized", "expired", "voided"]

  func order(_ order: PlatformJSON) throws(ConnectorError) -> PlatformOrder {
    guard let id = order["id"]?.identifier else { throw .malformed("holds an order without id") }
    guard let createdAt = order["created_at"]?.rfc3339 else { throw .malformed("holds an order without created_at") }
    let updatedAt = order["updated_at"]?.rfc3339 ?? createdAt
    let currency = order["currency"]?.text.flatMap { Currency($0) } ?? .unspecified
    let isPaid = order["financial_status"]?.text.map { !Self.unpaid.contains($0) } ?? false
    let fulfilled = fulfillments(order)
    let refunds = refunds(order, fulfilled)
    var lines: [PlatformOrder.Line] = []
    for line in order["line_items"]?.list ?? [] {
      guard let lineID = line["id"]?.identifier, let quantity = line["quantity"]?.pieces else {
        throw .malformed("holds a line without id or quantity")
      }
      // A line that an edit has emptied, or one of no goods (a tip, a gift card without a SKU).
      guard quantity > 0, let sku = line["sku"]?.identifier ?? line["variant_id"]?.identifier else { continue }
      let sent = fulfilled[lineID]
      var undoings = refunds[lineID] ?? []
      let left = quantity - undoings.reduce(0) { $0 + $1.quantity }
      if let cancelledAt = order["cancelled_at"]?.rfc3339, left > 0 {
        let wanted = max(0, left - (sent?.quantity ?? 0))
        if wanted > 0 {
          undoings.append(
            PlatformOrder.Undoing(id: "cancelled", time: cancelledAt, quantity: wanted, isAfterShipping: false))
        }
      }
      lines.append(
        PlatformOrder.Line(
          id: lineID, sku: SKU(sku), quantity: quantity,
          unitPrice: line["price"]?.text.flatMap { Money($0, currency: currency) },
          discount: line["total_discount"]?.text.flatMap { Money($0, currency: currency) },
          warehouse: settings.warehouse(sent?.location ?? order["location_id"]?.identifier),
          roomMark: settings.mark(order["source_name"]?.identifier), shipped: min(sent?.quantity ?? 0, quantity),
          shippedAt: sent?.time, undoings: undoings))
    }
    return PlatformOrder(
      id: id, createdAt: createdAt, updatedAt: updatedAt,
      paidAt: isPaid ? order["processed_at"]?.rfc3339 ?? createdAt : nil, lines: lines)
  }

  private struct Sent {
    var quantity = 0
    var time: WallTime
    var location: String?
  }

  private func fulfillments(_ order: PlatformJSON) -> [String: Sent] {
    var sent: [String: Sent] = [:]
    for fulfillment in order["fulfillments"]?.list ?? [] where fulfillment["status"]?.text != "cancelled" {
      guard let time = fulfillment["created_at"]?.rfc3339 else { continue }
      for line in fulfillment["line_items"]?.list ?? [] {
        guard let id = line["id"]?.identifier, let quantity = line["quantity"]?.pieces else { continue }
        var known = sent[id] ?? Sent(time: time)
        known.quantity = known.quantity.saturatingAdd(quantity)
        known.time = max(known.time, time)
        known.location = known.location ?? fulfillment["location_id"]?.identifier
        sent[id] = known
      }
    }
    return sent
  }

  /// By line. `return`: goods come back; `cancel`: they never left; `no_restock`: as far as they had left.
  private func refunds(_ order: PlatformJSON, _ sent: [String: Sent]) -> [String: [PlatformOrder.Undoing]] {
    var undoings: [String: [PlatformOrder.Undoing]] = [:]
    for refund in order["refunds"]?.list ?? [] {
      guard let time = refund["created_at"]?.rfc3339 else { continue }
      for line in refund["refund_line_items"]?.list ?? [] {
        guard let id = line["line_item_id"]?.identifier, let own = line["id"]?.identifier,
          let quantity = line["quantity"]?.pieces, quantity > 0
        else { continue }
        let kind = line["restock_type"]?.text ?? "no_restock"
        let hadLeft = sent[id].map { $0.time <= time } ?? false
        undoings[id, default: []].append(
          PlatformOrder.Undoing(
            id: own, time: time, quantity: quantity, isAfterShipping: kind == "return" || (kind != "cancel" && hadLeft))
        )
      }
    }
    return undoings
  }
}
