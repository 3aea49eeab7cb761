import ArgumentParser
import Backbone
import Fleet
import Foundation
import LiveshelfCore

/// A worker with rooms in memory, for takeover and partition measurements.
struct WorkerCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker", abstract: "A worker with rooms in memory; says what happens on standard error.")

  @Argument(help: "Its name.") var name: String
  @Option(help: "The namespace on the servers.") var namespace: String
  @Option(help: "Rows a second of each room.") var rate = 100
  @Option(help: "Seconds of a lease.") var lease = 3.0

  func run() async throws {
    let backbone = try await BackboneBenchmark.connect(namespace: namespace)
    var settings = WorkerSettings(name: name)
    settings.leaseLifetime = .seconds(lease)
    let worker = try Worker(backbone, handling: MemoryHandling(name, rate: rate), settings: settings) { event in
      switch event {
      case .acquired(let room, let token): say("ACQUIRED \(room) \(token)")
      case .started(let room, let restoration): say("STARTED \(room) \(restoration.lastRow)")
      case .silenced(let room): say("SILENCED \(room)")
      case .resumed(let room): say("RESUMED \(room)")
      case .released(let room): say("RELEASED \(room)")
      case .lost(let room): say("LOST \(room)")
      case .failed(let room, let error): say("FAILED \(room) \(error)")
      case .disturbed(let error): say("DISTURBED \(error)")
      }
    }
    signal(SIGTERM, SIG_IGN)
    let termination = DispatchSource.makeSignalSource(signal: SIGTERM)
    termination.setEventHandler { worker.drain() }
    termination.resume()
    await worker.run()
    say("DRAINED")
    await backbone.close()
  }
}

/// Registers rooms, and checks logs.
struct ControlCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "control", abstract: "Registers rooms, or checks that a log has every row once, in order.")

  @Option(help: "The namespace on the servers.") var namespace: String
  @Option(help: "Rooms to register.") var register = 0
  @Option(help: "A room whose log is checked.") var check: String?

  func run() async throws {
    let backbone = try await BackboneBenchmark.connect(namespace: namespace)
    for number in 0..<register {
      guard let room = RoomName("room-\(number)") else { continue }
      try await RoomDirectory(backbone).register(RoomAssignment(room: room, definition: Data("{}".utf8)))
    }
    if let room = check.flatMap({ RoomName($0) }) {
      print(try await LogCheck(backbone, room).summary())
    }
    await backbone.close()
  }
}

/// Reads a room's log and looks for gaps, repeats and tokens that fall.
struct LogCheck {
  private let backbone: any Backbone
  private let room: RoomName

  init(_ backbone: any Backbone, _ room: RoomName) {
    self.backbone = backbone
    self.room = room
  }

  func summary() async throws -> String {
    var after: UInt64 = 0
    var row = 0
    var tokens: [FencingToken] = []
    let end = try await backbone.last(of: .log(of: room))?.sequence ?? 0
    while after < end {
      for record in try await backbone.read(.log(of: room), after: after, limit: 500) {
        after = record.sequence
        if let token = record.token, token != tokens.last {
          guard token > tokens.last ?? FencingToken(0) else { return "record \(after) carries a token that fell" }
          tokens.append(token)
        }
        guard let first = record.attributes["First"].flatMap({ Int($0) }),
          let last = record.attributes["Last"].flatMap({ Int($0) })
        else { continue }
        guard first == row + 1 else { return "record \(after) begins at row \(first) after row \(row)" }
        row = last
      }
    }
    return "\(room): \(row) rows, each once and in order, by \(tokens.count) owners"
  }
}
