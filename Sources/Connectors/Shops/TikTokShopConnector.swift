internal import Foundation
internal import LiveshelfCore

/// TikTok Shop: notices of order status, cancellations and returns, which name orders; what they hold is asked for.
///
/// Signatures and members: partner.tiktokshop.com/docv2, API 202309.
struct TikTokShopConnector: Connector {
  static let base = "https://open-api.tiktokglobalshop.com"
  private static let authorization = "https://auth.tiktok-shops.com"
  private static let pageSize = 50
  /// Notices about orders: status, cancellations, returns, reverse orders, changed packages.
  private static let kinds: Set<String> = ["1", "2", "4", "11", "12"]

  let settings: ConnectorSettings

  init(_ settings: ConnectorSettings) {
    self.settings = settings
  }

  // MARK: Messages

  /// `Authorization` is HMAC-SHA256 of key and body, in hexadecimal digits.
  func receive(_ call: WebhookCall, now: WallTime) throws(ConnectorError) -> Acknowledgement {
    guard let sign = call.headers["authorization"]?.lowercased(), !sign.isEmpty else {
      throw .unverified("Authorization is missing")
    }
    let message = Array(settings.key.utf8) + call.body
    guard settings.secrets.contains(where: { Signing.equal(Signing.hex(Signing.hmac(message, secret: $0)), sign) })
    else { throw .unverified("Authorization does not fit the body") }
    let body = try PlatformJSON(parsing: call.body)
    guard let kind = body["type"]?.text else { throw .malformed("has no type") }
    let order = body.at("data.order_id")?.identifier
    let id = body["tts_notification_id"]?.identifier ?? Signing.hex(Signing.hmac(call.body, secret: "message"))
    return Acknowledgement([
      PlatformMessage(
        id: id, kind: kind, subject: order ?? "", isKnown: order != nil && Self.kinds.contains(kind))
    ])
  }

  func finding(of message: PlatformMessage, _ platform: PlatformClient) async throws(ConnectorError) -> Finding {
    guard !message.subject.isEmpty else { throw .malformed("names no order") }
    let data = try await call(.get, "/order/202309/orders", ["ids": message.subject], platform)
    let orders = data["orders"]?.list ?? []
    guard !orders.isEmpty else { throw .refused("the detail holds no order") }
    return try await finding(orders, platform)
  }

  func poll(
    _ window: PollWindow, page: String?, _ platform: PlatformClient
  ) async throws(ConnectorError) -> PollPage? {
    var query = ["page_size": "\(Self.pageSize)", "sort_field": "update_time", "sort_order": "ASC"]
    query["page_token"] = page
    let data = try await call(
      .post, "/order/202309/orders/search", query, platform,
      body: [
        "update_time_ge": .number("\(window.from.microseconds / 1_000_000)"),
        "update_time_lt": .number("\(window.until.microseconds / 1_000_000 + 1)"),
      ])
    let next = data["next_page_token"]?.identifier
    return PollPage(try await finding(data["orders"]?.list ?? [], platform), next: next)
  }

  func check(_ platform: PlatformClient) async throws(ConnectorError) -> String {
    let shops = try await call(.get, "/authorization/202309/shops", [:], platform)["shops"]?.list ?? []
    return "the application opens \(shops.count) shops"
  }

  private func finding(_ orders: [PlatformJSON], _ platform: PlatformClient) async throws(ConnectorError) -> Finding {
    let sent = orders.filter { Self.mayReturn.contains($0["status"]?.text ?? "") }.compactMap { $0["id"]?.identifier }
    var returns: [PlatformJSON] = []
    if !sent.isEmpty {
      returns =
        try await call(
          .post, "/return_refund/202309/returns/search", ["page_size": "50"], platform,
          body: ["order_ids": .array(sent.map { .string($0) })])["return_orders"]?.list ?? []
    }
    var finding = Finding()
    for order in orders { finding.orders.append(try self.order(order, returns)) }
    return finding
  }

  // MARK: Calls

  /// - Returns: `data` of the answer.
  private func call(
    _ method: PlatformRequest.Method, _ path: String, _ query: [String: String], _ platform: PlatformClient,
    body: PlatformJSON? = nil
  ) async throws(ConnectorError) -> PlatformJSON {
    var query = query
    query["app_key"] = settings.key
    query["timestamp"] = "\(platform.clock.now.microseconds / 1_000_000)"
    if !settings.account.isEmpty { query["shop_cipher"] = settings.account }
    let bytes = body?.encoded
    // The path, the parameters by their names, and the body, between the secret.
    let pattern = path + query.sorted { $0.key < $1.key }.map { $0.key + $0.value }.joined()
    let message = Array(settings.secret.utf8) + Array(pattern.utf8) + (bytes ?? []) + Array(settings.secret.utf8)
    query["sign"] = Signing.hex(Signing.hmac(message, secret: settings.secret))
    let answer = try await platform.send(
      PlatformRequest(
        method, "\(path)?\(PlatformRequest.query(query))",
        headers: ["x-tts-access-token": try platform.accessToken(), "content-type": "application/json"], body: bytes)
    ).json()
    return try Self.data(of: answer)
  }

  private static func data(of answer: PlatformJSON) throws(ConnectorError) -> PlatformJSON {
    let code = answer["code"]?.integer ?? -1
    if code == 0 { return answer["data"] ?? .null }
    // 105xxx: tokens and rights; 36009009 and such: too often; 36009001 and such: the platform's own trouble.
    if (105_000...105_999).contains(code) { throw .unauthorized("code \(code)") }
    if (36_009_000...36_009_999).contains(code) || (11_000_000...11_999_999).contains(code) {
      throw .later("code \(code)", retryAfter: nil)
    }
    throw .refused("code \(code)")
  }

  func freshToken(_ old: PlatformToken?, _ platform: PlatformClient) async throws(ConnectorError) -> PlatformToken? {
    guard let refresh = old?.refresh, !refresh.isEmpty else { return nil }
    let query = PlatformRequest.query([
      "app_key": settings.key, "app_secret": settings.secret, "refresh_token": refresh, "grant_type": "refresh_token",
    ])
    let answer = try await platform.send(
      PlatformRequest(.get, "/api/v2/token/refresh?\(query)"), base: settings.baseURL ?? Self.authorization
    ).json()
    let data = try Self.data(of: answer)
    guard let access = data["access_token"]?.identifier else { throw .unauthorized("the answer holds no token") }
    return PlatformToken(
      access: access, refresh: data["refresh_token"]?.text ?? refresh,
      expiresAt: data["access_token_expire_in"]?.unixSeconds)
  }
}
