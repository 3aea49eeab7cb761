public import Backbone
internal import Concurrency
public import CoreMetrics
internal import Foundation
public import LiveshelfCore
internal import Metering
internal import Synchronization

/// A worker: takes rooms by lease, runs them, and shares them with other workers by load.
///
/// `run` returns after `drain`, when all rooms are handed over. One call of `run` for each worker.
public final class Worker: Sendable {
  private struct State {
    var sessions: [RoomName: RoomSession] = [:]
    var isDraining = false
  }

  private let backbone: any Backbone
  private let handling: any RoomHandling
  private let settings: WorkerSettings
  private let report: @Sendable (WorkerEvent) -> Void
  private let roomCount: Meter
  private let state = Mutex(State())
  private let signal = ChangeSignal()

  static let leases = "rooms."

  /// - Parameter metrics: gets what the worker counts.
  /// - Throws: `.invalidSetting`, `.invalidName`.
  public init(
    _ backbone: any Backbone, handling: any RoomHandling, settings: WorkerSettings,
    metrics: any MetricsFactory = MetricsSystem.factory, report: @escaping @Sendable (WorkerEvent) -> Void
  ) throws(BackboneError) {
    try settings.check()
    self.backbone = backbone
    self.handling = handling
    self.settings = settings
    roomCount = MetricFamily.workerRooms.gauge(settings.name, in: metrics)
    self.report = { event in
      MetricFamily.workerEvents.counter(settings.name, event.name, in: metrics).increment()
      report(event)
    }
  }

  /// The rooms that run here.
  public var rooms: [RoomName] {
    state.withLock { $0.sessions.keys.sorted { $0.text < $1.text } }
  }

  /// Takes no more rooms, ends those that run in good order, and lets `run` return: for SIGTERM.
  public func drain() {
    let sessions = state.withLock { state in
      state.isDraining = true
      return Array(state.sessions.values)
    }
    for session in sessions { session.requestStop() }
    signal.notify()
  }

  /// Ends one room in good order, for another worker to take.
  public func handOver(_ room: RoomName) {
    state.withLock { $0.sessions[room] }?.requestStop()
  }

  public func run() async {
    await withDiscardingTaskGroup { rooms in
      var backoff = Backoff()
      while !Task.isCancelled, !isDrained {
        do throws(BackboneError) {
          try await share(running: &rooms)
        } catch {
          report(.disturbed(error))
          await backoff.wait()
        }
      }
      if Task.isCancelled { rooms.cancelAll() }
    }
    roomCount.set(0)
    do throws(BackboneError) {
      try await backbone.deleteState(WorkerBoard.prefix + settings.name)
    } catch {
      // The others find out by its silence.
      report(.disturbed(error))
    }
  }

  private var isDrained: Bool { state.withLock { $0.isDraining && $0.sessions.isEmpty } }

