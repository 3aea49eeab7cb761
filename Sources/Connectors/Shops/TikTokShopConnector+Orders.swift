internal import LiveshelfCore

extension TikTokShopConnector {
  /// States of orders of which something may have come back.
  static let mayReturn: Set<String> = ["IN_TRANSIT", "DELIVERED", "COMPLETED", "PARTIALLY_SHIPPING"]
  private static let shipped: Set<String> = ["IN_TRANSIT", "DELIVERED", "COMPLETED"]
  private static let returned: Set<String> = [
    "RETURN_OR_REFUND_REQUEST_COMPLETE", "RETURN_OR_REFUND_REQUEST_SUCCESS",
  ]

  /// Every piece is a line of its own.
  func order(_ order: PlatformJSON, _ returns: [PlatformJSON]) throws(ConnectorError) -> PlatformOrder {
    guard let id = order["id"]?.identifier else { throw .malformed("holds an order without id") }
    guard let createdAt = order["create_time"]?.unixSeconds else {
      throw .malformed("holds an order without create_time")
    }
    let updatedAt = order["update_time"]?.unixSeconds ?? createdAt
    let back = returnedLines(of: id, returns)
    var lines: [PlatformOrder.Line] = []
    for line in order["line_items"]?.list ?? [] {
      guard let lineID = line["id"]?.identifier else { throw .malformed("holds a line without id") }
      guard let sku = line["seller_sku"]?.identifier ?? line["sku_id"]?.identifier else {
        throw .malformed("holds a line without seller_sku and sku_id")
      }
      let status = line["display_status"]?.text ?? order["status"]?.text ?? ""
      let currency = line["currency"]?.text.flatMap { Currency($0) } ?? .unspecified
      let sentAt = line["rts_time"]?.unixSeconds ?? order["rts_time"]?.unixSeconds
      let isShipped = Self.shipped.contains(status)
      var undoings: [PlatformOrder.Undoing] = []
      if status == "CANCELLED" {
        let time = line["cancel_time"]?.unixSeconds ?? order["cancel_time"]?.unixSeconds ?? updatedAt
        undoings.append(PlatformOrder.Undoing(id: "cancelled", time: time, quantity: 1, isAfterShipping: false))
      } else if let time = back[lineID] {
        undoings.append(PlatformOrder.Undoing(id: "returned", time: time, quantity: 1, isAfterShipping: true))
      }
      let price =
        line["is_gift"]?.isTrue == true
        ? Money.zero : line["sale_price"]?.text.flatMap { Money($0, currency: currency) }
      lines.append(
        PlatformOrder.Line(
          id: lineID, sku: SKU(sku), quantity: 1, unitPrice: price,
          warehouse: settings.warehouse(line["warehouse_id"]?.identifier ?? order["warehouse_id"]?.identifier),
          roomMark: settings.mark(line["live_room_id"]?.identifier ?? order["live_room_id"]?.identifier),
          presaleDue: order["order_type"]?.text == "PRE_ORDER" ? order["rts_sla_time"]?.unixSeconds : nil,
          shipped: isShipped ? 1 : 0, shippedAt: sentAt, undoings: undoings))
    }
    return PlatformOrder(
      id: id, createdAt: createdAt, updatedAt: updatedAt, paidAt: order["paid_time"]?.unixSeconds, lines: lines)
  }

  /// When each of an order's lines came back or was refunded.
  private func returnedLines(of order: String, _ returns: [PlatformJSON]) -> [String: WallTime] {
    var lines: [String: WallTime] = [:]
    for item in returns
    where item["order_id"]?.text == order && Self.returned.contains(item["return_status"]?.text ?? "") {
      guard let time = item["update_time"]?.unixSeconds else { continue }
      for line in item["return_line_items"]?.list ?? [] {
        guard let id = line["order_line_item_id"]?.identifier else { continue }
        lines[id] = min(lines[id] ?? time, time)
      }
    }
    return lines
  }
}
