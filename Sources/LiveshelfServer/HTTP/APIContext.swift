internal import Hummingbird
internal import NIOCore

/// What is known of a request while it is answered.
struct APIContext: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// The caller's numeric address; of a reverse proxy, where there is one that is not trusted.
  var address: String
  /// The connection on which the request came.
  let channel: any Channel
  /// Who calls; set by the gate.
  var caller = Caller.nobody

  init(source: ApplicationRequestContextSource) {
    coreContext = CoreRequestContextStorage(source: source)
    address = source.channel.remoteAddress?.ipAddress ?? "local"
    channel = source.channel
  }
}

/// Who calls, and what they may do.
struct Caller: Sendable {
  enum Proof: Sendable {
    /// None was asked for, or none given.
    case nothing
    case token(AccessToken)
    case session(BrowserSession)
  }

  var proof: Proof
  /// The token's name; `local` on loopback without tokens.
  var name: String
  var roles: Set<Role>

  static let nobody = Caller(proof: .nothing, name: "", roles: [])
  /// Somebody on this machine, while no tokens are asked for.
  static let local = Caller(proof: .nothing, name: "local", roles: Set(Role.allCases))

  init(proof: Proof, name: String, roles: Set<Role>) {
    self.proof = proof
    self.name = name
    self.roles = roles
  }

  init(_ proof: Proof, _ token: AccessToken) {
    self.init(proof: proof, name: token.name, roles: token.roles)
  }

  var token: AccessToken? {
    switch proof {
    case .nothing: nil
    case .token(let token): token
    case .session(let session): session.token
    }
  }
}
