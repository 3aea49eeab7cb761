internal import Foundation

#if canImport(Glibc)
  internal import Glibc
#endif

/// An IPv4 or IPv6 address.
public struct IPAddress: Hashable, Sendable, CustomStringConvertible {
  /// 4 or 16 bytes in network order.
  public let bytes: [UInt8]

  /// Reads the usual text forms (`inet_pton`); nil for anything else, such as `127.1`.
  public init?(_ text: String) {
    var bytes = [UInt8](repeating: 0, count: 16)
    if inet_pton(AF_INET6, text, &bytes) == 1 {
      self.bytes = bytes
    } else if inet_pton(AF_INET, text, &bytes) == 1 {
      self.bytes = Array(bytes.prefix(4))
    } else {
      return nil
    }
  }

  /// Nil unless there are 4 or 16 bytes.
  public init?(bytes: [UInt8]) {
    guard bytes.count == 4 || bytes.count == 16 else { return nil }
    self.bytes = bytes
  }

  public var isVersion4: Bool { bytes.count == 4 }

  /// This machine itself: 127.0.0.0/8, `::1`, and the former written within an IPv6 address.
  public var isLoopback: Bool {
    if isVersion4 { return bytes[0] == 127 }
    return bytes.dropLast().allSatisfy { $0 == 0 } && bytes[15] == 1 || embedded?.isLoopback == true
  }

  /// The IPv4 address within an IPv6 address that stands for one: mapped (RFC 4291 §2.5.5.2), NAT64 (RFC 6052) or
  /// 6to4 (RFC 3056).
  public var embedded: IPAddress? {
    guard bytes.count == 16 else { return nil }
    let mapped = [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]
    let translated: [UInt8] = [0, 0x64, 0xFF, 0x9B] + [UInt8](repeating: 0, count: 8)
    if bytes.starts(with: mapped) || bytes.starts(with: translated) { return IPAddress(bytes: Array(bytes.suffix(4))) }
    if bytes.starts(with: [0x20, 0x02]) { return IPAddress(bytes: Array(bytes[2..<6])) }
    return nil
  }

  public var description: String {
    if isVersion4 { return bytes.map(String.init).joined(separator: ".") }
    var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    let isWritten = bytes.withUnsafeBytes { raw in
      inet_ntop(AF_INET6, raw.baseAddress, &text, socklen_t(INET6_ADDRSTRLEN)) != nil
    }
    return isWritten ? String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self) : "::"
  }
}
