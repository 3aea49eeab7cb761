public import Backbone
public import Foundation

/// A backbone in the memory of one process: what the tests of rooms and leases need, without a server. It keeps the rules of
/// the real one (the conformance suites run against both) except durability.
public actor MemoryBackbone: Backbone {
  public nonisolated let largestRecord: Int

  private var records: [Subject: [StoredRecord]] = [:]
  private var sequence: UInt64 = 0
  private var leases: [String: (state: LeaseState, until: ContinuousClock.Instant)] = [:]
  private var entries: [String: StateEntry] = [:]
  private var revision: UInt64 = 0
  private var isClosed = false
  private let changes = ChangeSignal()

  public init(largestRecord: Int = 8 << 20) {
    self.largestRecord = largestRecord
  }

  public func close() {
    isClosed = true
    changes.notify()
  }

  // MARK: Logs

  public func append(_ new: [NewRecord], to subject: Subject) throws(BackboneError) -> [Receipt] {
    guard subject.family != .log else { throw .refused("the records of \(subject) are written under a lease") }
    for record in new { try check(record.body) }
    var receipts: [Receipt] = []
    for record in new { receipts.append(try store(record, in: subject, token: nil)) }
    return receipts
  }

  public func append(
    _ record: NewRecord, to subject: Subject, if condition: AppendCondition
  ) throws(BackboneError) -> Receipt {
    try check(record.body)
    let known = records[subject] ?? []
    if let repeated = known.first(where: { $0.id == record.id }) {
      return Receipt(sequence: repeated.sequence, isRepeated: true)
    }
    if let highest = known.last(where: { $0.token != nil })?.token, highest > condition.token {
      throw .fenced(by: highest)
    }
    let last = known.last?.sequence ?? 0
    guard last == condition.last else { throw .conflict(last: last) }
    return try store(record, in: subject, token: condition.token)
  }

  private func store(
    _ record: NewRecord, in subject: Subject, token: FencingToken?
  ) throws(BackboneError) -> Receipt {
    try checkOpen()
    if let repeated = records[subject]?.first(where: { $0.id == record.id }) {
      return Receipt(sequence: repeated.sequence, isRepeated: true)
    }
    sequence += 1
    records[subject, default: []].append(
      StoredRecord(
        sequence: sequence, id: record.id, token: token, attributes: record.attributes, body: record.body))
    changes.notify()
    return Receipt(sequence: sequence, isRepeated: false)
  }

  public func last(of subject: Subject) throws(BackboneError) -> StoredRecord? {
    try checkOpen()
    return records[subject]?.last
  }

  public func read(
    _ subject: Subject, after sequence: UInt64, limit: Int
  ) throws(BackboneError) -> [StoredRecord] {
    try checkOpen()
    return Array((records[subject] ?? []).drop { $0.sequence <= sequence }.prefix(limit))
  }

  public func follow(_ subject: Subject, after sequence: UInt64) -> Feed<StoredRecord> {
    feed(after: sequence, place: \.sequence) { backbone, place throws(BackboneError) in
      try await backbone.read(subject, after: place, limit: 256)
    }
  }

  public func trim(_ subject: Subject, through sequence: UInt64) throws(BackboneError) {
    try checkOpen()
    guard let last = records[subject]?.last else { return }
    records[subject]?.removeAll { $0.sequence <= sequence && $0.sequence < last.sequence }
  }

  // MARK: Leases

  public func acquireLease(
    _ name: String, holder: String, lifetime: Duration
  ) throws(BackboneError) -> LeaseAttempt {
    try checkOpen()
    let name = try BackboneName.checked(name)
    guard lifetime >= .milliseconds(100), lifetime <= .seconds(3600) else {
      throw .invalidSetting(name: "lease lifetime", reason: "\(lifetime) is not between 100 ms and 1 h")
    }
    if let held = leases[name], held.state.holder != nil, held.until > .now { return .held(held.state) }
    revision += 1
    return .acquired(hold(name, holder, FencingToken(revision), lifetime))
  }

  public func renewLease(_ lease: Lease) throws(BackboneError) -> Lease {
    try checkOpen()
    guard holds(lease) else { throw .leaseLost(name: lease.name) }
    revision += 1
    return hold(lease.name, lease.holder, lease.token, lease.lifetime)
  }

  public func releaseLease(_ lease: Lease) throws(BackboneError) {
    try checkOpen()
    guard holds(lease) else { return }
    revision += 1
    leases[lease.name] = (
      LeaseState(name: lease.name, holder: nil, token: lease.token, lifetime: lease.lifetime, revision: revision), .now
    )
    changes.notify()
  }

  private func holds(_ lease: Lease) -> Bool {
    leases[lease.name].map { $0.state.holder == lease.holder && $0.state.token == lease.token } ?? false
  }

  private func hold(_ name: String, _ holder: String, _ token: FencingToken, _ lifetime: Duration) -> Lease {
    let until = ContinuousClock.now + lifetime
    leases[name] = (
      LeaseState(name: name, holder: holder, token: token, lifetime: lifetime, revision: revision), until
    )
    changes.notify()
    return Lease(
      name: name, holder: holder, token: token, lifetime: lifetime, validUntil: until, revision: revision)
  }

  public func watchLeases(prefix: String) -> Feed<LeaseState> {
    feed(after: 0, place: \.revision) { backbone, place throws(BackboneError) in
      try await backbone.leaseStates(prefix, after: place)
    }
  }

  private func leaseStates(_ prefix: String, after place: UInt64) throws(BackboneError) -> [LeaseState] {
    try checkOpen()
    return leases.values.map(\.state).filter { $0.name.hasPrefix(prefix) && $0.revision > place }
      .sorted { $0.revision < $1.revision }
  }

  // MARK: Small state

  public func state(_ key: String) throws(BackboneError) -> StateEntry? {
    try checkOpen()
    let entry = entries[try BackboneName.checked(key)]
    return entry?.value == nil ? nil : entry
  }

  @discardableResult
  public func putState(_ key: String, _ value: Data) throws(BackboneError) -> UInt64 {
    try check(value)
    return try put(key, value)
  }

  @discardableResult
  public func putState(_ key: String, _ value: Data, expecting revision: UInt64?) throws(BackboneError) -> UInt64 {
    try check(value)
    let current = try state(key)?.revision
    guard current == revision else { throw .conflict(last: current ?? 0) }
    return try put(key, value)
  }

  public func deleteState(_ key: String) throws(BackboneError) { _ = try put(key, nil) }

  private func put(_ key: String, _ value: Data?) throws(BackboneError) -> UInt64 {
    try checkOpen()
    let key = try BackboneName.checked(key)
    revision += 1
    entries[key] = StateEntry(key: key, value: value, revision: revision)
    changes.notify()
    return revision
  }

  public func watchState(prefix: String) -> Feed<StateEntry> {
    feed(after: 0, place: \.revision) { backbone, place throws(BackboneError) in
      try await backbone.stateEntries(prefix, after: place)
    }
  }

  private func stateEntries(_ prefix: String, after place: UInt64) throws(BackboneError) -> [StateEntry] {
    try checkOpen()
    // Who comes new need not know of what was deleted before.
    return entries.values.filter { $0.key.hasPrefix(prefix) && $0.revision > place && (place > 0 || $0.value != nil) }
      .sorted { $0.revision < $1.revision }
  }

  // MARK: Support

  private nonisolated func feed<Element: Sendable>(
    after first: UInt64, place: @escaping @Sendable (Element) -> UInt64,
    _ look: @escaping @Sendable (MemoryBackbone, UInt64) async throws(BackboneError) -> [Element]
  ) -> Feed<Element> {
    let seen = Seen(first)
    return Feed { wait throws(BackboneError) in
      let deadline = ContinuousClock.now + wait
      while true {
        let version = self.changes.version
        let found = try await look(self, seen.place)
        if let last = found.last { seen.place = place(last) }
        let left = deadline - .now
        guard found.isEmpty, left > .zero, !Task.isCancelled else { return found }
        await self.changes.wait(after: version, atMost: left)
      }
    }
  }

  private func check(_ body: Data) throws(BackboneError) {
    guard body.count <= largestRecord else { throw .tooLarge(bytes: body.count, limit: largestRecord) }
  }

  private func checkOpen() throws(BackboneError) {
    guard !isClosed else { throw .closed }
  }
}

/// How far the one reader of a feed has come.
private final class Seen: @unchecked Sendable {
  // Unchecked: a feed has one reader at a time.
  var place: UInt64
  init(_ place: UInt64) { self.place = place }
}
