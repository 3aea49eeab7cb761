public import LiveshelfCore

/// Where webhooks may go, so that nobody can make the program call services of its own network (server-side request
/// forgery; Standard Webhooks 1.0.0, "Server side request forgery").
public struct TargetRules: Hashable, Sendable {
  /// Plain `http` is fine, and not `https` alone.
  public var allowsPlainHTTP: Bool
  /// Special addresses (loopback, private networks, …) that are fine nevertheless.
  public var allowedNetworks: [IPNetwork]

  public init(allowsPlainHTTP: Bool = false, allowedNetworks: [IPNetwork] = []) {
    self.allowsPlainHTTP = allowsPlainHTTP
    self.allowedNetworks = allowedNetworks
  }

  /// Why an address is refused; nil when it is fine.
  public func refusal(of address: IPAddress) -> String? {
    if allowedNetworks.contains(where: { $0.contains(address) }) { return nil }
    if let embedded = address.embedded, allowedNetworks.contains(where: { $0.contains(embedded) }) { return nil }
    return address.specialUse.map { kind in
      "\(address) is a special address (\(kind)); name its network in networks.webhooks of liveshelf.yaml if you mean it"
    }
  }
}
