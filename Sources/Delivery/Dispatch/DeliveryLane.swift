internal import CoreMetrics
internal import LiveshelfCore
internal import Synchronization

/// Delivers the signals of one room to one sink: in order, the oldest first, and none before the one ahead of it is
/// delivered or given up.
final class DeliveryLane: Sendable {
  private enum Life { case waiting, running, stopping, finished }

  let sink: any Sink
  let room: RoomName
  private let desk: OutboxDesk
  private let sinkSwitch: SinkSwitch
  private let clock: any DeliveryClock
  private let settings: DispatchSettings
  private let meters: LaneMeters
  private let watch: DepthWatch
  private let report: @Sendable (DeliveryEvent) -> Void
  private let signal = LaneSignal()
  private let life = Mutex(Life.waiting)
  private let end = LaneSignal()

  init(
    room: RoomName, sink: any Sink, desk: OutboxDesk, sinkSwitch: SinkSwitch, clock: any DeliveryClock,
    settings: DispatchSettings, metrics: any MetricsFactory, observe: @escaping @Sendable (DeliveryEvent) -> Void
  ) {
    self.room = room
    self.sink = sink
    self.desk = desk
    self.sinkSwitch = sinkSwitch
    self.clock = clock
    self.settings = settings
    meters = LaneMeters(room: room, sink: sink.name, metrics)
    watch = DepthWatch(meters.depth)
    report = observe
  }

  /// Entries still to deliver; nil: the outbox has not been looked at yet.
  var depth: Int? { watch.depth }

  /// New entries have come.
  func notify() {
    signal.entriesCame()
    watch.notify()
  }

  /// Looks again at once: an entry that waits for its next attempt is tried when it has been revived or the sink resumed.
  func interrupt() {
    signal.interrupt()
    watch.notify()
  }

  /// Lets the delivery that is under way end, and begins no other.
  func stop() {
    life.withLock { if $0 == .waiting { $0 = .finished } else if $0 == .running { $0 = .stopping } }
    signal.interrupt()
  }

  /// Returns when the lane has ended. One task may wait.
  func finished() async {
    while life.withLock({ $0 != .finished }), !Task.isCancelled { await end.wait(onlyInterruption: true) }
  }

  /// Works until `stop` or cancellation.
  func run() async {
    guard
      life.withLock({ life in
        guard life == .waiting else { return false }
        life = .running
        return true
      })
    else { return }
    await withDiscardingTaskGroup { group in
      group.addTask { await self.watch.run { await self.lookAtDepth() } }
      await work()
      group.cancelAll()
    }
    watch.end()
    life.withLock { $0 = .finished }
    end.interrupt()
  }

  private func work() async {
    var work = LaneWork()
    while goesOn {
      do {
        try await step(&work)
        work.outboxFailures = 0
      } catch {
        work.outboxFailures += 1
        observe(.outboxFailed(room: room, sink: sink.name, reason: "\(error)"))
        await pause(until: clock.now() + settings.outboxDelay(after: work.outboxFailures))
      }
    }
    await confirmAtEnd(work)
  }

  private func lookAtDepth() async -> Int? {
    do {
      return try await desk.depth(for: sink.name)
    } catch {
      observe(.outboxFailed(room: room, sink: sink.name, reason: "\(error)"))
      return nil
    }
  }

  private func observe(_ event: DeliveryEvent) {
    meters.count(event)
    report(event)
  }

  private var goesOn: Bool { life.withLock { $0 == .running } && !Task.isCancelled }

  /// One look into the outbox, and what follows from it.
  private func step(_ work: inout LaneWork) async throws {
    try await confirm(&work)
    if sinkSwitch.suspension != nil { return await signal.wait(onlyInterruption: true) }
    let (entries, attempt) = try await desk.next(for: sink.name, limit: settings.pageSize)
    if entries.isEmpty { return await signal.wait(onlyInterruption: false) }
    if let due = attempt?.nextAt, due > clock.now() { return await pause(until: due) }
    try await deliver(entries, failedBefore: attempt?.count ?? 0, &work)
  }

  private func deliver(_ entries: [OutboxEntry], failedBefore: Int, _ work: inout LaneWork) async throws {
    var failedBefore = failedBefore
    var rest = entries[...]
    while !rest.isEmpty, goesOn, sinkSwitch.suspension == nil {
      let batch = Array(rest.prefix(max(1, sink.batchSize)))
      rest = rest.dropFirst(batch.count)
      do {
        try await sink.deliver(batch)
      } catch {
        try await confirm(&work)
        return try await failed(batch[0], failedBefore: failedBefore, error)
      }
      failedBefore = 0
      let now = clock.now()
      work.delivered(batch, at: now)
      observe(.delivered(room: room, sink: sink.name, latencies: batch.map { max(0, now - $0.createdAt) }))
      if work.isConfirmationDue(at: now, settings) { try await confirm(&work) }
    }
    try await confirm(&work)
  }

  private func failed(_ entry: OutboxEntry, failedBefore: Int, _ error: DeliveryError) async throws {
    if Task.isCancelled { return }
    if case .gone = error {
      if sinkSwitch.suspend("\(error)") { observe(.suspended(sink: sink.name, reason: "\(error)")) }
      return
    }
    var retryAfter: Double?
    if case .answered(_, _, let asked, _) = error { retryAfter = asked }
    let now = clock.now()
    let count = failedBefore + 1
    let delay = sink.retry.delay(after: count, key: "\(room)/\(sink.name)/\(entry.sequence)", retryAfter: retryAfter)
    let attempt = DeliveryAttempt(
      sequence: entry.sequence, count: count, failedAt: now, nextAt: delay.map { now + $0 }, reason: "\(error)")
    try await desk.record(attempt, for: sink.name)
    if delay == nil { watch.notify() }
    observe(
      delay == nil
        ? .buried(room: room, sink: sink.name, attempt: attempt)
        : .willRetry(room: room, sink: sink.name, attempt: attempt))
  }

  /// Tells the outbox what has been delivered. When that fails, nothing more is delivered before it has succeeded: a disk
  /// that is full must not make the receiver get the same signals over and over.
  private func confirm(_ work: inout LaneWork) async throws {
    guard !work.unconfirmed.isEmpty else { return }
    try await desk.confirm(work.unconfirmed, for: sink.name)
    work.confirmed()
    watch.notify()
  }

  private func confirmAtEnd(_ work: LaneWork) async {
    guard !work.unconfirmed.isEmpty else { return }
    do {
      try await desk.confirm(work.unconfirmed, for: sink.name)
    } catch {
      observe(.outboxFailed(room: room, sink: sink.name, reason: "\(error)"))
    }
  }

  /// Waits for the moment, or for an interruption.
  private func pause(until moment: WallTime) async {
    await withDiscardingTaskGroup { group in
      group.addTask { [clock, signal] in
        let isCancelled = (try? await clock.sleep(until: moment)) == nil
        if !isCancelled { signal.interrupt() }
      }
      await signal.wait(onlyInterruption: true)
      group.cancelAll()
    }
  }
}
