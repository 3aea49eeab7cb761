import Backbone
import BackboneTestSupport
import Fleet
import Foundation
import Glibc
import LiveshelfCore
import TestSupport
import Testing

private let clusterSeconds = ProcessInfo.processInfo.environment["LIVESHELF_TEST_CLUSTER"].flatMap { Int($0) }

/// `LIVESHELF_TEST_CLUSTER=60` runs this for sixty seconds.
@Suite(
  "Three nodes, three workers, six rooms, and things that die",
  .enabled(
    if: NatsServer.program != nil && clusterSeconds != nil,
    "LIVESHELF_TEST_CLUSTER, a number of seconds, is not set, or nats-server is missing"))
struct ClusterTests {
  private let rooms = (1...6).compactMap { RoomName("room-\($0)") }

  /// Chaos that is the same every time (Knuth's linear congruential generator, MMIX).
  private struct Chance: RandomNumberGenerator {
    var state: UInt64 = 2026
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ state >> 29
    }
  }

  /// A worker with its machine's disk; the process dies and starts anew on the same disk.
  private final class Machine {
    let machine: FakeMachine
    private let name: String
    private let settings: NatsSettings
    private var starts = 0
    private var backbone: JetStreamBackbone?
    private var worker: Worker?
    private var task: Task<Void, Never>?

    init(_ name: String, _ settings: NatsSettings, _ receiver: FakeReceiver) {
      self.name = name
      self.settings = settings
      machine = FakeMachine(name, receiver: receiver)
    }

    func start() async throws {
      let backbone = try await JetStreamBackbone(settings)
      starts += 1
      let worker = try Worker(
        backbone, handling: machine, settings: WorkerSettings(name: "\(name)-\(starts)")
      ) { _ in }
      self.backbone = backbone
      self.worker = worker
      task = Task { await worker.run() }
    }

    func kill() async {
      await backbone?.close()
      task?.cancel()
      await task?.value
    }

    func drain() async {
      worker?.drain()
      await task?.value
      await backbone?.close()
    }
  }

  @Test("every order of every room is signalled once")
  func chaos() async throws {
    let folder = try TestData.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let ports = try NatsServer.freePorts(6)
    let servers = try (1...3).map { try NatsServer(in: folder, node: $0, of: ports) }
    defer { for server in servers { server.stop() } }
    var settings = NatsSettings(servers: servers.map(\.url))
    settings.replicas = 3
    settings.timeout = .seconds(2)
    let control = try await JetStreamBackbone(settings)
    for room in rooms {
      try await eventually("the cluster serves", within: .seconds(60)) {
        let assignment = RoomAssignment(room: room, definition: Data("{}".utf8))
        return (try? await RoomDirectory(control).register(assignment)) != nil
      }
    }
    let receiver = FakeReceiver()
    let machines = ["one", "two", "three"].map { Machine($0, settings, receiver) }
    for machine in machines { try await machine.start() }

    let end = ContinuousClock.now + .seconds(clusterSeconds ?? 0)
    let orders = Task {
      var number = 0
      while ContinuousClock.now < end {
        for room in rooms {
          let records = (number..<number + 17).map { NewRecord("order-\($0)") }
          while (try? await control.append(records, to: .intake(of: room))) == nil {
            try await Task.sleep(for: .milliseconds(50))
          }
        }
        number += 17
        try await Task.sleep(for: .milliseconds(100))
      }
      return number
    }
    var chance = Chance()
    while ContinuousClock.now < end {
      try await Task.sleep(for: .milliseconds(Int.random(in: 2000...5000, using: &chance)))
      switch Int.random(in: 0..<5, using: &chance) {
      case 0:
        for server in servers { server.stop() }
        for server in servers { try server.start() }
      case 1, 2:
        let server = servers[Int.random(in: 0..<3, using: &chance)]
        server.stop()
        try await Task.sleep(for: .seconds(1))
        try server.start()
      case 3:
        let server = servers[Int.random(in: 0..<3, using: &chance)]
        server.send(SIGSTOP)
        try await Task.sleep(for: .seconds(3))
        server.send(SIGCONT)
      default:
        let machine = machines[Int.random(in: 0..<3, using: &chance)]
        await machine.kill()
        try await machine.start()
      }
    }
    let count = try await orders.value
    try await eventually("\(count) orders of each room were signalled", within: .seconds(120)) {
      receiver.ids.count >= count * rooms.count
    }
    for machine in machines { await machine.drain() }
    for room in rooms {
      let signals = receiver.ids.filter { $0.hasPrefix("\(room)/") }.compactMap {
        $0.split(separator: " ").last.map(String.init)
      }
      #expect(signals.count == count, "\(room)")
      #expect(Set(signals) == Set((0..<count).map { "order-\($0)" }), "\(room)")
    }
    await control.close()
  }
}
