internal import LiveshelfCore

extension DoudianConnector {
  /// Members of an after-sale that has ended with the money given back.
  private static let refunded: Set<String> = ["12"]

  /// An order of `order.orderDetail` or `order.searchList`, with the order's after-sales.
  func order(_ order: PlatformJSON, _ afterSales: [PlatformJSON]) throws(ConnectorError) -> PlatformOrder {
    guard let id = order["order_id"]?.identifier else { throw .malformed("holds an order without order_id") }
    guard let createdAt = order["create_time"]?.unixSeconds else {
      throw .malformed("holds an order without create_time")
    }
    let updatedAt = order["update_time"]?.unixSeconds ?? createdAt
    var lines: [PlatformOrder.Line] = []
    for line in order["sku_order_list"]?.list ?? [] {
      lines += try self.line(line, of: order, afterSales, createdAt: createdAt, updatedAt: updatedAt)
    }
    return PlatformOrder(
      id: id, createdAt: createdAt, updatedAt: updatedAt, paidAt: order["pay_time"]?.unixSeconds, lines: lines)
  }

  /// A line, or one for each warehouse that serves it.
  private func line(
    _ line: PlatformJSON, of order: PlatformJSON, _ afterSales: [PlatformJSON], createdAt: WallTime,
    updatedAt: WallTime
  ) throws(ConnectorError) -> [PlatformOrder.Line] {
    guard let id = line["order_id"]?.identifier else { throw .malformed("holds a line without order_id") }
    guard let quantity = line["item_num"]?.pieces, quantity > 0 else {
      throw .malformed("holds a line without item_num")
    }
    // The merchant's own code of the variant, then of the product, then the platform's.
    guard let sku = [line["out_sku_id"], line["code"], line["sku_id"]].lazy.compactMap({ $0?.identifier }).first else {
      throw .malformed("holds a line without out_sku_id, code and sku_id")
    }
    let isGift = line["given_product_type"]?.identifier != nil
    let price = line["goods_price"]?.integer ?? line["origin_amount"]?.integer
    let status = line["order_status"]?.integer ?? order["order_status"]?.integer ?? 0
    let shippedAt = line["ship_time"]?.unixSeconds ?? order["ship_time"]?.unixSeconds
    // 3: sent, 5: done, 101: sent in part.
    let isShipped = status == 3 || status == 5 || shippedAt != nil
    var undoings = refunds(of: id, afterSales, quantity: quantity)
    let left = quantity - undoings.reduce(0) { $0 + $1.quantity }
    if status == 4, left > 0 {
      let end = line["finish_time"]?.unixSeconds ?? order["finish_time"]?.unixSeconds ?? updatedAt
      undoings.append(
        PlatformOrder.Undoing(id: "closed", time: end, quantity: left, isAfterShipping: shippedAt != nil))
    }
    // 1, 2: sold before it is there.
    let isPresale = (1...2).contains(line["pre_sale_type"]?.integer ?? order["pre_sale_type"]?.integer ?? 0)
    let due = line["exp_ship_time"]?.unixSeconds ?? order["exp_ship_time"]?.unixSeconds
    let whole = PlatformOrder.Line(
      id: id, sku: SKU(sku), quantity: quantity,
      unitPrice: isGift ? Money.zero : price.map { Money(hundredths: $0, currency: .yuan) },
      discount: line["promotion_amount"]?.integer.map { Money(hundredths: $0, currency: .yuan) },
      warehouse: settings.warehouse(nil),
      roomMark: settings.mark(line["room_id"]?.identifier, line["author_id"]?.identifier),
      presaleDue: isPresale ? due ?? createdAt + 15 * 86_400 : nil, shipped: isShipped ? quantity : 0,
      shippedAt: shippedAt, undoings: undoings)
    let shares = (line["inventory_list"]?.list ?? []).map { share in
      (
        warehouse: settings.warehouse(share["out_warehouse_id"]?.identifier ?? share["warehouse_id"]?.identifier),
        quantity: share["count"]?.pieces ?? 0
      )
    }
    return whole.split(among: shares)
  }

  private func refunds(of line: String, _ afterSales: [PlatformJSON], quantity: Int) -> [PlatformOrder.Undoing] {
    var left = quantity
    var undoings: [PlatformOrder.Undoing] = []
    for item in afterSales {
      guard let sale = item["aftersale_info"], sale["related_id"]?.text == line,
        let id = sale["aftersale_id"]?.identifier, Self.refunded.contains(sale["aftersale_status"]?.text ?? "")
      else { continue }
      let units = min(left, sale["aftersale_num"]?.pieces ?? quantity)
      guard units > 0 else { continue }
      left -= units
      let time =
        sale["real_refund_time"]?.unixSeconds ?? sale["update_time"]?.unixSeconds ?? sale["apply_time"]?.unixSeconds
      guard let time else { continue }
      // 2: the money alone, before anything was sent.
      undoings.append(
        PlatformOrder.Undoing(
          id: id, time: time, quantity: units, isAfterShipping: sale["aftersale_type"]?.integer != 2))
    }
    return undoings
  }
}
