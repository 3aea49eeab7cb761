internal import Concurrency
internal import CoreMetrics
internal import Crypto
internal import Foundation
internal import LiveshelfCore
internal import Logging
internal import Metering
internal import RoomAPI
internal import Synchronization

/// The life of one connector: messages are kept when they come and handled afterwards, what changed is asked for besides, and
/// rows wait until their room has them.
final class ConnectorRunner: Sendable {
  /// Messages of so many subjects are handled at once.
  static let mostAtOnce = 4
  private static let batch = 64
  /// Attempts after which what the platform refuses is set aside.
  private static let mostRefusals = 3
  /// Seconds without news after which loops look again.
  private static let patience = 5.0

  let settings: ConnectorSettings
  let connector: any Connector
  let store: ConnectorStore
  let platform: PlatformClient
  let tokens: TokenKeeper
  let service: any RoomService
  let metrics: any MetricsFactory
  let logger: Logger
  let clock: WallClock
  let health: Mutex<ConnectorHealth>
  let messageBell = WakeBell()
  let rowBell = WakeBell()
  let pollBell = WakeBell()
  let backfillBell = WakeBell()

  init(
    _ settings: ConnectorSettings, store: ConnectorStore, service: any RoomService, metrics: any MetricsFactory,
    logger: Logger, clock: WallClock
  ) throws(ConnectorError) {
    let (connector, base) = try ConnectorCatalog.connector(settings)
    self.settings = settings
    self.connector = connector
    self.store = store
    self.service = service
    self.metrics = metrics
    self.logger = logger
    self.clock = clock
    platform = PlatformClient(settings, base: base, token: settings.token, clock: clock, metrics: metrics)
    tokens = TokenKeeper(connector, platform, store)
    health = Mutex(ConnectorHealth(name: settings.name, kind: settings.kind, room: settings.room))
  }

  // MARK: Messages come

  /// Verifies a call, keeps its messages durably, and says what to answer.
  func accept(_ call: WebhookCall) async throws(ConnectorError) -> Acknowledgement {
    let now = clock.now
    let answer: Acknowledgement
    do {
      answer = try connector.receive(call, now: now)
    } catch .malformed(let reason) {
      let hash = Data(SHA256.hash(data: Data(call.body))).prefix(16).base64EncodedString()
      let message = PlatformMessage(id: "unreadable-\(hash)", kind: "unreadable", subject: "", isKnown: false)
      _ = try await store.keep([message], of: settings.name, at: now)
      try await setAside(message, "\(reason); it had \(call.body.count) bytes")
      return Acknowledgement([])
    } catch {
      count("unverified")
      throw error
    }
    let new = try await store.keep(answer.messages, of: settings.name, at: now)
    count("received", new)
    count("repeated", answer.messages.count - new)
    count("unknown", answer.messages.count { !$0.isKnown })
    health.withLock { $0.lastMessageAt = now }
    if new > 0 { messageBell.ring() }
    return answer
  }

  private func setAside(_ message: PlatformMessage, _ reason: String) async throws(ConnectorError) {
    count("quarantined")
    let kept = try await store.messages(of: settings.name, in: [.unknown], before: .max, limit: Self.batch)
      .filter { $0.message.id == message.id }
    try await store.fail(kept.map(\.sequence), state: .quarantined, dueAt: clock.now, reason: reason)
  }

  // MARK: Messages are handled

