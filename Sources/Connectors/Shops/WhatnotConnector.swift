internal import Delivery
internal import Foundation
internal import LiveshelfCore

/// Whatnot: Standard Webhooks of orders and shows, and the Seller API (REST, v2).
///
/// Topics and members: developers.whatnot.com. The path of an order's lines is the one member that its public pages do not
/// print in full.
struct WhatnotConnector: Connector {
  static let base = "https://api.whatnot.com/seller-api/rest/v2"

  let settings: ConnectorSettings
  private let verifier: WebhookVerifier

  /// - Throws: `setting`.
  init(_ settings: ConnectorSettings) throws(ConnectorError) {
    self.settings = settings
    var secrets: [WebhookSecret] = []
    for secret in settings.secrets {
      do throws(DeliveryError) {
        secrets.append(try WebhookSecret(secret))
      } catch {
        throw .setting("the connector '\(settings.name)': \(error)")
      }
    }
    verifier = WebhookVerifier(secrets: secrets)
  }

  // MARK: Messages

  func receive(_ call: WebhookCall, now: WallTime) throws(ConnectorError) -> Acknowledgement {
    let id = call.headers["webhook-id"]
    do throws(DeliveryError) {
      try verifier.verify(
        id: id, timestamp: call.headers["webhook-timestamp"], signatures: call.headers["webhook-signature"],
        body: call.body, now: now)
    } catch {
      if case .unverified(let reason) = error { throw .unverified(reason) }
      throw .unverified("\(error)")
    }
    let body = try PlatformJSON(parsing: call.body)
    guard let kind = body["type"]?.text else { throw .malformed("has no type") }
    let subject = body.at("data.id")?.identifier
    let message: PlatformMessage
    if kind.hasPrefix("orders."), let subject {
      message = PlatformMessage(id: id ?? "", kind: kind, subject: subject)
    } else if kind == "shows.started" || kind == "shows.ended" || kind == "shows.cancelled", let subject {
      message = PlatformMessage(
        id: id ?? "", kind: kind, subject: "show \(subject)", content: ["show": .string(subject)])
    } else {
      message = PlatformMessage(id: id ?? "", kind: kind, subject: subject ?? "", isKnown: false)
    }
    return Acknowledgement([message])
  }

  func finding(of message: PlatformMessage, _ platform: PlatformClient) async throws(ConnectorError) -> Finding {
    if message.kind.hasPrefix("shows.") {
      let mark = message.content["show"]?.text ?? ""
      // Shows are the connector's room, unless marks name another.
      let room = settings.marks[mark].flatMap { RoomName($0) }
      return Finding(shows: [ShowChange(room: room, begins: message.kind == "shows.started")])
    }
    guard message.kind.hasPrefix("orders.") else { throw .malformed("is of a kind that is not known") }
    let order = try await get("/orders/\(PlatformRequest.escaped(message.subject))", [:], platform)
    return Finding(orders: [try await self.order(order["data"] ?? order, platform)])
  }

  func poll(
    _ window: PollWindow, page: String?, _ platform: PlatformClient
  ) async throws(ConnectorError) -> PollPage? {
    var query = [
      "updated_after": window.from.formatted(in: .utc), "updated_before": window.until.formatted(in: .utc),
      "limit": "100",
    ]
    query["cursor"] = page
    let answer = try await get("/orders", query, platform)
    var finding = Finding()
    for order in answer["data"]?.list ?? [] {
      if order["line_items"] == nil, let id = order["id"]?.identifier {
        let changed = order["updated_at"]?.text ?? ""
        finding.messages.append(PlatformMessage(id: "poll/\(id)/\(changed)", kind: "orders.polled", subject: id))
      } else {
        finding.orders.append(try await self.order(order, platform))
      }
    }
    return PollPage(finding, next: answer["next_cursor"]?.identifier)
  }

  func check(_ platform: PlatformClient) async throws(ConnectorError) -> String {
    _ = try await get("/orders", ["limit": "1"], platform)
    return "the seller's orders can be read"
  }

  private func get(
    _ path: String, _ query: [String: String], _ platform: PlatformClient
  ) async throws(ConnectorError) -> PlatformJSON {
    try await platform.send(
      PlatformRequest(
        .get, query.isEmpty ? path : "\(path)?\(PlatformRequest.query(query))",
        headers: ["Authorization": "Bearer \(try platform.accessToken())"])
    ).json()
  }

  // MARK: Orders

  private func order(_ order: PlatformJSON, _ platform: PlatformClient) async throws(ConnectorError) -> PlatformOrder {
    guard let id = order["id"]?.identifier else { throw .malformed("holds an order without id") }
    let updatedAt = order["updated_at"]?.rfc3339
    guard let createdAt = order["created_at"]?.rfc3339 ?? updatedAt else {
      throw .malformed("holds an order without created_at")
    }
    let status = order["status"]?.text ?? ""
    // Nothing was sold.
    if status == "failed", order["cancelled_at"] == nil {
      return PlatformOrder(id: id, createdAt: createdAt, updatedAt: updatedAt ?? createdAt, lines: [])
    }
    var items = order["line_items"]
    if items == nil {
      let answer = try await get("/orders/\(PlatformRequest.escaped(id))/line_items", [:], platform)
      items = answer["data"]
    }
    let isCancelled = status == "cancelled" || order["cancelled_at"] != nil
    let isGift = order["transaction_type"]?.text == "giveaway"
    var lines: [PlatformOrder.Line] = []
    for item in items?.list ?? [] {
      guard let lineID = item["id"]?.identifier, let quantity = item["quantity"]?.pieces, quantity > 0 else {
        throw .malformed("holds a line without id or quantity")
      }
      guard let sku = [item["sku"], item["variant_id"], item["product_id"]].lazy.compactMap({ $0?.identifier }).first
      else { throw .malformed("holds a line without sku, variant_id and product_id") }
      let isShipped = status == "completed"
      var undoings: [PlatformOrder.Undoing] = []
      if isCancelled {
        undoings.append(
          PlatformOrder.Undoing(
            id: "cancelled", time: order["cancelled_at"]?.rfc3339 ?? updatedAt ?? createdAt,
            quantity: quantity, isAfterShipping: false))
      }
      let currency = item.at("price.currency")?.text.flatMap { Currency($0) } ?? .unspecified
      lines.append(
        PlatformOrder.Line(
          id: lineID, sku: SKU(sku), quantity: quantity,
          unitPrice: isGift ? Money.zero : item.at("price.amount")?.text.flatMap { Money($0, currency: currency) },
          warehouse: settings.warehouse(item["location_id"]?.identifier),
          roomMark: settings.mark(order["show_id"]?.identifier), shipped: isShipped ? quantity : 0,
          shippedAt: isShipped ? updatedAt : nil, undoings: undoings))
    }
    return PlatformOrder(
      id: id, createdAt: createdAt, updatedAt: updatedAt ?? createdAt,
      paidAt: status == "pending" || status == "failed" ? nil : createdAt, lines: lines)
  }
}
