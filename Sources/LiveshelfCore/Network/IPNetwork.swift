/// A block of addresses, such as `10.0.0.0/8`.
public struct IPNetwork: Hashable, Sendable, CustomStringConvertible {
  public let base: IPAddress
  /// Leading bits that all addresses of the block share.
  public let prefix: Int

  /// Reads CIDR notation; an address alone is a block of one. Nil for anything else.
  public init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard let first = parts.first, let base = IPAddress(String(first)), parts.count <= 2 else { return nil }
    let bits = base.bytes.count * 8
    guard parts.count == 2 else {
      self.init(base, bits)
      return
    }
    guard let prefix = Int(parts[1]), (0...bits).contains(prefix) else { return nil }
    self.init(base, prefix)
  }

  private init(_ base: IPAddress, _ prefix: Int) {
    self.base = base
    self.prefix = prefix
  }

  public func contains(_ address: IPAddress) -> Bool {
    guard address.bytes.count == base.bytes.count else { return false }
    return zip(address.bytes, base.bytes).enumerated().allSatisfy { index, pair in
      let bits = min(max(prefix - index * 8, 0), 8)
      let mask = UInt8(truncatingIfNeeded: 0xFF00 >> bits)
      return pair.0 & mask == pair.1 & mask
    }
  }

  public var description: String { "\(base)/\(prefix)" }
}