  /// Runs until the task is cancelled.
  func run() async {
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await self.keepHandling() }
      group.addTask { await self.keepDelivering() }
      group.addTask { await self.keepPolling() }
      group.addTask { await self.keepBackfilling() }
    }
  }

  private func keepHandling() async {
    while !Task.isCancelled {
      do throws(ConnectorError) {
        let due = try await store.due(of: settings.name, at: clock.now, limit: Self.batch)
        guard due.isEmpty else {
          await handle(due)
          continue
        }
        let next = try await store.nextDue(of: settings.name).map { $0 - clock.now } ?? Self.patience
        await messageBell.wait(seconds: min(max(next, 0.01), Self.patience))
      } catch {
        note(error)
        await pause(.seconds(1))
      }
    }
  }

  /// Messages of one subject one after the other, subjects side by side.
  private func handle(_ due: [KeptMessage]) async {
    var subjects: [[KeptMessage]] = []
    var places: [String: Int] = [:]
    for message in due {
      let subject = message.message.subject.isEmpty ? "message \(message.sequence)" : message.message.subject
      if let place = places[subject] {
        subjects[place].append(message)
      } else {
        places[subject] = subjects.count
        subjects.append([message])
      }
    }
    let waiting = BoundedWork(subjects)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<min(Self.mostAtOnce, subjects.count) {
        group.addTask {
          while let messages = waiting.next(), !Task.isCancelled { await self.handle(subject: messages) }
        }
      }
    }
  }

  private func handle(subject messages: [KeptMessage]) async {
    // Those that say nothing but which order has changed are answered by one look at it.
    let plain = messages.filter { $0.message.content == .null }
    if !plain.isEmpty { await handle(plain) { await self.settle(plain) } }
    for message in messages where message.message.content != .null {
      await handle([message]) { await self.settle([message]) }
    }
  }

  private func handle(_ messages: [KeptMessage], _ work: @Sendable () async -> Result<Void, ConnectorError>) async {
    guard case .failure(let error) = await work() else { return }
    let attempts = messages.map(\.attempts).max() ?? 0
    var state = MessageState.waiting
    var wait =
      Backoff(from: .seconds(settings.retrySeconds), to: .seconds(600)).delay(after: attempts + 1) / .seconds(1)
    switch error {
    case .malformed, .setting: state = .quarantined
    case .refused: if attempts + 1 >= Self.mostRefusals { state = .quarantined }
    case .later(_, let retryAfter): wait = max(wait, min(retryAfter ?? 0, 3600))
    case .unauthorized: wait = max(wait, 60 * settings.retrySeconds)
    case .unverified, .storage: break
    }
    if state == .quarantined { count("quarantined", messages.count) } else { count("retried", messages.count) }
    note(error, isLasting: state == .quarantined)
    do throws(ConnectorError) {
      try await store.fail(
        messages.map(\.sequence), state: state, dueAt: clock.now + wait, reason: error.description)
    } catch {
      note(error)
      await pause(.seconds(1))
    }
  }

  private func settle(_ messages: [KeptMessage]) async -> Result<Void, ConnectorError> {
    guard let message = messages.last?.message else { return .success(()) }
    do throws(ConnectorError) {
      let finding = try await tokens.asking { () async throws(ConnectorError) -> Finding in
        try await self.connector.finding(of: message, self.platform)
      }
      try await change(finding.shows)
      try await take(finding, done: messages.map(\.sequence))
      count("handled", messages.count)
      isWell()
      return .success(())
    } catch {
      return .failure(error)
    }
  }

  /// Takes a finding over; rows that cannot be used are kept as messages that were set aside.
  func take(_ finding: Finding, done sequences: [Int64] = []) async throws(ConnectorError) {
    let now = clock.now
    let added = try await store.take(
      finding.orders, rows: finding.rows.map(\.withoutPersonalData), of: settings.name, done: sequences, at: now)
    if added > 0 { rowBell.ring() }
    if !finding.messages.isEmpty, try await store.keep(finding.messages, of: settings.name, at: now) > 0 {
      messageBell.ring()
    }
    guard !finding.unusable.isEmpty else { return }
    let messages = finding.unusable.map { row in
      PlatformMessage(
        id: "row \(row.place): \(row.reason)", kind: row.kind?.rawValue ?? "row", subject: row.place, isKnown: false)
    }
    if try await store.keep(messages, of: settings.name, at: now) > 0 {
      for (message, row) in zip(messages, finding.unusable) { try await setAside(message, row.reason) }
    }
  }

  /// Rooms begin and end with what the platform tells of shows.
  private func change(_ shows: [ShowChange]) async throws(ConnectorError) {
    for show in shows {
      let room = show.room ?? settings.room
      do throws(ServiceError) {
        _ = show.begins ? try await service.startRoom(room) : try await service.stopRoom(room)
      } catch {
        switch error {
        // It runs already, or has ended.
        case .conflict: break
        case .roomNotFound: throw .later("there is no room '\(room)' yet; make it", retryAfter: 10)
        default: throw .later("the room '\(room)' cannot be changed: \(error)", retryAfter: nil)
        }
      }
    }
  }

  // MARK: How it fares

  func count(_ outcome: String, _ number: Int = 1) {
    guard number > 0 else { return }
    MetricFamily.connectorMessages.counter(settings.name, outcome, in: metrics).increment(by: number)
  }

  func isWell() {
    health.withLock {
      $0.state = .ok
      $0.reason = ""
    }
  }

  /// - Parameter isLasting: it concerns a message, and the connector goes on.
  func note(_ error: ConnectorError, isLasting: Bool = false) {
    let isNew = health.withLock { health in
      defer {
        if !isLasting {
          if case .unauthorized = error { health.state = .unauthorized } else { health.state = .retrying }
        }
        health.reason = error.description
      }
      return health.reason != error.description
    }
    // Once for each thing that goes wrong, not for each attempt.
    guard isNew else { return }
    logger.warning("A connector has trouble", metadata: ["connector": "\(settings.name)", "reason": "\(error)"])
  }
}

/// Hands pieces of work out, each once.
private final class BoundedWork<Item: Sendable>: Sendable {
  private let items: Mutex<ArraySlice<Item>>

  init(_ items: [Item]) { self.items = Mutex(items[...]) }

  func next() -> Item? { items.withLock { $0.popFirst() } }
}
