internal import Foundation
internal import LiveshelfCore

/// 抖店 (open platform of 抖音电商). Its messages name orders only; what they hold is asked for.
///
/// Signatures of messages and calls, tags and the members of orders: the platform's public documents, op.jinritemai.com/docs.
struct DoudianConnector: Connector {
  static let base = "https://openapi-fxg.jinritemai.com"
  private static let pageSize = 50
  /// Success.
  private static let fine: Int64 = 10_000

  let settings: ConnectorSettings

  init(_ settings: ConnectorSettings) {
    self.settings = settings
  }

  // MARK: Messages

  /// `event-sign` is MD5 of key, body and secret, or HMAC-SHA256 of the same where `sign-method` says so.
  func receive(_ call: WebhookCall, now: WallTime) throws(ConnectorError) -> Acknowledgement {
    if let application = call.headers["app-id"], application != settings.key {
      throw .unverified("it is for another application")
    }
    guard let sign = call.headers["event-sign"]?.lowercased(), !sign.isEmpty else {
      throw .unverified("event-sign is missing")
    }
    let isHMAC = call.headers["sign-method"]?.lowercased().contains("hmac") ?? false
    let fits = settings.secrets.contains { secret in
      let message = Array(settings.key.utf8) + call.body + Array(secret.utf8)
      let code = isHMAC ? Signing.hmac(message, secret: secret) : Signing.md5(message)
      return Signing.equal(Signing.hex(code), sign)
    }
    guard fits else { throw .unverified("event-sign does not fit the body") }
    let messages = try PlatformJSON(parsing: call.body).list
    guard !messages.isEmpty else { throw .malformed("is no array of messages") }
    // A message without what is needed must not keep the others from being taken.
    return Acknowledgement(messages.compactMap(message), body: #"{"code":0,"msg":"success"}"#)
  }

  private func message(_ message: PlatformJSON) -> PlatformMessage? {
    let tag = message["tag"]?.text ?? ""
    // 0 is the platform's own trial of the address.
    guard tag != "0" else { return nil }
    let order = try? data(of: message)["p_id"]?.identifier
    let id = message["msg_id"]?.identifier ?? Signing.hex(Signing.md5(message.encoded))
    // 1xx tell of orders, 2xx of what follows a sale.
    let isKnown = tag.count == 3 && (tag.hasPrefix("1") || tag.hasPrefix("2")) && order != nil
    return PlatformMessage(id: id, kind: tag, subject: order ?? "", isKnown: isKnown)
  }

  /// `data` is an object, or a text that holds one.
  private func data(of message: PlatformJSON) throws(ConnectorError) -> PlatformJSON {
    guard let data = message["data"] else { return .null }
    if case .string(let text) = data { return try PlatformJSON(parsing: text.utf8) }
    return data
  }

  func finding(of message: PlatformMessage, _ platform: PlatformClient) async throws(ConnectorError) -> Finding {
    guard !message.subject.isEmpty else { throw .malformed("names no order") }
    let data = try await call(
      "order.orderDetail", ["shop_order_id": .string(message.subject)], platform)
    guard let order = data["shop_order_detail"] else { throw .refused("the detail holds no order") }
    var afterSales: [PlatformJSON] = []
    if Self.hasAfterSale(order) {
      let parameters: [String: PlatformJSON] = ["order_id": .string(message.subject), "page": 0, "size": 100]
      afterSales = try await call("afterSale.List", parameters, platform)["items"]?.list ?? []
    }
    return Finding(orders: [try self.order(order, afterSales)])
  }

  func poll(
    _ window: PollWindow, page: String?, _ platform: PlatformClient
  ) async throws(ConnectorError) -> PollPage? {
    let number = page.flatMap { Int64($0) } ?? 0
    let data = try await call(
      "order.searchList",
      [
        "update_time_start": .number("\(window.from.microseconds / 1_000_000)"),
        "update_time_end": .number("\(window.until.microseconds / 1_000_000 + 1)"), "page": .number("\(number)"),
        "size": .number("\(Self.pageSize)"), "order_by": "update_time", "order_asc": .bool(true),
      ], platform)
    let orders = data["shop_order_list"]?.list ?? []
    var finding = Finding()
    for order in orders {
      if Self.hasAfterSale(order), let id = order["order_id"]?.identifier {
        let changed = order["update_time"]?.text ?? ""
        finding.messages.append(PlatformMessage(id: "poll/\(id)/\(changed)", kind: "poll", subject: id))
      } else {
        finding.orders.append(try self.order(order, []))
      }
    }
    return PollPage(finding, next: orders.count < Self.pageSize ? nil : "\(number + 1)")
  }

  func check(_ platform: PlatformClient) async throws(ConnectorError) -> String {
    let now = platform.clock.now
    let page = try await poll(PollWindow(from: now + -3600, until: now), page: nil, platform)
    return
      "the shop \(settings.account) answers: \((page?.finding.orders.count ?? 0) + (page?.finding.messages.count ?? 0)) orders of the last hour on the first page"
  }

  /// After-sales are told by another call.
  private static func hasAfterSale(_ order: PlatformJSON) -> Bool {
    (order["sku_order_list"]?.list ?? []).contains { $0.at("after_sale_info.after_sale_status")?.identifier != nil }
  }

  // MARK: Calls

  /// - Returns: `data` of the answer.
  func call(
    _ method: String, _ parameters: [String: PlatformJSON], _ platform: PlatformClient, needsToken: Bool = true
  ) async throws(ConnectorError) -> PlatformJSON {
    let body = PlatformJSON.object(parameters).encoded
    let time = Self.time(platform.clock.now)
    // Parameters by their names, between the secret.
    let pattern =
      "app_key\(settings.key)method\(method)param_json\(String(decoding: body, as: UTF8.self))timestamp\(time)v2"
    let sign = Signing.hex(
      Signing.hmac(Array("\(settings.secret)\(pattern)\(settings.secret)".utf8), secret: settings.secret))
    var query = [
      "app_key": settings.key, "method": method, "timestamp": time, "v": "2", "sign_method": "hmac-sha256",
      "sign": sign,
    ]
    if needsToken { query["access_token"] = try platform.accessToken() }
    let path = "/" + method.replacing(".", with: "/")
    let answer = try await platform.send(
      PlatformRequest(.post, "\(path)?\(PlatformRequest.query(query))", body: body)
    ).json()
    // Judged by the body: the status is 200 whatever happens.
    let code = answer["code"]?.integer ?? answer["err_no"]?.integer ?? -1
    if code == Self.fine || code == 0 { return answer["data"] ?? .null }
    throw Self.error(code, answer["sub_code"]?.text ?? "")
  }

  private static func error(_ code: Int64, _ reason: String) -> ConnectorError {
    let text = "code \(code) \(PersonalData.redacted(reason.prefix(80)))"
    if reason.contains("token") || (30_001...30_010).contains(code) { return .unauthorized(text) }
    // isp: the platform's own trouble; isv: the caller's.
    if reason.hasPrefix("isp.") || reason.contains("limit") || code == 20_000 || code == 70_000 {
      return .later(text, retryAfter: reason.contains("limit") ? 1 : nil)
    }
    return .refused(text)
  }

  /// Beijing's time.
  private static func time(_ time: WallTime) -> String {
    String(time.formatted(in: .china).prefix(19)).replacing("T", with: " ")
  }

  /// For applications of a shop's own; others give a token with its `refresh`.
  func freshToken(_ old: PlatformToken?, _ platform: PlatformClient) async throws(ConnectorError) -> PlatformToken? {
    var data = PlatformJSON.null
    if let refresh = old?.refresh, !refresh.isEmpty {
      do {
        data = try await call(
          "token.refresh", ["grant_type": "refresh_token", "refresh_token": .string(refresh)], platform,
          needsToken: false)
      } catch .unauthorized where !settings.account.isEmpty {
        // It is over too: the shop's own application gets a new one below.
      }
    }
    if data == .null {
      guard !settings.account.isEmpty else { return nil }
      data = try await call(
        "token.create",
        ["code": "", "grant_type": "authorization_self", "shop_id": .string(settings.account)], platform,
        needsToken: false)
    }
    guard let access = data["access_token"]?.identifier else { throw .unauthorized("the answer holds no token") }
    return PlatformToken(
      access: access, refresh: data["refresh_token"]?.text ?? "",
      expiresAt: data["expires_in"]?.integer.map { platform.clock.now + Double($0) })
  }
}
