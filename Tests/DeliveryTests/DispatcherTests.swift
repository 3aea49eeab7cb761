import Delivery
import DeliveryTestSupport
import LiveshelfCore
import Metering
import Testing

@Suite struct DispatcherTests {
  private func room(_ name: String) throws -> RoomName { try #require(RoomName(name)) }

  private func outbox(_ count: Int64, in name: String = "main") throws -> MemoryOutbox {
    let room = try room(name)
    return MemoryOutbox(room: room, entries: (1...count).map { .sample(room: room, sequence: $0) })
  }

  /// Runs a dispatcher while the body works.
  private func running(_ dispatcher: Dispatcher, _ body: () async throws -> Void) async throws {
    async let work: Void = dispatcher.run()
    do {
      try await body()
    } catch {
      dispatcher.stop()
      throw error
    }
    dispatcher.stop()
    await work
  }

  @Test("Every room's signals reach every sink in order, also those that come later")
  func order() async throws {
    let sinks = [ScriptedSink(name: "one"), ScriptedSink(name: "many", batchSize: 7)]
    let outboxes = try (0..<5).map { try outbox(300, in: "room\($0)") }
    let dispatcher = try Dispatcher(sinks: sinks, clock: LeapingClock()) { _ in }
    for outbox in outboxes { dispatcher.attach(outbox) }
    try await running(dispatcher) {
      for outbox in outboxes {
        for sequence: Int64 in 301...320 {
          outbox.append(.sample(room: outbox.room, sequence: sequence))
          dispatcher.notify(outbox.room)
        }
      }
      for sink in sinks { #expect(await eventually { sink.delivered.count == 1600 }) }
    }
    for sink in sinks {
      for outbox in outboxes {
        let sequences = sink.delivered.filter { $0.room == outbox.room }.map(\.sequence)
        #expect(sequences == Array(1...320))
        #expect(try outbox.depth(for: sink.name) == 0)
      }
      #expect(sink.isClosed)
    }
  }

  @Test("A sink that hangs holds up neither another sink nor another room")
  func slowSink() async throws {
    let stuck = ScriptedSink(name: "stuck") { (entry, _) async throws(DeliveryError) in
      guard entry.room.text == "slow" else { return }
      do { try await Task.sleep(for: .seconds(3600)) } catch { throw .unreachable(target: "test", reason: "\(error)") }
    }
    let quick = ScriptedSink(name: "quick")
    let (slow, fast) = (try outbox(50, in: "slow"), try outbox(50, in: "fast"))
    let dispatcher = try Dispatcher(sinks: [stuck, quick]) { _ in }
    dispatcher.attach(slow)
    dispatcher.attach(fast)
    let run = Task { await dispatcher.run() }
    #expect(await eventually { quick.delivered.count == 100 && stuck.delivered.count == 50 })
    run.cancel()
    await run.value
    #expect(try slow.depth(for: "stuck") == 50)
    #expect(try slow.attempt(of: 1, for: "stuck") == nil)
  }

  @Test("A failed signal is tried again by the schedule and nothing overtakes it")
  func schedule() async throws {
    let sink = ScriptedSink { (entry, attempt) async throws(DeliveryError) in
      if entry.sequence == 2, attempt <= 8 { throw .down }
    }
    let (outbox, log) = (try outbox(5), EventLog())
    let dispatcher = try Dispatcher(sinks: [sink], clock: LeapingClock()) { log.add($0) }
    dispatcher.attach(outbox)
    try await running(dispatcher) { #expect(await eventually { sink.delivered.count == 5 }) }
    #expect(sink.delivered.map(\.sequence) == [1, 2, 3, 4, 5])
    let waits = log.attempts.map { attempt in attempt.nextAt.map { $0 - attempt.failedAt } ?? -1 }
    for (wait, planned) in zip(waits, [0.0, 5, 300, 1800, 7200, 18_000, 36_000, 36_000]) {
      #expect(wait >= planned && wait <= planned * 1.1)
    }
    #expect(waits.count == 8)
  }

  @Test("After the last retry a signal becomes a dead letter; sent again, it comes before newer ones")
  func deadLetter() async throws {
    let isUp = Switch()
    let sink = ScriptedSink { (entry, _) async throws(DeliveryError) in
      if entry.sequence == 2, !isUp.isOn { throw .down }
    }
    let outbox = try outbox(4)
    let metrics = PrometheusRegistry()
    let dispatcher = try Dispatcher(sinks: [sink], clock: LeapingClock(), metrics: metrics) { _ in }
    dispatcher.attach(outbox)
    let office = DeadLetterOffice([outbox])
    try await running(dispatcher) {
      #expect(await eventually { sink.delivered.count == 3 })
      let letters = try office.list()
      #expect(letters.map(\.entry.sequence) == [2])
      #expect(letters.first?.attempt.count == 9)
      #expect(DeadLetter.table(letters, in: .utc).contains("answered 500: down"))
      isUp.turnOn()
      #expect(try office.resend(.ids(["main-2", "main-3"])) == [.main: 1])
      dispatcher.lookAgain(.main)
      #expect(await eventually { sink.delivered.count == 4 })
    }
    #expect(sink.delivered.map(\.sequence) == [1, 3, 4, 2])
    let lines = metrics.text.split(separator: "\n")
    for (family, value) in [
      ("deliveries_total", 4), ("delivery_failures_total", 9), ("dead_letters_total", 1),
      ("delivery_latency_seconds_count", 4),
    ] {
      let line = "liveshelf_\(family){room=\"main\",sink=\"scripted\"} \(value)"
      #expect(lines.contains { $0 == line }, "\(line)")
    }
    #expect(try office.drop(.all) == [:])
  }

  @Test("How much waits is known, and the same everywhere, while the receiver is away and when it is back")
  func depth() async throws {
    let isUp = Switch()
    let sink = ScriptedSink(retry: RetrySchedule(delays: [0.05], whenExhausted: .hold)) {
      (_, _) async throws(DeliveryError) in
      if !isUp.isOn { throw .down }
    }
    let outbox = try outbox(300)
    let metrics = PrometheusRegistry()
    let dispatcher = try Dispatcher(sinks: [sink], metrics: metrics) { _ in }
    func shown() -> Bool { metrics.text.contains("liveshelf_outbox_depth{room=\"main\",sink=\"scripted\"} ") }
    #expect(!shown())
    dispatcher.attach(outbox)
    try await running(dispatcher) {
      for depth in [300, 0] {
        #expect(await eventually { dispatcher.depths(of: .main) == ["scripted": depth] })
        #expect(metrics.text.contains("liveshelf_outbox_depth{room=\"main\",sink=\"scripted\"} \(depth)\n"))
        isUp.turnOn()
      }
      await dispatcher.detach(.main)
      #expect(!shown())
      #expect(dispatcher.depths(of: .main) == [:])
    }
  }

  @Test("A schedule that holds never gives up")
  func hold() async throws {
    let sink = ScriptedSink(retry: RetrySchedule(delays: [0, 1], whenExhausted: .hold)) {
      (_, attempt) async throws(DeliveryError) in
      if attempt <= 50 { throw .down }
    }
    let outbox = try outbox(2)
    let dispatcher = try Dispatcher(sinks: [sink], clock: LeapingClock()) { _ in }
    dispatcher.attach(outbox)
    try await running(dispatcher) { #expect(await eventually { sink.delivered.count == 2 }) }
    #expect(sink.delivered.map(\.sequence) == [1, 2])
    #expect(try outbox.deadLetters(for: nil).isEmpty)
  }

  @Test("Attempts go on counting after a restart")
  func restart() async throws {
    let outbox = try outbox(1)
    let clock = LeapingClock()
    let reason = "before the restart"
    try outbox.recordFailure(
      DeliveryAttempt(sequence: 1, count: 8, failedAt: clock.now(), nextAt: clock.now() + 36_000, reason: reason),
      for: "scripted")
    let (start, log) = (clock.now(), EventLog())
    let sink = ScriptedSink { (_, _) async throws(DeliveryError) in throw .down }
    let dispatcher = try Dispatcher(sinks: [sink], clock: clock) { log.add($0) }
    dispatcher.attach(outbox)
    try await running(dispatcher) { #expect(await eventually { try outbox.deadLetters(for: nil).count == 1 }) }
    #expect(log.attempts.map(\.count) == [9])
    #expect(clock.now() - start >= 36_000)
  }

  @Test("Retry-After is honoured, up to an hour")
  func retryAfter() async throws {
    let sink = ScriptedSink { (entry, attempt) async throws(DeliveryError) in
      guard attempt == 1 else { return }
      let asked = entry.sequence == 1 ? 120.0 : 1e9
      throw .answered(target: "test", status: 429, retryAfter: asked, excerpt: "")
    }
    let (outbox, log) = (try outbox(2), EventLog())
    let dispatcher = try Dispatcher(sinks: [sink], clock: LeapingClock()) { log.add($0) }
    dispatcher.attach(outbox)
    try await running(dispatcher) { #expect(await eventually { sink.delivered.count == 2 }) }
    #expect(log.attempts.map { attempt in attempt.nextAt.map { $0 - attempt.failedAt } } == [120, 3600])
  }

  @Test("410 suspends the sink for all rooms until it is resumed, and nothing is lost")
  func gone() async throws {
    let isUp = Switch()
    let sink = ScriptedSink { (_, _) async throws(DeliveryError) in
      if !isUp.isOn { throw .gone(target: "test") }
    }
    let outboxes = [try outbox(3, in: "a"), try outbox(3, in: "b")]
    let dispatcher = try Dispatcher(sinks: [sink], clock: LeapingClock()) { _ in }
    for outbox in outboxes { dispatcher.attach(outbox) }
    try await running(dispatcher) {
      #expect(await eventually { dispatcher.suspensions["scripted"] != nil })
      isUp.turnOn()
      #expect(!dispatcher.resume(sink: "other"))
      #expect(dispatcher.resume(sink: "scripted"))
      #expect(await eventually { sink.delivered.count == 6 })
    }
    #expect(dispatcher.suspensions.isEmpty)
  }

  @Test("An outbox that cannot be written stops its lane, and no signal is sent over and over")
  func outboxFailure() async throws {
    let outbox = try outbox(3)
    outbox.failWrites(5)
    let sink = ScriptedSink()
    let dispatcher = try Dispatcher(sinks: [sink], clock: LeapingClock()) { _ in }
    dispatcher.attach(outbox)
    try await running(dispatcher) { #expect(await eventually { try outbox.depth(for: "scripted") == 0 }) }
    #expect(sink.delivered.map(\.sequence) == [1, 2, 3])
  }

  @Test("A stop lets the delivery under way end and begins no other")
  func gracefulStop() async throws {
    let (begun, goOn) = (Switch(), Switch())
    let sink = ScriptedSink { (_, _) async throws(DeliveryError) in
      begun.turnOn()
      while !goOn.isOn { try? await Task.sleep(for: .milliseconds(2)) }
    }
    let outbox = try outbox(10)
    let dispatcher = try Dispatcher(sinks: [sink]) { _ in }
    dispatcher.attach(outbox)
    async let work: Void = dispatcher.run()
    #expect(await eventually { begun.isOn })
    dispatcher.stop()
    goOn.turnOn()
    await work
    #expect(sink.delivered.map(\.sequence) == [1])
    #expect(try outbox.depth(for: "scripted") == 9)
  }

  @Test("A room that is detached can be attached again")
  func detach() async throws {
    let sink = ScriptedSink()
    let (first, second) = (try outbox(5), try outbox(3))
    let dispatcher = try Dispatcher(sinks: [sink]) { _ in }
    dispatcher.attach(first)
    try await running(dispatcher) {
      #expect(await eventually { sink.delivered.count == 5 })
      await dispatcher.detach(.main)
      dispatcher.notify(.main)
      dispatcher.attach(second)
      #expect(await eventually { sink.delivered.count == 8 })
    }
    await dispatcher.detach(.main)
  }

  @Test("Two sinks of one name are refused")
  func names() {
    #expect(throws: DeliveryError.self) { try Dispatcher(sinks: [ScriptedSink(), ScriptedSink()]) { _ in } }
  }
}
