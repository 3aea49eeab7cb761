extension IPAddress {
  /// What kind of special address it is; nil when it is an ordinary one, that of somebody's server on the internet.
  ///
  /// Special are the registries of special-purpose addresses of IANA (RFC 6890 and its updates, 2024), multicast, and the
  /// metadata services of clouds. An IPv6 address that stands for an IPv4 address is what that one is; one that carries two
  /// (Teredo, RFC 4380) is special in any case.
  public var specialUse: String? {
    if let embedded { return embedded.specialUse }
    let networks = isVersion4 ? SpecialNetworks.version4 : SpecialNetworks.version6
    if let found = networks.first(where: { $0.network?.contains(self) ?? true }) { return found.kind }
    // All of IPv6 that is handed out to networks lies in 2000::/3.
    return !isVersion4 && bytes[0] & 0xE0 != 0x20 ? "not global unicast" : nil
  }
}

private enum SpecialNetworks {
  static let version4 = read([
    ("0.0.0.0/8", "this host"), ("10.0.0.0/8", "private"), ("100.64.0.0/10", "carrier-grade NAT or cloud metadata"),
    ("127.0.0.0/8", "loopback"), ("169.254.0.0/16", "link-local or cloud metadata"), ("172.16.0.0/12", "private"),
    ("192.0.0.0/24", "protocol assignments"), ("192.0.2.0/24", "documentation"), ("192.31.196.0/24", "AS112"),
    ("192.52.193.0/24", "AMT"), ("192.88.99.0/24", "6to4 relay"), ("192.168.0.0/16", "private"),
    ("192.175.48.0/24", "AS112"), ("198.18.0.0/15", "benchmarking"), ("198.51.100.0/24", "documentation"),
    ("203.0.113.0/24", "documentation"), ("224.0.0.0/4", "multicast"), ("240.0.0.0/4", "reserved"),
    // Azure's platform services, which answer on a public address from within a virtual machine only
    ("168.63.129.16/32", "cloud metadata"),
  ])

  static let version6 = read([
    ("::1/128", "loopback"), ("fe80::/10", "link-local"), ("fc00::/7", "private"), ("ff00::/8", "multicast"),
    ("2001::/32", "Teredo"), ("2001::/23", "protocol assignments"), ("2001:db8::/32", "documentation"),
    ("2620:4f:8000::/48", "AS112"),
    ("3fff::/20", "documentation"),
  ])

  /// A block with a slip of the pen in it refuses everything.
  private static func read(_ list: [(block: String, kind: String)]) -> [(network: IPNetwork?, kind: String)] {
    list.map { (IPNetwork($0.block), $0.kind) }
  }
}
