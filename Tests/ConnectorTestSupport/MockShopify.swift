public import Connectors
internal import Crypto
public import DeliveryTestSupport
internal import Foundation
internal import LiveshelfCore

/// Shopify as its documents describe it.
public struct MockShopify: MockPlatform {
  public static let secret = "shpss_00000000000000000000000000000001"

  public static var habits: ShopWorld.Habits {
    var habits = ShopWorld.Habits()
    habits.editsQuantities = true
    habits.hasPresales = false
    habits.hasOneWarehouse = true
    return habits
  }

  public init() {}

  public var settings: ConnectorSettings {
    var settings = ConnectorSettings(name: "shopify", kind: .shopify, room: .main)
    settings.account = "invented.myshopify.com"
    settings.secrets = [Self.secret]
    settings.token = PlatformToken(access: "shpat_invented")
    settings.warehouses = ["71001": "GZ", "71002": "HZ"]
    return settings
  }

  public func call(about order: ShopWorld.Order, _ what: String, id: String, now: Int64) -> WebhookCall {
    let topic: String
    let body: [UInt8]
    if what == "refunded", order.id.hasSuffix("7") {
      topic = "refunds/create"
      let refund: PlatformJSON = ["id": .number("5001"), "order_id": .number(order.id), "note": "invented"]
      body = refund.encoded
    } else {
      topic =
        ["created": "orders/create", "paid": "orders/paid", "cancelled": "orders/cancelled"][what] ?? "orders/updated"
      body = picture(order).encoded
    }
    return Self.signed(body, topic: topic, id: id)
  }

  public static func signed(_ body: [UInt8], topic: String, id: String) -> WebhookCall {
    let code = HMAC<SHA256>.authenticationCode(for: body, using: SymmetricKey(data: Data(secret.utf8)))
    return WebhookCall(
      headers: [
        "x-shopify-hmac-sha256": Data(code).base64EncodedString(), "x-shopify-topic": topic, "x-shopify-webhook-id": id,
        "x-shopify-shop-domain": "invented.myshopify.com",
      ], body: body)
  }

  public func answer(_ request: ReceivedRequest, _ world: ShopWorld) -> PlatformJSON? {
    guard request.headers["x-shopify-access-token"] == "shpat_invented" else { return nil }
    let parts = URLComponents(string: request.path)
    func parameter(_ name: String) -> String? { parts?.queryItems?.first { $0.name == name }?.value }
    let path = parts?.path ?? ""
    if path.hasSuffix("/inventory_items.json") {
      let ids = parameter("ids")?.split(separator: ",") ?? []
      let items: [PlatformJSON] = ids.map { ["id": .number(String($0)), "sku": .string("A\($0.suffix(1))")] }
      return ["inventory_items": .array(items)]
    }
    if path.hasSuffix("/shop.json") { return ["shop": ["myshopify_domain": "invented.myshopify.com"]] }
    if path.hasSuffix("/orders.json") {
      func seconds(_ name: String) -> Int64? {
        parameter(name).flatMap { WallTime.parse($0)?.time }.map { $0.microseconds / 1_000_000 }
      }
      let (from, until) = (seconds("updated_at_min") ?? 0, seconds("updated_at_max") ?? .max)
      return ["orders": .array(world.orders.filter { $0.updatedAt >= from && $0.updatedAt <= until }.map(picture))]
    }
    let id = path.split(separator: "/").last?.split(separator: ".").first.map(String.init)
    return id.flatMap { world.order($0) }.map { ["order": picture($0)] }
  }

  private func time(_ seconds: Int64?) -> PlatformJSON {
    seconds.map { .string(WallTime(microseconds: $0 * 1_000_000).formatted(in: .utc)) } ?? .null
  }

  private func picture(_ order: ShopWorld.Order) -> PlatformJSON {
    let first = order.lines.first?.shares.first?.warehouse ?? "GZ"
    let customer: PlatformJSON = ["first_name": "Invented", "phone": "+10000000000"]
    return [
      "id": .number(order.id), "created_at": time(order.createdAt), "updated_at": time(order.updatedAt),
      "processed_at": time(order.paidAt), "cancelled_at": time(order.cancelledAt), "currency": "USD",
      "email": "nobody@example.com", "financial_status": .string(order.paidAt == nil ? "pending" : "paid"),
      // Of a point of sale, which is the warehouse: others tell it when they send.
      "location_id": .number(location(first)), "customer": customer, "fulfillments": .array(fulfillments(order)),
      "line_items": .array(order.lines.map(line)), "refunds": .array(order.lines.flatMap(refunds)),
    ]
  }

  private func line(_ line: ShopWorld.Line) -> PlatformJSON {
    [
      "id": .number(line.id), "sku": .string(line.sku), "quantity": .number("\(line.quantity)"),
      "current_quantity": .number("\(line.wanted)"), "price": .string("\(Money(hundredths: line.price))"),
      "total_discount": "0.00", "name": "invented",
    ]
  }

  private func fulfillments(_ order: ShopWorld.Order) -> [PlatformJSON] {
    guard let shippedAt = order.shippedAt else { return [] }
    return ShopWorld.warehouses.compactMap { warehouse in
      let lines = order.lines.filter { $0.shares.first?.warehouse == warehouse && $0.shipped > 0 }
      guard !lines.isEmpty else { return nil }
      let sent: [PlatformJSON] = lines.map { ["id": .number($0.id), "quantity": .number("\($0.shipped)")] }
      return [
        "id": .number("1"), "status": "success", "created_at": time(shippedAt),
        "location_id": .number(location(warehouse)), "line_items": .array(sent),
      ]
    }
  }

  private func refunds(_ line: ShopWorld.Line) -> [PlatformJSON] {
    line.undoings.map { undoing in
      let part: PlatformJSON = [
        "id": .number("9\(undoing.id)"), "line_item_id": .number(line.id), "quantity": .number("\(undoing.quantity)"),
        "restock_type": .string(undoing.isAfterShipping ? "return" : "cancel"),
      ]
      return ["id": .number(undoing.id), "created_at": time(undoing.time), "refund_line_items": .array([part])]
    }
  }

  private func location(_ warehouse: String) -> String { warehouse == "GZ" ? "71001" : "71002" }
}
