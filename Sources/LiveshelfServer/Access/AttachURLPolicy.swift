internal import Foundation
internal import NIOCore

/// Which addresses a room may attach to: whoever may create rooms must not reach into the server's network with them
/// (server-side request forgery, OWASP A10:2021).
public struct AttachURLPolicy: Hashable, Sendable {
  /// Schemes that may be used; `file` is off unless it is listed.
  public var schemes: Set<String> = ["rtmp", "rtmps", "http", "https", "srt"]
  /// Whether addresses that are not public (loopback, private, link-local, …) may be used.
  public var allowsPrivateAddresses = false
  /// Hosts, without ports, that may be used whatever their addresses.
  public var hosts: Set<String> = []

  public init() {}

  /// Checks an address. A name is resolved, and all that it stands for must be allowed.
  ///
  /// Checked when a room is made. When it connects, and at each redirect and segment, `choice` decides.
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
    let port = url.port ?? 1935
    let addresses = await withCheckedContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(returning: Self.addresses(of: name, port: port)) }
    }
    guard !addresses.isEmpty else { return "the host '\(name)' cannot be resolved; check the spelling" }
    return Self.objection(to: addresses, of: name, listens: listens)
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
  public func choice(of host: String, port: Int) -> Choice {
    let name = host.lowercased()
    let addresses = Self.addresses(of: name, port: port)
    guard let first = addresses.first else { return .unresolved }
    if hosts.contains(name) || hosts.contains("[\(name)]") || allowsPrivateAddresses { return .address(first) }
    return Self.objection(to: addresses, of: name, listens: false).map { .refused($0) } ?? .address(first)
  }

  private static func objection(to addresses: [String], of name: String, listens: Bool) -> String? {
    for address in addresses {
      let kind = AddressKind(address)
      if listens ? kind != .loopback : kind != .open {
        return """
          \(name) is \(address), \(kind.description); the server's operator can allow it with \
          security.attach.allow_private or security.attach.hosts
          """
      }
    }
    return nil
  }

  /// The numeric addresses of a name.
  private static func addresses(of name: String, port: Int) -> [String] {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    guard getaddrinfo(name, String(port), &hints, &list) == 0 else { return [] }
    defer { freeaddrinfo(list) }
    var found: [String] = []
    var entry = list
    while let info = entry?.pointee, found.count < 64 {
      var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
      if getnameinfo(info.ai_addr, info.ai_addrlen, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST) == 0 {
        found.append(String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self))
      }
      entry = info.ai_next
    }
    return found
  }
}

/// What an address is for (RFC 6890, IANA special-purpose registries).
enum AddressKind: Hashable, Sendable {
  case open, loopback, restricted

  /// - Parameter text: a numeric IPv4 or IPv6 address.
  init(_ text: String) {
    var four = in_addr()
    var six = in6_addr()
    let plain = String(text.prefix { $0 != "%" })
    if inet_pton(AF_INET, plain, &four) == 1 {
      self = Self.kind(of: withUnsafeBytes(of: &four) { Array($0) })
    } else if inet_pton(AF_INET6, plain, &six) == 1 {
      self = Self.kind(ofSix: withUnsafeBytes(of: &six) { Array($0) })
    } else {
      self = .restricted
    }
  }

  private static func kind(of bytes: [UInt8]) -> AddressKind {
    switch (bytes[0], bytes[1]) {
    case (127, _): .loopback
    case (0, _), (10, _), (172, 16...31), (192, 168), (169, 254), (100, 64...127), (198, 18...19), (224..., _):
      .restricted
    case (192, 0) where bytes[2] == 0 || bytes[2] == 2: .restricted
    case (198, 51) where bytes[2] == 100: .restricted
    case (203, 0) where bytes[2] == 113: .restricted
    // Azure's platform services answer there, from within a virtual machine only.
    case (168, 63) where bytes[2] == 129 && bytes[3] == 16: .restricted
    default: .open
    }
  }

  private static func kind(ofSix bytes: [UInt8]) -> AddressKind {
    if bytes.dropLast().allSatisfy({ $0 == 0 }), bytes[15] == 1 { return .loopback }
    // IPv4 in IPv6: mapped (::ffff:0:0/96), translated (64:ff9b::/96) and 6to4 (2002::/16).
    if bytes[..<10].allSatisfy({ $0 == 0 }), bytes[10] == 0xFF, bytes[11] == 0xFF {
      return kind(of: Array(bytes[12...]))
    }
    if bytes[..<12] == [0, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0] { return kind(of: Array(bytes[12...])) }
    if bytes[0] == 0x20, bytes[1] == 0x02 { return kind(of: Array(bytes[2..<6])) }
    // 2001::/23 is for protocols, Teredo among them, which hides an IPv4 address.
    if bytes[0] == 0x20, bytes[1] == 0x01, bytes[2] < 2 { return .restricted }
    // Only 2000::/3 is global unicast; 2001:db8::/32 is for documents.
    guard bytes[0] & 0xE0 == 0x20 else { return .restricted }
    return bytes[..<4] == [0x20, 0x01, 0x0D, 0xB8] ? .restricted : .open
  }
}

extension AddressKind: CustomStringConvertible {
  var description: String {
    switch self {
    case .open: "a public address"
    case .loopback: "this machine itself"
    case .restricted: "an address that is not public"
    }
  }
}

extension AddressKind {
  /// Whether a text is a numeric address.
  static func isAddress(_ text: String) -> Bool {
    var four = in_addr()
    var six = in6_addr()
    return inet_pton(AF_INET, text, &four) == 1 || inet_pton(AF_INET6, text, &six) == 1
  }
}
