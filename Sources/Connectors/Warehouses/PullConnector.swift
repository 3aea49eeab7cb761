internal import Foundation
public import LiveshelfCore

/// How a system is asked, for systems without a connector of their own.
public struct PullSettings: Hashable, Sendable {
  /// How calls are signed.
  public enum Signature: String, Hashable, Sendable, CaseIterable {
    /// 聚水潭's open platform: a form with `biz`, signed with MD5.
    case jushuitan
  }

  /// How times are written into a call.
  public enum Times: String, Hashable, Sendable, CaseIterable {
    case rfc3339, unix
    /// `2026-04-10 20:00:00` in China.
    case china
  }

  public var mapping: RowMapping
  /// With `{page}`, `{offset}`, `{from}`, `{until}` where they belong.
  public var path = "/"
  public var method = PlatformRequest.Method.get
  /// A body with the same; nil: none.
  public var body: String?
  /// Lines such as `Authorization: Bearer {token}`.
  public var headers: [String: String] = [:]
  public var times = Times.rfc3339
  public var firstPage = 1
  /// Items of a full page: after one that has fewer comes none.
  public var pageSize = 0
  /// Where the answer says that there is more; empty: by the page's size.
  public var more = ""
  /// Where the answer says how it went, and what means well, such as `code` and `0`; empty: by the status.
  public var success = ""
  public var successValue = ""
  public var signature: Signature?
  /// For `clicks`: the items are a live room's products, and this says which of them is being explained now.
  public var explaining: ExplainingMark?

  public init(_ mapping: RowMapping) {
    self.mapping = mapping
  }
}

/// Asks any system again and again: a call, paths of JSON, rows.
struct PullConnector: Connector {
  let settings: ConnectorSettings
  let pull: PullSettings
  private let explained = ExplainedProducts()

  /// - Throws: `setting`.
  init(_ settings: ConnectorSettings) throws(ConnectorError) {
    guard let pull = settings.pull else {
      throw .setting(
        "the connector '\(settings.name)' needs `pull`: what to ask for, and which members are which columns")
    }
    self.settings = settings
    self.pull = pull
  }

  func poll(
    _ window: PollWindow, page: String?, _ platform: PlatformClient
  ) async throws(ConnectorError) -> PollPage? {
    let number = page.flatMap { Int($0) } ?? pull.firstPage
    let answer = try await platform.send(try request(window, number, platform)).json()
    if !pull.success.isEmpty {
      let told = answer.at(pull.success)?.text ?? ""
      guard told == pull.successValue else {
        let words = "\(pull.success) is '\(told.prefix(32))'"
        // Whose tokens are over say so in a number of their own: a person sees it here.
        throw .later(words, retryAfter: nil)
      }
    }
    let items = pull.mapping.elements(of: answer)
    let isMore =
      pull.more.isEmpty ? pull.pageSize > 0 && items.count >= pull.pageSize : answer.at(pull.more)?.isTrue ?? false
    let now = platform.clock.now
    let finding: Finding
    if let mark = pull.explaining {
      let skus = items.filter(mark.holds).compactMap { pull.mapping.mapped($0)["sku"]?.text }.map { SKU($0) }
      let changes = explained.changes(skus, in: window, isFirst: page == nil, isLast: !isMore, now: now)
      finding = Finding(rows: changes.map { .click($0) })
    } else {
      finding = try pull.mapping.finding(items.map(pull.mapping.mapped), settings: settings, now: now)
    }
    return PollPage(finding, next: isMore ? "\(number + 1)" : nil)
  }

  func check(_ platform: PlatformClient) async throws(ConnectorError) -> String {
    let now = platform.clock.now
    let page = try await poll(PollWindow(from: now + -86_400, until: now), page: nil, platform)
    let (rows, bad) = (page?.finding.rows.count ?? 0, page?.finding.unusable.count ?? 0)
    return "the first page holds \(rows) rows" + (bad > 0 ? " and \(bad) that cannot be used" : "")
  }

  private func time(_ time: WallTime) -> String {
    switch pull.times {
    case .rfc3339: time.formatted(in: .utc)
    case .unix: "\(time.microseconds / 1_000_000)"
    case .china: String(time.formatted(in: .china).prefix(19)).replacing("T", with: " ")
    }
  }

  private func request(
    _ window: PollWindow, _ page: Int, _ platform: PlatformClient
  ) throws(ConnectorError) -> PlatformRequest {
    let token = platform.currentToken?.access ?? ""
    let values = [
      "{page}": "\(page)", "{offset}": "\((page - pull.firstPage) * pull.pageSize)", "{from}": time(window.from),
      "{until}": time(window.until), "{now}": time(platform.clock.now), "{size}": "\(pull.pageSize)",
    ]
    func filled(_ text: String, escapes: Bool = false) -> String {
      values.reduce(text) { $0.replacing($1.key, with: escapes ? PlatformRequest.escaped($1.value) : $1.value) }
    }
    var request = PlatformRequest(
      pull.method, filled(pull.path, escapes: true),
      headers: pull.headers.mapValues {
        $0.replacing("{token}", with: token).replacing("{secret}", with: settings.secret)
      })
    let body = pull.body.map { filled($0) }
    switch pull.signature {
    case nil: request.body = body.map { Array($0.utf8) }
    case .jushuitan:
      var form = [
        "app_key": settings.key, "access_token": token, "charset": "utf-8", "version": "2",
        "timestamp": "\(platform.clock.now.microseconds / 1_000_000)", "biz": body ?? "{}",
      ]
      let pattern = settings.secret + form.sorted { $0.key < $1.key }.map { $0.key + $0.value }.joined()
      form["sign"] = Signing.hex(Signing.md5(Array(pattern.utf8)))
      request.headers["content-type"] = "application/x-www-form-urlencoded;charset=UTF-8"
      request.body = Array(PlatformRequest.query(form).utf8)
    }
    return request
  }
}
