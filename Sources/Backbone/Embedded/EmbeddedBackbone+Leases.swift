internal import GRDB
internal import Synchronization

extension EmbeddedBackbone {
  public func acquireLease(
    _ name: String, holder: String, lifetime: Duration
  ) async throws(BackboneError) -> LeaseAttempt {
    let name = try BackboneName.checked(name)
    let lifetime = try LeaseLifetime.checked(lifetime)
    let start = ContinuousClock.now
    return try await write { database in
      if let held = try database.lease(name), held.holder != nil, self.isHeld(name) { return .held(held) }
      let revision = try database.nextRevision()
      try database.execute(
        sql: "INSERT OR REPLACE INTO leases VALUES (?, ?, ?, ?, ?)",
        arguments: [
          name, holder, Int64(bitPattern: revision), lifetime.milliseconds, Int64(bitPattern: revision),
        ])
      self.leaseDeadlines.withLock { $0[name] = .now + lifetime }
      return .acquired(
        Lease(
          name: name, holder: holder, token: FencingToken(revision), lifetime: lifetime, validUntil: start + lifetime,
          revision: revision))
    }
  }

  public func renewLease(_ lease: Lease) async throws(BackboneError) -> Lease {
    let start = ContinuousClock.now
    return try await write { database in
      guard let held = try database.lease(lease.name), held.holder == lease.holder, held.token == lease.token else {
        throw BackboneError.leaseLost(name: lease.name)
      }
      let revision = try database.nextRevision()
      try database.execute(
        sql: "UPDATE leases SET revision = ? WHERE name = ?",
        arguments: [Int64(bitPattern: revision), lease.name])
      self.leaseDeadlines.withLock { $0[lease.name] = .now + lease.lifetime }
      return Lease(
        name: lease.name, holder: lease.holder, token: lease.token, lifetime: lease.lifetime,
        validUntil: start + lease.lifetime, revision: revision)
    }
  }

  public func releaseLease(_ lease: Lease) async throws(BackboneError) {
    try await write { database in
      guard let held = try database.lease(lease.name), held.holder == lease.holder, held.token == lease.token else {
        return
      }
      try database.execute(
        sql: "UPDATE leases SET holder = NULL, revision = ? WHERE name = ?",
        arguments: [Int64(bitPattern: try database.nextRevision()), lease.name])
    }
  }

  public func watchLeases(prefix: String) async throws(BackboneError) -> Feed<LeaseState> {
    let seen = Mutex<UInt64>(0)
    return Feed { wait throws(BackboneError) in
      try await self.poll(for: wait) { () throws(BackboneError) in
        let after = seen.withLock { $0 }
        let states = try await self.read { database in
          try Row.fetchAll(
            database,
            sql: "SELECT * FROM leases WHERE revision > ? AND substr(name, 1, length(?)) = ? ORDER BY revision",
            arguments: [Int64(bitPattern: after), prefix, prefix]
          ).map(LeaseState.init(row:))
        }
        if let last = states.last { seen.withLock { $0 = last.revision } }
        return states
      }
    }
  }

  private func isHeld(_ name: String) -> Bool {
    leaseDeadlines.withLock { $0[name].map { $0 > .now } ?? false }
  }
}

extension Database {
  fileprivate func lease(_ name: String) throws -> LeaseState? {
    try Row.fetchOne(self, sql: "SELECT * FROM leases WHERE name = ?", arguments: [name]).map(LeaseState.init(row:))
  }
}

extension LeaseState {
  fileprivate init(row: Row) {
    let token: Int64 = row["token"]
    let revision: Int64 = row["revision"]
    let lifetime: Int64 = row["lifetime"]
    self.init(
      name: row["name"], holder: row["holder"], token: FencingToken(UInt64(bitPattern: token)),
      lifetime: .milliseconds(lifetime), revision: UInt64(bitPattern: revision))
  }
}
