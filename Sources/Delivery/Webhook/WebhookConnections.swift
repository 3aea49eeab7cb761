internal import AsyncHTTPClient
internal import LiveshelfCore
internal import NIOCore

/// The connections to a receiver, which lead to an address that has been checked and to no other: the name is resolved
/// here, the rules look at what came out, and the HTTP client is bound to that address, so that a name which changes
/// its mind in between (DNS rebinding) gains nothing. The client still names and verifies the host by its name.
actor WebhookConnections {
  /// A client that is bound to one address.
  private final class Binding {
    let client: HTTPClient
    let address: IPAddress
    var users = 0

    init(_ client: HTTPClient, _ address: IPAddress) {
      self.client = client
      self.address = address
    }
  }

  struct Lease: Sendable {
    let client: HTTPClient
  }

  /// Seconds for which what the resolver said is taken to hold.
  private static let freshness = Duration.seconds(60)

  private let target: WebhookTarget
  private let rules: TargetRules
  private let resolver: any AddressResolver
  private let connectTimeout: TimeAmount
  private let now: @Sendable () -> ContinuousClock.Instant = { ContinuousClock.now }
  private var binding: Binding?
  /// Clients to other addresses with requests under way.
  private var retired: [Binding] = []
  private var checkedAt: ContinuousClock.Instant?
  /// The current address did not work: another of the host's has its turn.
  private var hasBroken = false
  private var isClosed = false

  init(_ target: WebhookTarget, rules: TargetRules, resolver: any AddressResolver, timeout: Double) {
    self.target = target
    self.rules = rules
    self.resolver = resolver
    connectTimeout = .milliseconds(Int64(timeout * 1000))
  }

  /// A client for one request; to be given back.
  func lease() async throws(DeliveryError) -> Lease {
    if let binding, let checkedAt, now() - checkedAt < Self.freshness { return lend(binding) }
    let addresses = try await checkedAddresses()
    guard !isClosed else { throw .unreachable(target: target.origin, reason: "the sink is closed") }
    checkedAt = now()
    let address = choice(of: addresses)
    if let binding, binding.address == address { return lend(binding) }
    let old = binding
    let fresh = Binding(makeClient(for: address), address)
    binding = fresh
    let lease = lend(fresh)
    await retire(old)
    return lease
  }

  /// - Parameter isBroken: there was no connection: the name is resolved anew before the next request.
  func giveBack(_ lease: Lease, isBroken: Bool) async {
    if let index = retired.firstIndex(where: { $0.client === lease.client }) {
      retired[index].users -= 1
      if retired[index].users == 0 { await shutDown(retired.remove(at: index).client) }
    } else if let binding, binding.client === lease.client {
      binding.users -= 1
      if isBroken { (hasBroken, checkedAt) = (true, nil) }
    }
  }

  /// To be called when no request is under way.
  func close() async {
    isClosed = true
    let all = retired + [binding].compactMap(\.self)
    (binding, retired) = (nil, [])
    for binding in all { await shutDown(binding.client) }
  }

  private func lend(_ binding: Binding) -> Lease {
    binding.users += 1
    return Lease(client: binding.client)
  }

  private func retire(_ old: Binding?) async {
    guard let old else { return }
    if old.users == 0 { await shutDown(old.client) } else { retired.append(old) }
  }

  /// The address in use as long as it works and the host still has it.
  private func choice(of addresses: [IPAddress]) -> IPAddress {
    defer { hasBroken = false }
    guard let current = binding?.address, let index = addresses.firstIndex(of: current) else { return addresses[0] }
    return hasBroken ? addresses[(index + 1) % addresses.count] : current
  }

  /// The addresses, each of which the rules allow: one that they forbid makes the name suspect as a whole.
  private func checkedAddresses() async throws(DeliveryError) -> [IPAddress] {
    let addresses: [IPAddress]
    if let address = IPAddress(target.host) {
      addresses = [address]
    } else {
      addresses = try await resolver.addresses(of: target.host)
    }
    for address in addresses {
      if let refusal = rules.refusal(of: address) { throw .targetRefused(target: target.origin, reason: refusal) }
    }
    guard !addresses.isEmpty else { throw .unreachable(target: target.origin, reason: "it has no address") }
    return addresses
  }

  private func makeClient(for address: IPAddress) -> HTTPClient {
    var configuration = HTTPClient.Configuration(
      redirectConfiguration: .disallow, timeout: .init(connect: connectTimeout),
      connectionPool: .init(idleTimeout: .seconds(60), concurrentHTTP1ConnectionsPerHostSoftLimit: 1024))
    // A refused connection is an answer: the dispatcher's schedule decides when to ask again.
    configuration.connectionPool.retryConnectionEstablishment = false
    if IPAddress(target.host) == nil { configuration.dnsOverride = [target.host: address.description] }
    return HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
  }

  private func shutDown(_ client: HTTPClient) async {
    // Fails only when it has been shut down already.
    _ = try? await client.shutdown()
  }
}
