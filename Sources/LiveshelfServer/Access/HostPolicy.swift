internal import Foundation

/// Which `Host` a request may name, and where a browser's request may come from.
///
/// Without tokens a server on loopback trusts whoever reaches it. A page of the world could do that with a name of its own
/// that resolves to 127.0.0.1 (DNS rebinding): therefore only the names of this machine are answered.
struct HostPolicy: Sendable {
  private let allowed: Set<String>
  /// Any name will do: the server asks for tokens.
  private let allowsAll: Bool

  /// - Parameter hosts: names without a port, besides those of loopback.
  init(hosts: [String], isOpen: Bool) {
    allowed = Set(hosts.map { $0.lowercased() } + ["localhost", "127.0.0.1", "[::1]"])
    allowsAll = !isOpen && hosts.isEmpty
  }

  func allows(host: String?) -> Bool {
    guard let host else { return false }
    return allowsAll || allowed.contains(Self.name(of: host))
  }

  /// Whether a request comes from the server's own pages, or from no browser at all.
  ///
  /// - Parameters:
  ///   - origin: the `Origin` header, which browsers send with every call that changes something.
  ///   - site: the `Sec-Fetch-Site` header.
  func isSameOrigin(origin: String?, site: String?, host: String) -> Bool {
    if let site, site != "same-origin", site != "none" { return false }
    guard let origin else { return true }
    guard let separator = origin.range(of: "://") else { return false }
    return origin[separator.upperBound...].lowercased() == host.lowercased()
  }

  /// The host without its port.
  static func name(of host: String) -> String {
    let small = host.lowercased()
    if small.hasPrefix("[") {
      return small.firstIndex(of: "]").map { String(small[...$0]) } ?? small
    }
    return String(small.prefix { $0 != ":" })
  }
}
