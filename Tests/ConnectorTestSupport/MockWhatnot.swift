public import Connectors
internal import Delivery
public import DeliveryTestSupport
internal import Foundation
internal import LiveshelfCore

/// Whatnot as its documents describe it.
public struct MockWhatnot: MockPlatform {
  public static let secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="

  public static var habits: ShopWorld.Habits {
    var habits = ShopWorld.Habits()
    habits.hasPresales = false
    // Its orders tell of cancellations alone.
    habits.refundsInPart = false
    return habits
  }

  public init() {}

  public var settings: ConnectorSettings {
    var settings = ConnectorSettings(name: "whatnot", kind: .whatnot, room: .main)
    settings.secrets = [Self.secret]
    settings.token = PlatformToken(access: "wn_invented")
    settings.warehouses = ["loc-1": "GZ", "loc-2": "HZ"]
    return settings
  }

  public func call(about order: ShopWorld.Order, _ what: String, id: String, now: Int64) -> WebhookCall {
    let buyer: PlatformJSON = ["name": "Invented"]
    let data: PlatformJSON = ["id": .string(order.id), "status": .string(status(order)), "buyer": buyer]
    let body: PlatformJSON = [
      "type": .string(what == "created" ? "orders.created" : "orders.updated"), "seller_id": "s-1", "version": "2",
      "timestamp": time(now), "data": data,
    ]
    return Self.signed(body.encoded, id: id, now: now)
  }

  public static func signed(_ body: [UInt8], id: String, now: Int64) -> WebhookCall {
    guard let secret = try? WebhookSecret(secret) else { return WebhookCall(body: body) }
    let signature = WebhookSignature(
      id: id, at: WallTime(microseconds: now * 1_000_000), body: String(decoding: body, as: UTF8.self),
      secrets: [secret])
    return WebhookCall(
      headers: [
        "webhook-id": signature.id, "webhook-timestamp": "\(signature.timestamp)",
        "webhook-signature": signature.signatures,
      ], body: body)
  }

  private func time(_ seconds: Int64?) -> PlatformJSON {
    seconds.map { .string(WallTime(microseconds: $0 * 1_000_000).formatted(in: .utc)) } ?? .null
  }

  private func status(_ order: ShopWorld.Order) -> String {
    if order.cancelledAt != nil { return "cancelled" }
    if order.shippedAt != nil { return "completed" }
    return order.paidAt == nil ? "pending" : "pending_fulfillment"
  }

  public func answer(_ request: ReceivedRequest, _ world: ShopWorld) -> PlatformJSON? {
    guard request.headers["authorization"] == "Bearer wn_invented" else { return nil }
    let parts = URLComponents(string: request.path)
    func parameter(_ name: String) -> String? { parts?.queryItems?.first { $0.name == name }?.value }
    let path = (parts?.path ?? "").split(separator: "/").map(String.init)
    if path == ["orders"] {
      func seconds(_ name: String) -> Int64? {
        parameter(name).flatMap { WallTime.parse($0)?.time }.map { $0.microseconds / 1_000_000 }
      }
      let (from, until) = (seconds("updated_after") ?? 0, seconds("updated_before") ?? .max)
      let orders = world.orders.filter { $0.updatedAt >= from && $0.updatedAt <= until }
      let start = parameter("cursor").flatMap { Int($0) } ?? 0
      let size = parameter("limit").flatMap { Int($0) } ?? 100
      return [
        "data": .array(orders.dropFirst(start).prefix(size).map(picture)),
        "next_cursor": start + size < orders.count ? .string("\(start + size)") : .null,
      ]
    }
    guard path.count >= 2, path[0] == "orders", let order = world.order(path[1]) else { return nil }
    return path.last == "line_items" ? ["data": lines(order)] : picture(order)
  }

  private func picture(_ order: ShopWorld.Order) -> PlatformJSON {
    [
      "id": .string(order.id), "status": .string(status(order)), "created_at": time(order.createdAt),
      "updated_at": time(order.updatedAt), "cancelled_at": time(order.cancelledAt), "show_id": .string(order.room),
      "transaction_type": "auction", "buyer": ["username": "invented"],
    ]
  }

  private func lines(_ order: ShopWorld.Order) -> PlatformJSON {
    .array(
      order.lines.map { line in
        let price: PlatformJSON = ["amount": .string("\(Money(hundredths: line.price))"), "currency": "USD"]
        let place = line.shares.first?.warehouse == "GZ" ? "loc-1" : "loc-2"
        return [
          "id": .string(line.id), "sku": .string(line.sku), "quantity": .number("\(line.quantity)"), "price": price,
          "location_id": .string(place),
        ]
      })
  }
}
