internal import Foundation
internal import LiveshelfCore

/// Shopify: webhooks of orders, refunds and inventory levels, signed over the raw body; the REST Admin API for what was
/// missed.
///
/// Topics, headers and members: shopify.dev/docs/api/webhooks and /docs/api/admin-rest.
struct ShopifyConnector: Connector {
  private static let version = "2025-07"
  private static let pageSize = 250
  /// What is kept of an order: nothing about its buyer.
  static let orderMembers: Set<String> = [
    "id", "order_id", "created_at", "updated_at", "processed_at", "cancelled_at", "closed_at", "financial_status",
    "fulfillment_status", "currency", "location_id", "source_name", "line_items", "sku", "variant_id", "quantity",
    "current_quantity", "price", "total_discount", "refunds", "refund_line_items", "line_item_id", "restock_type",
    "fulfillments", "status",
  ]

  let settings: ConnectorSettings

  init(_ settings: ConnectorSettings) {
    self.settings = settings
  }

  // MARK: Messages

  func receive(_ call: WebhookCall, now: WallTime) throws(ConnectorError) -> Acknowledgement {
    guard let code = call.headers["x-shopify-hmac-sha256"].flatMap({ Data(base64Encoded: $0) }) else {
      throw .unverified("X-Shopify-Hmac-Sha256 is missing or no base64")
    }
    guard settings.secrets.contains(where: { Signing.equal(Signing.hmac(call.body, secret: $0), code) }) else {
      throw .unverified("X-Shopify-Hmac-Sha256 does not fit the body")
    }
    if let shop = call.headers["x-shopify-shop-domain"], !settings.account.isEmpty, shop != settings.account {
      throw .unverified("it is of another shop")
    }
    let topic = call.headers["x-shopify-topic"] ?? ""
    let body = try PlatformJSON(parsing: call.body)
    let id = call.headers["x-shopify-webhook-id"] ?? Signing.hex(Signing.hmac(call.body, secret: "message"))
    let message: PlatformMessage
    if topic.hasPrefix("orders/"), body["line_items"] != nil, let order = body["id"]?.identifier {
      message = PlatformMessage(id: id, kind: topic, subject: order, content: body.keeping(Self.orderMembers))
    } else if topic.hasPrefix("orders/") || topic.hasPrefix("refunds/") || topic.hasPrefix("fulfillments/"),
      let order = body["order_id"]?.identifier ?? body.at("order_edit.order_id")?.identifier
    {
      message = PlatformMessage(id: id, kind: topic, subject: order)
    } else if topic == "inventory_levels/update", let item = body["inventory_item_id"]?.identifier {
      message = PlatformMessage(id: id, kind: topic, subject: "item \(item)", content: body)
    } else {
      message = PlatformMessage(id: id, kind: topic, subject: "", isKnown: false)
    }
    return Acknowledgement([message])
  }

  func finding(of message: PlatformMessage, _ platform: PlatformClient) async throws(ConnectorError) -> Finding {
    if message.kind == "inventory_levels/update" {
      return Finding(rows: try await levels([message.content], platform))
    }
    if message.content != .null { return Finding(orders: [try order(message.content)]) }
    guard !message.subject.isEmpty else { throw .malformed("is of a kind that is not known") }
    let answer = try await get(
      "orders/\(message.subject).json", ["fields": Self.orderFields], platform
    ).json()
    guard let order = answer["order"] else { throw .refused("the detail holds no order") }
    return Finding(orders: [try self.order(order)])
  }

  func poll(
    _ window: PollWindow, page: String?, _ platform: PlatformClient
  ) async throws(ConnectorError) -> PollPage? {
    var query = ["limit": "\(Self.pageSize)", "fields": Self.orderFields]
    if let page {
      query["page_info"] = page
    } else {
      query["status"] = "any"
      query["order"] = "updated_at asc"
      query["updated_at_min"] = window.from.formatted(in: .utc)
      query["updated_at_max"] = window.until.formatted(in: .utc)
    }
    let answer = try await get("orders.json", query, platform)
    var finding = Finding()
    for order in try answer.json()["orders"]?.list ?? [] { finding.orders.append(try self.order(order)) }
    return PollPage(finding, next: Self.next(answer.headers["link"]))
  }

  func check(_ platform: PlatformClient) async throws(ConnectorError) -> String {
    let shop = try await get("shop.json", ["fields": "myshopify_domain,currency"], platform).json()
    return "the shop \(shop.at("shop.myshopify_domain")?.text ?? settings.account) answers"
  }

  // MARK: Calls

  private static let orderFields =
    "id,created_at,updated_at,processed_at,cancelled_at,financial_status,fulfillment_status,currency,location_id,"
    + "source_name,line_items,refunds,fulfillments"

  private func get(
    _ path: String, _ query: [String: String], _ platform: PlatformClient
  ) async throws(ConnectorError) -> PlatformAnswer {
    try await platform.send(
      PlatformRequest(
        .get, "/admin/api/\(Self.version)/\(path)?\(PlatformRequest.query(query))",
        headers: ["X-Shopify-Access-Token": try platform.accessToken()]))
  }

  /// `page_info` of the link whose `rel` is next.
  static func next(_ link: String?) -> String? {
    for part in link?.split(separator: ",") ?? [] where part.contains("rel=\"next\"") {
      guard let start = part.range(of: "page_info=")?.upperBound else { continue }
      return String(part[start...].prefix { $0 != "&" && $0 != ">" })
    }
    return nil
  }

  /// Levels of inventory items, whose SKUs are asked for.
  private func levels(_ levels: [PlatformJSON], _ platform: PlatformClient) async throws(ConnectorError) -> [Row] {
    let items = Set(levels.compactMap { $0["inventory_item_id"]?.identifier }).sorted()
    guard !items.isEmpty else { throw .malformed("names no inventory item") }
    let answer = try await get(
      "inventory_items.json", ["ids": items.joined(separator: ","), "limit": "\(Self.pageSize)"], platform
    ).json()
    let skus = Dictionary(
      (answer["inventory_items"]?.list ?? []).compactMap { item in
        item["id"]?.identifier.flatMap { id in item["sku"]?.identifier.map { (id, $0) } }
      }
    ) { $1 }
    return levels.compactMap { level in
      guard let sku = level["inventory_item_id"]?.identifier.flatMap({ skus[$0] }),
        let available = level["available"]?.integer, (-10_000_000...10_000_000).contains(available),
        let time = level["updated_at"]?.rfc3339
      else { return nil }
      // What orders have taken already is not in it; less than nothing is told by the ledger itself.
      return .stock(
        StockSnapshot(
          time: time, sku: SKU(sku), warehouse: settings.warehouse(level["location_id"]?.identifier),
          onHand: max(0, Int(available))))
    }
  }
}
