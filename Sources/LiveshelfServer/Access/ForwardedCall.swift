internal import HTTPTypes
internal import Hummingbird
internal import LiveshelfCore

/// Who is behind a reverse proxy. What a request says of that is believed only when it comes from a proxy that the
/// configuration names: anybody can write such headers.
struct TrustedProxies: Sendable {
  private let networks: [IPNetwork]

  /// Headers by which proxies tell for whom they call (RFC 7239, and what was there before it).
  private static let traces = [
    "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Forwarded-Server", "X-Real-IP", "Via",
    "CF-Connecting-IP", "True-Client-IP", "X-Client-IP", "X-Cluster-Client-IP",
  ].compactMap { HTTPField.Name($0) }
  private static let chain = HTTPField.Name("X-Forwarded-For")
  /// A chain of proxies is no longer than this.
  private static let longestChain = 32

  init(_ networks: [IPNetwork]) {
    self.networks = networks
  }

  /// Whether a request has come through a proxy, as far as can be seen.
  static func isForwarded(_ request: Request) -> Bool {
    traces.contains { request.headers[$0] != nil }
  }

  func contains(_ address: String) -> Bool {
    guard let address = IPAddress(address) else { return false }
    return networks.contains { network in
      network.contains(address) || address.embedded.map { network.contains($0) } ?? false
    }
  }

  /// The numeric address of the caller: the last one of the chain that is no trusted proxy.
  ///
  /// - Parameter peer: where the connection comes from.
  func caller(_ request: Request, peer: String) -> String {
    guard !networks.isEmpty, contains(peer), let name = Self.chain else { return peer }
    let chain = request.headers[values: name].flatMap { $0.split(separator: ",") }.suffix(Self.longestChain)
    var caller = peer
    for hop in chain.reversed() {
      // What is no address was not written by a proxy of ours.
      guard let address = Self.address(String(hop.filter { $0 != " " })) else { return caller }
      caller = address.description
      if !contains(caller) { return caller }
    }
    return caller
  }

  /// Some proxies write a port too.
  private static func address(_ text: String) -> IPAddress? {
    if let address = IPAddress(text) { return address }
    if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
      return IPAddress(String(text[text.index(after: text.startIndex)..<end]))
    }
    return text.firstIndex(of: ":").flatMap { IPAddress(String(text[..<$0])) }
  }
}

/// Whether whoever reaches the server may do everything: it listens on this machine alone, nothing is in front of it, and no
/// token was ever made.
struct OpenDoor: Sendable {
  /// What the configuration says. Names and proxies are there because others call.
  let isConfigured: Bool
  private let tokens: TokenStore

  init(_ configuration: ServerConfiguration, tokens: TokenStore) {
    let server = configuration.server
    isConfigured =
      server.isLoopback && server.allowHosts.isEmpty && server.trustedProxies.isEmpty
      && !configuration.security.requiresTokens
    self.tokens = tokens
  }

  func isOpen(to request: Request) async throws(TokenError) -> Bool {
    guard isConfigured, !TrustedProxies.isForwarded(request) else { return false }
    return try await isUnguarded()
  }

  /// Whether it is open to calls that nobody has forwarded.
  func isUnguarded() async throws(TokenError) -> Bool {
    guard isConfigured else { return false }
    return try await !tokens.hasAny()
  }
}
