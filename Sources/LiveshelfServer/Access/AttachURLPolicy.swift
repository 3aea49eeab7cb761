internal import Delivery
internal import Foundation
public import LiveshelfCore

/// Which addresses a room may attach to: whoever may create rooms must not reach into the server's network with them
/// (server-side request forgery, OWASP A10:2021).
public struct AttachURLPolicy: Hashable, Sendable {
  /// Schemes that may be used; `file` is off unless it is listed.
  public var schemes: Set<String> = ["rtmp", "rtmps", "http", "https", "srt"]
  /// Whether addresses that are not public (loopback, private, link-local, …) may be used.
  public var allowsPrivateAddresses = false
  /// Hosts, without ports, that may be used whatever their addresses.
  public var hosts: Set<String> = []
  /// Special addresses that may be used.
  public var networks: [IPNetwork] = []

  public init() {}

  /// Checks an address. A name is resolved, and all that it stands for must be allowed.
  ///
  /// Checked when a room is made; what the name stands for when the stream connects is decided by `choice(of:)`.
  ///
  /// - Parameter listens: the room waits for a publisher there.
  /// - Returns: why it is refused; nil: it may be used.
  public func objection(to text: String, listens: Bool = false) async -> String? {
    guard text.utf8.count <= 2048, let url = URLComponents(string: text), let scheme = url.scheme?.lowercased() else {
      return "it is no URL; write such as rtmp://host/app/stream"
    }
    guard schemes.contains(scheme) else {
      return "the scheme '\(scheme)' is not allowed; use one of \(schemes.sorted().joined(separator: ", "))"
    }
    if scheme == "file" {
      return url.host.map { $0.isEmpty || $0 == "localhost" } ?? true ? nil : "a file: URL names no host"
    }
    guard let host = url.host?.lowercased(), !host.isEmpty else { return "it names no host" }
    if let port = url.port, !(1...65_535).contains(port) { return "the port \(port) does not exist" }
    if hosts.contains(host) || allowsPrivateAddresses { return nil }
    let name = host.hasPrefix("[") ? String(host.dropFirst().dropLast()) : host
    guard let addresses = await Self.addresses(of: name) else {
      return "the host '\(name)' cannot be resolved; check the spelling"
    }
    return objection(to: addresses, of: name, listens: listens)
  }

  /// What a stream of a room may connect to.
  public enum Choice: Hashable, Sendable {
    /// The one address to connect to, numeric.
    case address(String)
    /// Why none may be connected to.
    case refused(String)
    /// The name has no address now.
    case unresolved
  }

  /// Resolves a host, once, and says which address to connect to. Blocks while the name is looked up.
  public func choice(of host: String) -> Choice {
    let name = host.lowercased()
    guard let addresses = try? IPAddress(name).map({ [$0] }) ?? SystemAddressResolver.lookUp(name).get(),
      let first = addresses.first
    else { return .unresolved }
    if hosts.contains(name) || hosts.contains("[\(name)]") || allowsPrivateAddresses { return .address("\(first)") }
    return objection(to: addresses, of: name, listens: false).map { .refused($0) } ?? .address("\(first)")
  }

  /// Nil: the name cannot be resolved.
  private static func addresses(of name: String) async -> [IPAddress]? {
    if let address = IPAddress(name) { return [address] }
    do {
      return try await SystemAddressResolver().addresses(of: name)
    } catch {
      return nil
    }
  }

  private func objection(to addresses: [IPAddress], of name: String, listens: Bool) -> String? {
    for address in addresses where !allows(address) {
      let special = address.specialUse
      guard listens ? !address.isLoopback : special != nil else { continue }
      return """
        \(name) is \(address), \(special.map { "a special address (\($0))" } ?? "a public address"); the server's \
        operator can allow it with networks.streams or security.attach.hosts
        """
    }
    return nil
  }

  private func allows(_ address: IPAddress) -> Bool {
    networks.contains { network in
      network.contains(address) || address.embedded.map { network.contains($0) } ?? false
    }
  }
}
