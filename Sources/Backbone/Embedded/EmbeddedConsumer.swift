internal import Foundation
internal import GRDB
internal import Synchronization

/// A durable consumer of an embedded backbone. What was acknowledged is on disk; what is out is in memory, so that after
/// a restart everything that was not acknowledged is handed out again.
final class EmbeddedConsumer: BackboneConsumer {
  private struct Outstanding {
    var due: ContinuousClock.Instant
    var attempt: Int
  }

  private struct State {
    /// Everything up to here is acknowledged.
    var floor: UInt64
    /// Everything up to here has been handed out at least once.
    var cursor: UInt64
    /// Acknowledged beyond the floor.
    var acknowledged: Set<UInt64>
    var outstanding: [UInt64: Outstanding] = [:]
  }

  private unowned let backbone: EmbeddedBackbone
  private let subject: Subject
  private let name: String
  private let settings: ConsumerSettings
  private let state: Mutex<State>

  init(
    backbone: EmbeddedBackbone, subject: Subject, name: String, settings: ConsumerSettings, floor: UInt64,
    acknowledged: Set<UInt64>
  ) {
    self.backbone = backbone
    self.subject = subject
    self.name = name
    self.settings = settings
    state = Mutex(State(floor: floor, cursor: floor, acknowledged: acknowledged))
  }

  func fetch(limit: Int, wait: Duration) async throws(BackboneError) -> [HandedOut] {
    let deadline = ContinuousClock.now + wait
    while true {
      let version = backbone.changes.version
      let found = try await handOut(limit: min(limit, settings.maximumOutstanding))
      let now = ContinuousClock.now
      guard found.isEmpty, now < deadline, !Task.isCancelled else { return found }
      let nextDue = state.withLock { $0.outstanding.values.map(\.due).min() } ?? deadline
      await backbone.changes.wait(after: version, atMost: max(.milliseconds(1), min(nextDue, deadline) - now))
    }
  }

  private func handOut(limit: Int) async throws(BackboneError) -> [HandedOut] {
    let now = ContinuousClock.now
    let (overdue, cursor, room) = state.withLock { state in
      let overdue = state.outstanding.filter { $0.value.due <= now }.keys.sorted().prefix(limit)
      let room = settings.maximumOutstanding - (state.outstanding.count - overdue.count)
      return (Array(overdue), state.cursor, min(limit, room) - overdue.count)
    }
    let subject = subject
    let records = try await backbone.read { database in
      let again = try overdue.compactMap { sequence in
        try database.records(of: subject, after: sequence - 1, limit: 1).first { $0.sequence == sequence }
      }
      return again + (room > 0 ? try database.records(of: subject, after: cursor, limit: room) : [])
    }
    return state.withLock { state in
      // What was trimmed meanwhile needs no word any more.
      for gone in Set(overdue).subtracting(records.map(\.sequence)) { state.outstanding[gone] = nil }
      return records.compactMap { record in
        state.cursor = max(state.cursor, record.sequence)
        let earlier = state.outstanding[record.sequence]
        guard record.sequence > state.floor, !state.acknowledged.contains(record.sequence),
          earlier.map({ $0.due <= now }) ?? !overdue.contains(record.sequence)
        else { return nil }
        let attempt = (earlier?.attempt ?? 0) + 1
        state.outstanding[record.sequence] = Outstanding(due: now + settings.acknowledgeWithin, attempt: attempt)
        return HandedOut(record: record, attempt: attempt, receipt: "")
      }
    }
  }

  func acknowledge(_ records: [HandedOut]) async throws(BackboneError) {
    let sequences = records.map(\.record.sequence)
    let (floor, beyond) = state.withLock { state in
      for sequence in sequences where sequence > state.floor {
        state.outstanding[sequence] = nil
        state.acknowledged.insert(sequence)
      }
      state.floor = state.outstanding.keys.min().map { $0 - 1 } ?? state.cursor
      let floor = state.floor
      state.acknowledged = state.acknowledged.filter { $0 > floor }
      return (floor, sequences.filter { $0 > floor })
    }
    let (subject, name) = (subject.description, name)
    try await backbone.write { database in
      try database.execute(
        sql: "UPDATE consumers SET floor = MAX(floor, ?) WHERE subject = ? AND name = ?",
        arguments: [Int64(bitPattern: floor), subject, name])
      try database.execute(
        sql: "DELETE FROM acknowledged WHERE subject = ? AND name = ? AND sequence <= ?",
        arguments: [subject, name, Int64(bitPattern: floor)])
      for sequence in beyond {
        try database.execute(
          sql: "INSERT OR IGNORE INTO acknowledged VALUES (?, ?, ?)",
          arguments: [subject, name, Int64(bitPattern: sequence)])
      }
    }
  }

  func putBack(_ record: HandedOut, after delay: Duration) async throws(BackboneError) {
    setDue(record, in: delay)
    backbone.changes.notify()
  }

  func extend(_ record: HandedOut) async throws(BackboneError) {
    setDue(record, in: settings.acknowledgeWithin)
  }

  private func setDue(_ record: HandedOut, in duration: Duration) {
    state.withLock { $0.outstanding[record.record.sequence]?.due = .now + duration }
  }
}

extension EmbeddedBackbone {
  public func consumer(
    of subject: Subject, named name: String, settings: ConsumerSettings
  ) async throws(BackboneError) -> any BackboneConsumer {
    let name = try BackboneName.checked(name)
    let key = "\(subject) \(name)"
    if settings.startAfter == nil, let known = consumers.withLock({ $0[key] }) { return known }
    let (floor, acknowledged) = try await write { database in
      let arguments: StatementArguments = [subject.description, name]
      if let start = settings.startAfter {
        try database.execute(
          sql: "INSERT OR REPLACE INTO consumers VALUES (?, ?, ?)", arguments: arguments + [Int64(clamping: start)])
        try database.execute(sql: "DELETE FROM acknowledged WHERE subject = ? AND name = ?", arguments: arguments)
      }
      try database.execute(sql: "INSERT OR IGNORE INTO consumers VALUES (?, ?, 0)", arguments: arguments)
      let floor = try Int64.fetchOne(
        database, sql: "SELECT floor FROM consumers WHERE subject = ? AND name = ?", arguments: arguments)
      let acknowledged = try Int64.fetchSet(
        database, sql: "SELECT sequence FROM acknowledged WHERE subject = ? AND name = ?", arguments: arguments)
      return (UInt64(bitPattern: floor ?? 0), Set(acknowledged.map { UInt64(bitPattern: $0) }))
    }
    let new = EmbeddedConsumer(
      backbone: self, subject: subject, name: name, settings: settings, floor: floor, acknowledged: acknowledged)
    return consumers.withLock { known in
      if settings.startAfter == nil, let other = known[key] { return other }
      known[key] = new
      return new
    }
  }
}
