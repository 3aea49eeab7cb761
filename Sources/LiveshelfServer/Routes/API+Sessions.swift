internal import HTTPTypes
internal import Hummingbird
internal import LiveshelfCore
internal import RoomAPI

extension API {
  private struct SignIn: Decodable {
    var token: String
  }

  private struct SessionView: Encodable {
    var name: String
    /// The mightiest of the roles.
    var role: Role
    var roles: [Role]
    @Nullable var room: String?
    /// What calls that change something send as `X-Liveshelf-CSRF`; nil without a session.
    @Nullable var csrfToken: String?
    @Nullable var expiresAt: String?
    var tokensRequired: Bool

    private enum CodingKeys: String, CodingKey {
      case name, role, roles, room
      case csrfToken = "csrf"
      case expiresAt = "expires_at"
      case tokensRequired = "tokens_required"
    }
  }

  var sessionEndpoints: [Endpoint] {
    [
      Endpoint(.get, "/v1/session", .open) { _, context in
        guard let view = view(of: context.caller) else {
          throw APIError.unauthorized("token_required", "nobody is signed in; POST /v1/session with a token")
        }
        return try .json(view)
      },
      Endpoint(.post, "/v1/session", .open) { request, context in
        let signIn = try await JSONBody.read(SignIn.self, from: request)
        let now = WallClock.system.now
        guard let token = try await gate.tokens.verify(signIn.token, at: now) else {
          throw gate.failure(context, "token_invalid", "the token is unknown, expired or revoked")
        }
        let lifetime = Double(settings.security.sessionHours) * 3600
        let (session, cookie) = try await gate.sessions.create(for: token, lifetime: lifetime, at: now)
        try await audit.record(
          AuditEntry(
            id: 0, time: now.text, actor: token.name, address: context.address, action: "session.start", room: nil,
            target: nil, status: 200))
        var response = try Response.json(view(of: Caller(.session(session), token)))
        response.headers[.setCookie] = self.cookie(cookie, seconds: Int(lifetime))
        return response
      },
      Endpoint(.delete, "/v1/session", .open) { request, _ in
        if let cookie = request.cookies[SessionStore.cookieName]?.value { try await gate.sessions.end(cookie) }
        return Response(status: .noContent, headers: [.setCookie: cookie("", seconds: 0)])
      },
    ]
  }

  private func cookie(_ value: String, seconds: Int) -> String {
    let secure = settings.security.secureCookies ? "; Secure" : ""
    return "\(SessionStore.cookieName)=\(value); Path=/; Max-Age=\(seconds); HttpOnly; SameSite=Strict\(secure)"
  }

  /// Nil: the caller is nobody.
  private func view(of caller: Caller) -> SessionView? {
    let mightiest: [Role] = [.admin, .operator, .viewer, .ingest]
    guard let role = mightiest.first(where: caller.roles.contains) else { return nil }
    var view = SessionView(
      name: caller.name, role: role, roles: caller.roles.sorted(), room: caller.token?.room?.text, csrfToken: nil,
      expiresAt: nil,
      tokensRequired: caller.token != nil)
    if case .session(let session) = caller.proof {
      view.csrfToken = session.csrfToken
      view.expiresAt = session.expiresAt.text
    }
    return view
  }
}
