public import Connectors
internal import Crypto
public import DeliveryTestSupport
internal import Foundation
internal import LiveshelfCore

/// TikTok Shop as its documents describe it.
public struct MockTikTokShop: MockPlatform {
  public static let secret = "0123456789abcdef0123456789abcdef01234567"
  static let key = "6a0000000001"

  public static var habits: ShopWorld.Habits {
    var habits = ShopWorld.Habits()
    habits.isPiecewise = true
    return habits
  }

  public init() {}

  public var settings: ConnectorSettings {
    var settings = ConnectorSettings(name: "tiktok", kind: .tiktokShop, room: .main)
    settings.key = Self.key
    settings.account = "invented-cipher"
    settings.secrets = [Self.secret]
    settings.token = PlatformToken(access: "expired", refresh: "refresh-0")
    settings.warehouses = ["7068001": "GZ", "7068002": "HZ"]
    return settings
  }

  public func call(about order: ShopWorld.Order, _ what: String, id: String, now: Int64) -> WebhookCall {
    let type = ["cancelled": 11, "refunded": 12][what] ?? 1
    let data: PlatformJSON = [
      "order_id": .string(order.id), "order_status": .string(status(order)), "update_time": .number("\(now)"),
    ]
    let body: PlatformJSON = [
      "type": .number("\(type)"), "tts_notification_id": .string(id), "shop_id": "7494000000000000001",
      "timestamp": .number("\(now)"), "data": data,
    ]
    return Self.signed(body.encoded)
  }

  public static func signed(_ body: [UInt8]) -> WebhookCall {
    let code = HMAC<SHA256>.authenticationCode(
      for: Data(key.utf8) + Data(body), using: SymmetricKey(data: Data(secret.utf8)))
    return WebhookCall(
      headers: ["authorization": code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()], body: body)
  }

  private func status(_ order: ShopWorld.Order) -> String {
    if order.cancelledAt != nil { return "CANCELLED" }
    if order.shippedAt != nil { return "IN_TRANSIT" }
    return order.paidAt == nil ? "UNPAID" : "AWAITING_SHIPMENT"
  }

  public func answer(_ request: ReceivedRequest, _ world: ShopWorld) -> PlatformJSON? {
    let parts = URLComponents(string: request.path)
    func parameter(_ name: String) -> String? { parts?.queryItems?.first { $0.name == name }?.value }
    func fine(_ data: PlatformJSON) -> PlatformJSON { ["code": 0, "message": "Success", "data": data] }
    if parts?.path == "/api/v2/token/refresh" {
      return fine([
        "access_token": "fresh", "refresh_token": "refresh-1",
        "access_token_expire_in": .number("\(world.now + 604_800)"),
      ])
    }
    guard request.headers["x-tts-access-token"] == "fresh" else { return ["code": 105_002, "message": "expired"] }
    let body = (try? PlatformJSON(parsing: request.body)) ?? .null
    switch parts?.path {
    case "/order/202309/orders":
      return fine([
        "orders": .array(
          (parameter("ids") ?? "").split(separator: ",").compactMap { world.order(String($0)) }.map(picture))
      ])
    case "/order/202309/orders/search":
      let (from, until) = (body["update_time_ge"]?.integer ?? 0, body["update_time_lt"]?.integer ?? .max)
      let orders = world.orders.filter { $0.updatedAt >= from && $0.updatedAt < until }
      let start = parameter("page_token").flatMap { Int($0) } ?? 0
      let size = parameter("page_size").flatMap { Int($0) } ?? 20
      let next = start + size < orders.count ? "\(start + size)" : ""
      return fine([
        "orders": .array(orders.dropFirst(start).prefix(size).map(picture)), "next_page_token": .string(next),
      ])
    case "/return_refund/202309/returns/search":
      let orders = (body["order_ids"]?.list ?? []).compactMap { $0.text.flatMap { world.order($0) } }
      return fine(["return_orders": .array(orders.flatMap(returns))])
    case "/authorization/202309/shops": return fine(["shops": [["id": "7494000000000000001"]]])
    default: return nil
    }
  }

  private func returns(_ order: ShopWorld.Order) -> [PlatformJSON] {
    order.lines.flatMap { line in
      line.undoings.filter(\.isAfterShipping).map { undoing in
        let part: PlatformJSON = ["order_line_item_id": .string(line.id)]
        return [
          "return_id": .string(undoing.id), "order_id": .string(order.id),
          "return_status": "RETURN_OR_REFUND_REQUEST_COMPLETE", "update_time": .number("\(undoing.time)"),
          "return_line_items": .array([part]),
        ]
      }
    }
  }

  private func picture(_ order: ShopWorld.Order) -> PlatformJSON {
    let isPresale = order.lines.contains { $0.presaleDue != nil }
    let due = order.lines.compactMap(\.presaleDue).first ?? 0
    let address: PlatformJSON = ["name": "Invented"]
    return [
      "id": .string(order.id), "status": .string(status(order)), "create_time": .number("\(order.createdAt)"),
      "update_time": .number("\(order.updatedAt)"), "paid_time": .number("\(order.paidAt ?? 0)"),
      "buyer_email": "invented@example.com", "recipient_address": address,
      "order_type": .string(isPresale ? "PRE_ORDER" : "NORMAL"), "rts_sla_time": .number("\(due)"),
      "line_items": .array(order.lines.map { self.line($0, of: order) }),
    ]
  }

  private func line(_ line: ShopWorld.Line, of order: ShopWorld.Order) -> PlatformJSON {
    let isCancelled = line.undoings.contains { !$0.isAfterShipping }
    let warehouse = line.shares.first?.warehouse == "GZ" ? "7068001" : "7068002"
    return [
      "id": .string(line.id), "seller_sku": .string(line.sku), "sku_id": "1729000000000000001",
      "sale_price": .string("\(Money(hundredths: line.price))"), "currency": "USD", "is_gift": .bool(line.isGift),
      "display_status": .string(isCancelled ? "CANCELLED" : status(order)),
      "cancel_time": .number("\(line.undoings.first?.time ?? 0)"), "rts_time": .number("\(order.shippedAt ?? 0)"),
      "warehouse_id": .string(warehouse),
    ]
  }
}
