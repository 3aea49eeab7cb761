import Backbone
import BackboneTestSupport
import Fleet
import Foundation
import LiveshelfCore
import Synchronization
import TestSupport
import Testing

@Suite("Workers share rooms", .serialized)
struct WorkerTests {
  private static let rooms = (1...6).compactMap { RoomName("room-\($0)") }

  /// A worker that runs, and the backbone of its process.
  private struct Running {
    let worker: Worker
    let machine: FakeMachine
    let task: Task<Void, Never>
  }

  private func start(
    _ name: String, on backbone: any Backbone, receiver: FakeReceiver, rules: Int = 1, capacity: Int = 1000,
    prepare: (FakeMachine) -> Void = { _ in }
  ) throws -> Running {
    let machine = FakeMachine(name, receiver: receiver)
    prepare(machine)
    var settings = WorkerSettings(name: name)
    settings.leaseLifetime = .milliseconds(1500)
    settings.rules = rules
    settings.capacity = capacity
    let worker = try Worker(backbone, handling: machine, settings: settings) { _ in }
    return Running(worker: worker, machine: machine, task: Task { await worker.run() })
  }

  private func register(on backbone: any Backbone) async throws {
    for room in Self.rooms {
      try await RoomDirectory(backbone).register(RoomAssignment(room: room, definition: Data("{}".utf8)))
    }
  }

  private func order(_ numbers: Range<Int>, on backbone: any Backbone) async throws {
    for room in Self.rooms {
      var isStored = false
      while !isStored {
        do throws(BackboneError) {
          _ = try await backbone.append(numbers.map { NewRecord("order-\($0)") }, to: .intake(of: room))
          isStored = true
        } catch {
          guard error.isTransient else { throw error }
          try await Task.sleep(for: .milliseconds(100))
        }
      }
    }
  }

  /// Every order has left each room as one signal. In which order depends on what had to be stored again.
  private func expect(_ count: Int, at receiver: FakeReceiver) async throws {
    try await eventually("\(count) orders of every room were signalled", within: .seconds(60)) {
      receiver.ids.count >= count * Self.rooms.count
    }
    for room in Self.rooms {
      let signals = receiver.ids.filter { $0.hasPrefix("\(room)/") }.compactMap {
        $0.split(separator: " ").last.map(String.init)
      }
      #expect(signals.count == count, "\(room)")
      #expect(Set(signals) == Set((0..<count).map { "order-\($0)" }), "\(room)")
    }
  }

  @Test("a room that runs hears of its new definition", arguments: Engine.available)
  func newDefinition(engine: Engine) async throws {
    try await engine.withBackbone { backbone in
      let (directory, room) = (RoomDirectory(backbone), Self.rooms[0])
      try await register(on: backbone)
      let one = try start("one", on: backbone, receiver: FakeReceiver())
      try await eventually("the room runs") { one.machine.room(room) != nil }
      let changed = try await directory.change(room) { data in
        #expect(data == Data("{}".utf8))
        return Data("{\"a\":1}".utf8)
      }
      try await eventually("the room knows") { one.machine.room(room)?.lastDefinition == changed }
      try await directory.remove(room)
      try await eventually("a removed room ends") { !one.worker.rooms.contains(room) }
      one.worker.drain()
      await one.task.value
    }
  }

  @Test("rooms are shared evenly, and handed over when a worker drains", arguments: Engine.available)
  func sharing(engine: Engine) async throws {
    try await engine.withBackbone { backbone in
      let receiver = FakeReceiver()
      try await register(on: backbone)
      let one = try start("one", on: backbone, receiver: receiver)
      try await eventually("one worker has all rooms") { one.worker.rooms.count == 6 }
      try await order(0..<50, on: backbone)
      let two = try start("two", on: backbone, receiver: receiver)
      let three = try start("three", on: backbone, receiver: receiver)
      try await eventually("each has two", within: .seconds(60)) {
        [one, two, three].allSatisfy { $0.worker.rooms.count == 2 }
      }
      try await order(50..<100, on: backbone)
      one.worker.drain()
      await one.task.value
      #expect(one.worker.rooms.isEmpty)
      try await eventually("two workers have all rooms", within: .seconds(60)) {
        two.worker.rooms.count == 3 && three.worker.rooms.count == 3
      }
      try await order(100..<150, on: backbone)
      try await expect(150, at: receiver)
      try await RoomDirectory(backbone).remove(Self.rooms[0])
      try await eventually("a removed room ends") { two.worker.rooms.count + three.worker.rooms.count == 5 }
      for running in [two, three] { running.worker.drain() }
      for running in [two, three] { await running.task.value }
    }
  }

  @Test(
    "rooms stay with the older rules while workers of these have room, and go over once", arguments: Engine.available)
  func rollingUpgrade(engine: Engine) async throws {
    try await engine.withBackbone { backbone in
      let receiver = FakeReceiver()
      try await register(on: backbone)
      let one = try start("one", on: backbone, receiver: receiver)
      let two = try start("two", on: backbone, receiver: receiver)
      try await eventually("the older ones have three each", within: .seconds(60)) {
        one.worker.rooms.count == 3 && two.worker.rooms.count == 3
      }
      let three = try start("three", on: backbone, receiver: receiver, rules: 2)
      try await order(0..<50, on: backbone)
      one.worker.drain()
      await one.task.value
      try await eventually("the other older one has them all", within: .seconds(60)) { two.worker.rooms.count == 6 }
      #expect(three.worker.rooms.isEmpty)
      let four = try start("four", on: backbone, receiver: receiver, rules: 2)
      try await order(50..<100, on: backbone)
      two.worker.drain()
      await two.task.value
      try await eventually("the newer ones share them", within: .seconds(60)) {
        three.worker.rooms.count == 3 && four.worker.rooms.count == 3
      }
      try await expect(100, at: receiver)
      for running in [three, four] { running.worker.drain() }
      for running in [three, four] { await running.task.value }
    }
  }

