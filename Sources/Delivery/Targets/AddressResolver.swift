internal import Dispatch
internal import Foundation
public import LiveshelfCore

#if canImport(Glibc)
  internal import Glibc
#endif

/// Finds the addresses of hosts.
public protocol AddressResolver: Sendable {
  /// The addresses in order of preference, at least one.
  func addresses(of host: String) async throws(DeliveryError) -> [IPAddress]
}

/// The system's resolver (`getaddrinfo`), with the time limits of its configuration.
public struct SystemAddressResolver: AddressResolver {
  public init() {}

  public func addresses(of host: String) async throws(DeliveryError) -> [IPAddress] {
    let result = await withCheckedContinuation { continuation in
      DispatchQueue.global().async { continuation.resume(returning: Self.lookUp(host)) }
    }
    return try result.get()
  }

  /// Blocks while the name is looked up.
  public static func lookUp(_ host: String) -> Result<[IPAddress], DeliveryError> {
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = AI_ADDRCONFIG
    var list: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(host, nil, &hints, &list)
    guard code == 0 else {
      return .failure(.unreachable(target: host, reason: String(cString: gai_strerror(code))))
    }
    defer { freeaddrinfo(list) }
    var addresses: [IPAddress] = []
    var item = list
    while let info = item?.pointee {
      if let address = address(of: info), !addresses.contains(address) { addresses.append(address) }
      item = info.ai_next
    }
    return addresses.isEmpty
      ? .failure(.unreachable(target: host, reason: "it has no address")) : .success(addresses)
  }

  private static func address(of info: addrinfo) -> IPAddress? {
    guard let raw = UnsafeRawPointer(info.ai_addr) else { return nil }
    switch info.ai_family {
    case AF_INET:
      let address = raw.loadUnaligned(as: sockaddr_in.self).sin_addr
      return withUnsafeBytes(of: address) { IPAddress(bytes: Array($0)) }
    case AF_INET6:
      let address = raw.loadUnaligned(as: sockaddr_in6.self).sin6_addr
      return withUnsafeBytes(of: address) { IPAddress(bytes: Array($0)) }
    default: return nil
    }
  }
}
