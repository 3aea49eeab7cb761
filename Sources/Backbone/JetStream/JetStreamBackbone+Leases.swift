internal import Foundation
internal import Synchronization

extension JetStreamBackbone {
  public func acquireLease(
    _ name: String, holder: String, lifetime: Duration
  ) async throws(BackboneError) -> LeaseAttempt {
    try await prepare()
    let name = try BackboneName.checked(name)
    let lifetime = try LeaseLifetime.checked(lifetime)
    let start = ContinuousClock.now
    let current: StateEntry?
    do throws(BackboneError) {
      current = try await entry(name, in: names.leaseBucket)
    } catch {
      // Who could not look does not know that the holder was silent.
      leaseObserver.forget(name)
      throw error
    }
    if let state = current.flatMap(LeaseState.init(entry:)), let current = state.holder, current != holder,
      !leaseObserver.hasRunOut(state, connectedSince: connection.router.connectedSince)
    {
      return .held(state)
    }
    let value = LeaseValue(holder: holder, token: nil, lifetime: lifetime)
    do throws(BackboneError) {
      let revision = try await put(
        name, try value.encoded(), in: names.leaseBucket, expecting: current?.revision ?? 0)
      return .acquired(
        Lease(
          name: name, holder: holder, token: FencingToken(revision), lifetime: lifetime, validUntil: start + lifetime,
          revision: revision))
    } catch {
      guard case .conflict = error, let state = try await entry(name, in: names.leaseBucket).flatMap(LeaseState.init)
      else { throw error }
      return .held(state)
    }
  }

  public func renewLease(_ lease: Lease) async throws(BackboneError) -> Lease {
    try await prepare()
    let start = ContinuousClock.now
    let value = try LeaseValue(holder: lease.holder, token: lease.token.value, lifetime: lease.lifetime).encoded()
    func renewed(_ revision: UInt64) -> Lease {
      Lease(
        name: lease.name, holder: lease.holder, token: lease.token, lifetime: lease.lifetime,
        validUntil: start + lease.lifetime, revision: revision)
    }
    do throws(BackboneError) {
      // Soon enough for another attempt before the lease runs out.
      return renewed(
        try await put(
          lease.name, value, in: names.leaseBucket, expecting: lease.revision, within: lease.lifetime / 3))
    } catch {
      guard case .conflict = error else { throw error }
      // An earlier renewal may have been stored without our hearing of it.
      guard let state = try await entry(lease.name, in: names.leaseBucket).flatMap(LeaseState.init(entry:)),
        state.holder == lease.holder, state.token == lease.token
      else { throw .leaseLost(name: lease.name) }
      do throws(BackboneError) {
        return renewed(try await put(lease.name, value, in: names.leaseBucket, expecting: state.revision))
      } catch {
        if case .conflict = error { throw .leaseLost(name: lease.name) }
        throw error
      }
    }
  }

  public func releaseLease(_ lease: Lease) async throws(BackboneError) {
    try await prepare()
    let value = try LeaseValue(holder: nil, token: lease.token.value, lifetime: lease.lifetime).encoded()
    while true {
      guard let state = try await entry(lease.name, in: names.leaseBucket).flatMap(LeaseState.init(entry:)),
        state.holder == lease.holder, state.token == lease.token
      else { return }
      do throws(BackboneError) {
        _ = try await put(lease.name, value, in: names.leaseBucket, expecting: state.revision)
        return
      } catch {
        // A renewal that was under way came first, or somebody took the lease: look again.
        guard case .conflict = error else { throw error }
      }
    }
  }

  public func watchLeases(prefix: String) async throws(BackboneError) -> Feed<LeaseState> {
    let observer = leaseObserver
    return try await feed(of: names.leaseBucket, prefix: prefix) { entry in
      let state = LeaseState(entry: entry)
      if let state { observer.note(state) }
      return state
    }
  }
}

/// A lease as it stands in its bucket.
private struct LeaseValue: Codable {
  /// Nil when it was given back.
  let holder: String?
  /// Nil in the entry by which the lease was taken: there the entry's own revision is the token.
  let token: UInt64?
  let lifetimeMilliseconds: Int64

  private enum CodingKeys: String, CodingKey {
    case holder, token
    case lifetimeMilliseconds = "lifetime_ms"
  }

  init(holder: String?, token: UInt64?, lifetime: Duration) {
    self.holder = holder
    self.token = token
    lifetimeMilliseconds = lifetime.milliseconds
  }

  func encoded() throws(BackboneError) -> Data {
    do {
      return try JSONEncoder().encode(self)
    } catch {
      throw .refused("a lease cannot be written: \(error)")
    }
  }
}

extension LeaseState {
  /// Nil when the entry is no lease; it is then treated as free.
  init?(entry: StateEntry) {
    guard let data = entry.value, let value = try? JSONDecoder().decode(LeaseValue.self, from: data) else { return nil }
    self.init(
      name: entry.key, holder: value.holder, token: FencingToken(value.token ?? entry.revision),
      lifetime: .milliseconds(min(max(value.lifetimeMilliseconds, 100), 3_600_000)), revision: entry.revision)
  }
}

/// Tells when a holder has been silent for its lease's lifetime, on this machine's monotonic clock: no clocks are
/// compared across machines.
final class LeaseObserver: Sendable {
  private struct Sighting {
    var revision: UInt64
    var since: ContinuousClock.Instant
  }

  private let sightings = Mutex<[String: Sighting]>([:])

  func note(_ state: LeaseState) {
    sightings.withLock { sightings in
      if let known = sightings[state.name], known.revision >= state.revision { return }
      sightings[state.name] = Sighting(revision: state.revision, since: .now)
    }
  }

  func forget(_ name: String) {
    sightings.withLock { _ = $0.removeValue(forKey: name) }
  }

  /// Whether the state has not changed for its lifetime. Time during which we had no connection does not count: the
  /// holder had perhaps none either, and gets its chance to renew.
  func hasRunOut(_ state: LeaseState, connectedSince: ContinuousClock.Instant) -> Bool {
    note(state)
    return sightings.withLock { sightings in
      guard let sighting = sightings[state.name], sighting.revision == state.revision else { return false }
      return ContinuousClock.now - max(sighting.since, connectedSince) >= state.lifetime
    }
  }
}