  @Test("what the older workers have no room for goes to a newer one", arguments: Engine.available)
  func fullElders(engine: Engine) async throws {
    try await engine.withBackbone { backbone in
      let receiver = FakeReceiver()
      let one = try start("one", on: backbone, receiver: receiver, capacity: 4)
      let two = try start("two", on: backbone, receiver: receiver, rules: 2)
      try await register(on: backbone)
      try await eventually("every room runs", within: .seconds(60)) {
        one.worker.rooms.count == 4 && two.worker.rooms.count == 2
      }
      try await order(0..<20, on: backbone)
      try await expect(20, at: receiver)
      for running in [one, two] { running.worker.drain() }
      for running in [one, two] { await running.task.value }
    }
  }

  @Test(
    "rooms go to workers that have them ready, and are shared when the others have caught up",
    arguments: Engine.available)
  func readiness(engine: Engine) async throws {
    try await engine.withBackbone { backbone in
      let receiver = FakeReceiver()
      try await register(on: backbone)
      let one = try start("one", on: backbone, receiver: receiver)
      try await eventually("one worker has all rooms") { one.worker.rooms.count == 6 }
      let cold = try start("cold", on: backbone, receiver: receiver) { $0.setReady([]) }
      let warm = try start("warm", on: backbone, receiver: receiver) { $0.setReady(Set(Self.rooms)) }
      try await eventually("the one that is ready has its share", within: .seconds(60)) { warm.worker.rooms.count == 2 }
      #expect(cold.worker.rooms.isEmpty)
      cold.machine.setReady(Set(Self.rooms))
      try await eventually("each has two", within: .seconds(60)) {
        [one, cold, warm].allSatisfy { $0.worker.rooms.count == 2 }
      }
      // What a worker had goes to those that have it ready, whoever has fewer rooms.
      cold.machine.setReady([])
      one.worker.drain()
      await one.task.value
      try await eventually("the ready one has them all", within: .seconds(60)) { warm.worker.rooms.count == 4 }
      #expect(cold.worker.rooms.count == 2)
      for running in [cold, warm] { running.worker.drain() }
      for running in [cold, warm] { await running.task.value }
    }
  }

  @Test(
    "a worker whose servers vanish spools and goes on; nothing is lost or doubled",
    .enabled(if: NatsServer.program != nil))
  func outage() async throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let server = try NatsServer(in: folder)
    defer { server.stop() }
    var settings = NatsSettings(servers: [server.url])
    settings.timeout = .seconds(1)
    let backbone = try await JetStreamBackbone(settings)
    let receiver = FakeReceiver()
    try await register(on: backbone)
    let one = try start("one", on: backbone, receiver: receiver)
    try await eventually("the worker has all rooms") { one.worker.rooms.count == 6 }
    try await order(0..<20, on: backbone)

    server.send(SIGSTOP)
    try await Task.sleep(for: .seconds(3))
    server.send(SIGCONT)
    try await order(20..<40, on: backbone)
    server.stop()
    try await Task.sleep(for: .seconds(2))
    try server.start()
    try await order(40..<60, on: backbone)
    try await expect(60, at: receiver)
    one.worker.drain()
    await one.task.value
    await backbone.close()
  }

  @Test("a worker that dies is replaced; nothing is lost or doubled", .enabled(if: NatsServer.program != nil))
  func death() async throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let server = try NatsServer(in: folder)
    defer { server.stop() }
    let control = try await JetStreamBackbone(NatsSettings(servers: [server.url]))
    let receiver = FakeReceiver()
    try await register(on: control)
    // Its connection ends without a word, as that of a killed process does.
    let doomed = try await JetStreamBackbone(NatsSettings(servers: [server.url]))
    let one = try start("one", on: doomed, receiver: receiver)
    try await eventually("the worker has all rooms") { one.worker.rooms.count == 6 }
    let two = try start("two", on: control, receiver: receiver)
    let orders = Task { try await order(0..<200, on: control) }
    try await Task.sleep(for: .milliseconds(700))
    await doomed.close()
    try await orders.value
    try await eventually("the other worker has all rooms", within: .seconds(60)) { two.worker.rooms.count == 6 }
    let lapsed = try #require(one.machine.room(Self.rooms[0])).authority
    #expect(lapsed.emittableRow == nil && lapsed.replicatedRow > 0)
    // Rows wait that may not leave: whoever asks again and again must be made to wait, or the process hears nothing else.
    let begun = ContinuousClock.now
    for _ in 0..<5 { await lapsed.waitForChange(from: 0, atMost: .milliseconds(100)) }
    #expect(ContinuousClock.now - begun > .milliseconds(250))
    try await order(200..<220, on: control)
    try await expect(220, at: receiver)
    one.task.cancel()
    await one.task.value
    two.worker.drain()
    await two.task.value
    await control.close()
  }
}
