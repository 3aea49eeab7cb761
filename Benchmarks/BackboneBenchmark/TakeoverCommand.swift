import ArgumentParser
import Fleet
import Foundation
import LiveshelfCore
import Synchronization

/// Kills the worker that has a room, again and again, and measures until another has restored and started it.
struct TakeoverCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "takeover", abstract: "From kill -9 of a room's worker to its start on another one.")

  @Option(help: "How often.") var rounds = 20
  @Option(help: "Seconds of a lease.") var lease = 3.0
  @Option(help: "Rows a second that the room writes.") var rate = 200

  func run() async throws {
    let backbone = try await BackboneBenchmark.connect()
    guard let room = RoomName("room-0") else { return }
    try await RoomDirectory(backbone).register(RoomAssignment(room: room, definition: Data("{}".utf8)))
    var quantiles = Quantiles()
    var current = try Child("w0", backbone.namespace, lease: lease, rate: rate)
    var next = try Child("w1", backbone.namespace, lease: lease, rate: rate)
    while !current.hasStarted {
      if next.hasStarted { swap(&current, &next) }
      try await Task.sleep(for: .milliseconds(50))
    }
    for round in 0..<rounds {
      // Another moment of the lease's period every time.
      try await Task.sleep(for: .milliseconds(1500 + round * 137))
      let start = ContinuousClock.now
      current.kill()
      while !next.hasStarted { try await Task.sleep(for: .milliseconds(5)) }
      quantiles.add(ContinuousClock.now - start)
      current = next
      next = try Child("w\(round + 2)", backbone.namespace, lease: lease, rate: rate)
    }
    current.kill()
    next.kill()
    print(quantiles.text("takeover after kill -9, lease \(lease) s, \(rate) rows/s"))
    print(try await LogCheck(backbone, room).summary())
    await backbone.close()
  }
}

/// A worker in a process of its own.
private final class Child: Sendable {
  private let process: Process
  private let started = Mutex(false)

  init(_ name: String, _ namespace: String, lease: Double, rate: Int) throws {
    process = Process()
    process.executableURL = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    process.arguments = ["worker", name, "--namespace", namespace, "--lease", "\(lease)", "--rate", "\(rate)"]
    let pipe = Pipe()
    process.standardError = pipe
    try process.run()
    let lines = pipe.fileHandleForReading
    Thread.detachNewThread { [self] in
      while true {
        let data = lines.availableData
        if data.isEmpty { return }
        if String(decoding: data, as: UTF8.self).contains("STARTED") { started.withLock { $0 = true } }
      }
    }
  }

  var hasStarted: Bool { started.withLock { $0 } }

  func kill() {
    Foundation.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }
}

/// One room's log: batches of rows, each expecting the one before.
struct LogCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "log", abstract: "Log rows a second under fencing, replicated and restored.")

  @Option(help: "Rows.") var rows = 200_000
  @Option(help: "Bytes of a row.") var bytes = 300

  func run() async throws {
    let backbone = try await BackboneBenchmark.connect()
    guard
      let lease = try await backbone.acquireLease("rooms.main", holder: "bench", lifetime: .seconds(3600)).lease
    else { return }
    let store = MemoryStore("one")
    let replicator = Replicator(backbone, room: .main, log: store, authority: RoomAuthority(lease))
    _ = try await replicator.takeOver()
    _ = store.write((0..<rows).map { _ in Data(count: bytes) })
    var start = ContinuousClock.now
    _ = try await replicator.flush(within: .seconds(600))
    print("log: \(rate(rows, ContinuousClock.now - start)) rows replicated, of \(bytes) bytes")
    let other = MemoryStore("two")
    start = .now
    let restoration = try await Replicator(
      backbone, room: .main, log: other, authority: RoomAuthority(lease)
    ).takeOver()
    print("restore: \(rate(restoration.restored, ContinuousClock.now - start)) rows")
    await backbone.close()
  }
}
