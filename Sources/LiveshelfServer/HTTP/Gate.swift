internal import CoreMetrics
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import LiveshelfCore
internal import Metering

/// Lets requests in: the right host, not too many, a good token or session with the role that the call demands, and no page of
/// another origin behind it.
struct Gate: Sendable {
  let tokens: TokenStore
  let sessions: SessionStore
  let limiter: RateLimiter
  let metrics: any MetricsFactory
  let settings: LiveSettings
  let hosts: HostPolicy
  let door: OpenDoor
  let proxies: TrustedProxies

  /// Lets an identified caller in.
  ///
  /// - Throws: `APIError`: 401, 403, 429.
  func admit(_ request: Request, _ context: APIContext, to access: Access) throws(APIError) {
    let caller = context.caller
    try admitRate(caller, context)
    if access != .signed { try check(request, caller) }
    guard access.allows(caller.roles) else {
      if caller.token == nil, caller.roles.isEmpty {
        throw refusal("no_token", .unauthorized("token_required", "this call needs a token; \(access.remedy)"))
      }
      throw refusal("role", APIError(.forbidden, "forbidden", "'\(caller.name)' may not do this; \(access.remedy)"))
    }
    if let only = caller.token?.room, access != .open, access != .signed, access != .roomViewer {
      guard let room = context.parameters.get("room"), room == only.text else {
        throw refusal(
          "room", APIError(.forbidden, "forbidden", "'\(caller.name)' is good for the room '\(only)' alone"))
      }
    }
  }

  /// Whether a caller that was let in still is good: streams last longer than tokens and sessions.
  func isStillGood(_ caller: Caller) async -> Bool {
    let now = WallClock.system.now
    do {
      return switch caller.proof {
      case .token(let token): try await tokens.token(token.id, at: now) != nil
      case .session(let session): try await sessions.session(id: session.id, at: now) != nil
      case .nothing: try await door.isUnguarded()
      }
    } catch {
      return false
    }
  }

  /// Refuses requests for another host before anything else looks at them.
  func checkHost(_ request: Request) throws(APIError) {
    guard hosts.allows(host: request.head.authority) else {
      throw refusal(
        "host",
        APIError(
          .misdirectedRequest, "unknown_host",
          "the server does not answer to '\(request.head.authority ?? "")'; add the name to server.allow_hosts"))
    }
  }

  /// Who calls.
  ///
  /// - Throws: `APIError`: 401, 429.
  func identify(_ request: Request, _ context: APIContext) async throws -> Caller {
    let now = WallClock.system.now
    if let header = request.headers[.authorization] {
      let parts = header.split(separator: " ", maxSplits: 1)
      guard parts.count == 2, parts[0].lowercased() == "bearer" else {
        throw failure(context, "token_malformed", "send `Authorization: Bearer TOKEN`")
      }
      // Only failures are counted: whoever guesses behind a proxy must not keep others behind it from calling.
      guard let token = try await tokens.verify(String(parts[1]), at: now) else {
        throw failure(
          context, "token_invalid", "the token is unknown, expired or revoked; make one with `liveshelf token`")
      }
      return Caller(.token(token), token)
    }
    if let cookie = request.cookies[SessionStore.cookieName]?.value,
      let session = try await sessions.session(cookie, at: now)
    {
      return Caller(.session(session), session.token)
    }
    return try await door.isOpen(to: request) ? .local : .nobody
  }

  /// Calls that change something must not come from a page of another origin.
  private func check(_ request: Request, _ caller: Caller) throws(APIError) {
    if [.get, .head, .options].contains(request.method) { return }
    if case .token = caller.proof { return }
    let site = HTTPField.Name("Sec-Fetch-Site").flatMap { request.headers[$0] }
    guard
      hosts.isSameOrigin(origin: request.headers[.origin], site: site, host: request.head.authority ?? "")
    else {
      throw refusal(
        "origin", APIError(.forbidden, "cross_origin", "the call comes from a page of another origin; use a token"))
    }
    guard case .session(let session) = caller.proof else { return }
    let sent = HTTPField.Name(SessionStore.csrfHeader).flatMap { request.headers[$0] } ?? ""
    guard Secret.hash(sent) == Secret.hash(session.csrfToken) else {
      throw refusal(
        "csrf", APIError(.forbidden, "csrf", "\(SessionStore.csrfHeader) is missing or wrong; GET /v1/session tells it")
      )
    }
  }

  private func admitRate(_ caller: Caller, _ context: APIContext) throws(APIError) {
    let limits = settings.limits
    let key = caller.token.map { "token:\($0.id)" } ?? "address:\(context.address)"
    let wait = limiter.admit(key, rate: Double(limits.requestsPerSecond), burst: Double(limits.requestBurst))
    guard let wait else { return }
    throw refusal(
      "rate", APIError(.tooManyRequests, "rate_limited", "too many requests; wait \(wait) s", retryAfter: wait))
  }

  /// Counts a failed sign-in by its address.
  private func admitFailure(_ context: APIContext) throws(APIError) {
    let perMinute = Double(settings.limits.failuresPerMinute)
    let wait = limiter.admit("failures:\(context.address)", rate: perMinute / 60, burst: perMinute)
    guard let wait else { return }
    throw refusal(
      "failures",
      APIError(.tooManyRequests, "rate_limited", "too many failed sign-ins; wait \(wait) s", retryAfter: wait))
  }

  /// A failed sign-in, or that there were too many.
  func failure(_ context: APIContext, _ code: String, _ message: String) -> APIError {
    do {
      try admitFailure(context)
    } catch {
      return error
    }
    return refusal("token", .unauthorized(code, message))
  }

  private func refusal(_ reason: String, _ error: APIError) -> APIError {
    MetricFamily.refusals.counter(reason, in: metrics).increment()
    return error
  }
}
