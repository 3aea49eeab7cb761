/// The cookies of one source (RFC 6265), as far as streams need them: by host and domain, for as long as the source is
/// open.
struct CookieJar {
  private struct Cookie {
    var name: String
    var value: String
    /// The host that set it, or the domain whose hosts get it.
    var domain: String
    var isForSubdomains: Bool
  }

  private var cookies: [Cookie] = []
  private static let most = 64
  private static let longest = 4096

  /// Keeps what a `Set-Cookie` field of an answer from `host` sets.
  mutating func store(_ field: String, from host: String) {
    guard field.utf8.count <= Self.longest else { return }
    let parts = field.split(separator: ";").map { $0.trimmingSpaces }
    guard let pair = parts.first, let equals = pair.firstIndex(of: "="), equals > pair.startIndex else { return }
    var cookie = Cookie(
      name: String(pair[..<equals]), value: String(pair[pair.index(after: equals)...]), domain: host.lowercased(),
      isForSubdomains: false)
    for part in parts.dropFirst() where part.lowercased().hasPrefix("domain=") {
      let domain = part.dropFirst(7).drop { $0 == "." }.lowercased()
      guard domain.contains("."), Self.host(cookie.domain, isIn: domain) else { return }
      (cookie.domain, cookie.isForSubdomains) = (domain, true)
    }
    cookies.removeAll { $0.name == cookie.name && $0.domain == cookie.domain }
    if cookies.count < Self.most { cookies.append(cookie) }
  }

  /// The `Cookie` field for a request to `host`; nil when there is none.
  func field(for host: String) -> String? {
    let host = host.lowercased()
    let fitting = cookies.filter { $0.domain == host || $0.isForSubdomains && Self.host(host, isIn: $0.domain) }
    return fitting.isEmpty ? nil : fitting.map { "\($0.name)=\($0.value)" }.joined(separator: "; ")
  }

  private static func host(_ host: String, isIn domain: String) -> Bool {
    host == domain || host.hasSuffix("." + domain)
  }
}

extension Substring {
  /// Without white space at both ends.
  var trimmingSpaces: Substring {
    var rest = self
    while rest.first?.isWhitespace == true { rest.removeFirst() }
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return rest
  }
}