  /// Follows the directory, the leases and the other workers, and acts on them; returns when drained.
  private func share(running rooms: inout DiscardingTaskGroup) async throws(BackboneError) {
    let definitions = try await RoomDirectory(backbone).definitions()
    let leases = try await backbone.watchLeases(prefix: Self.leases)
    let workers = try await backbone.watchState(prefix: WorkerBoard.prefix)
    var board = WorkerBoard()
    var table = RoomTable()
    var beat: UInt64 = 0
    var spoken: (load: WorkerLoad, at: ContinuousClock.Instant)?
    var lastGift = ContinuousClock.now
    var (over, behind) = (Stretch(), Stretch())
    var prepared: Set<RoomName> = []
    let tick = min(settings.leaseLifetime / 12, .milliseconds(250))

    while !Task.isCancelled, !isDrained {
      for entry in try await definitions.next(wait: .zero) { table.define(entry.room, entry.value) }
      for lease in try await leases.next(wait: .zero) { table.note(lease) }
      let now = ContinuousClock.now
      for entry in try await workers.next(wait: .zero) { board.note(entry, at: now) }
      for (room, session) in state.withLock({ $0.sessions }) {
        if let definition = table.definition(of: room) { session.update(definition) } else { session.requestStop() }
      }

      let mine = await load(beat: beat)
      if spoken.map({
        now - $0.at > .seconds(1) || $0.load.rooms != mine.rooms || $0.load.isDraining != mine.isDraining
          || $0.load.ready != mine.ready
      })
        ?? true
      {
        beat += 1
        try await speak(mine)
        spoken = (mine, now)
      }
      let others = table.standbys(of: settings.name, among: board.takers(at: now).map(\.name)).subtracting(self.rooms)
      let standbys = mine.isDraining ? [] : others
      if standbys != prepared {
        prepared = standbys
        await handling.standBy(for: standbys)
      }
      let balance = Balance(
        me: settings.name, mine: mine, takers: board.takers(at: now), roomCount: table.count,
        lagLimit: settings.lagLimit)
      let free = table.free(
        at: now, except: Set(self.rooms), startingAt: settings.name, after: { balance.hesitation(for: $0) })
      if let free { try await take(free, in: &rooms, table: &table) }
      over.note(balance.isOver, at: now)
      behind.note(balance.isBehind, at: now)
      if now - lastGift > .seconds(3),
        let room = balance.gift(of: self.rooms, over: over.length(at: now), behind: behind.length(at: now))
      {
        lastGift = now
        behind = Stretch()
        handOver(room)
      }
      let version = signal.version
      await signal.wait(after: version, atMost: tick)
    }
  }

  private func take(
    _ definition: RoomAssignment, in rooms: inout DiscardingTaskGroup, table: inout RoomTable
  ) async throws(BackboneError) {
    let name = Self.leases + BackboneName.token(of: definition.room)
    switch try await backbone.acquireLease(name, holder: settings.name, lifetime: settings.leaseLifetime) {
    case .held(let state): table.note(state)
    case .acquired(let lease):
      report(.acquired(definition.room, token: lease.token))
      let session = RoomSession(
        backbone, definition, lease: lease, handling: handling, settings: settings, report: report)
      let isDraining = state.withLock { state in
        state.sessions[definition.room] = session
        return state.isDraining
      }
      if isDraining { session.requestStop() }
      rooms.addTask {
        switch await session.run() {
        case .released: self.report(.released(definition.room))
        case .lost: self.report(.lost(definition.room))
        case .failed(let error): self.report(.failed(definition.room, error))
        }
        self.state.withLock { _ = $0.sessions.removeValue(forKey: definition.room) }
        self.signal.notify()
      }
    }
  }

  private func load(beat: UInt64) async -> WorkerLoad {
    let (sessions, isDraining) = state.withLock { (Array($0.sessions.values), $0.isDraining) }
    var lag = Duration.zero
    for session in sessions { lag = max(lag, await session.lag()) }
    roomCount.set(sessions.count)
    let ready = await handling.readyRooms()
    return WorkerLoad(
      rooms: sessions.count, lagMilliseconds: lag.milliseconds, capacity: settings.capacity, isDraining: isDraining,
      ready: ready.map { $0.map(\.text).sorted() }, rules: settings.rules, beat: beat)
  }

  private func speak(_ load: WorkerLoad) async throws(BackboneError) {
    let value: Data
    do {
      value = try JSONEncoder().encode(load)
    } catch {
      throw .refused("the worker's load cannot be written: \(error)")
    }
    try await backbone.putState(WorkerBoard.prefix + settings.name, value)
  }
}

/// For how long something has been so.
private struct Stretch {
  private var since: ContinuousClock.Instant?

  mutating func note(_ isSo: Bool, at now: ContinuousClock.Instant) {
    since = isSo ? since ?? now : nil
  }

  func length(at now: ContinuousClock.Instant) -> Duration { since.map { now - $0 } ?? .zero }
}
