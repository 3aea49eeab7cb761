import Delivery
import Foundation
import Intake
import LiveshelfCore
import LiveshelfServer
import Logging
import RoomEngine
import Rooms
import Shows
import Storage
import Wording

/// The sample broadcast in a room of a server of its own, with the wall screen.
struct ScreenDemo: Sendable {
  private let sample: SampleShow
  private let output: URL
  private let port: Int
  private let duration: Double?
  private let staysOpen: Bool
  private let data: URL
  private let models: URL?

  init(
    sample: SampleShow, output: URL, models: URL?, port: Int, duration: Double?, staysOpen: Bool
  ) throws {
    self.sample = sample
    self.output = output
    self.models = models
    self.port = port
    self.duration = duration
    self.staysOpen = staysOpen
    data = output.appending(path: "server")
  }

  func run() async throws {
    // A demo begins anew: what an earlier one left in its own folder goes.
    try? FileManager.default.removeItem(at: data)
    var configuration = ServerConfiguration()
    configuration.dataFolder = data.path
    configuration.server.port = port
    var logger = Logger(label: "liveshelf") { StreamLogHandler.standardError(label: $0) }
    logger.logLevel = .warning
    let started = AsyncStream<Int>.makeStream()
    let server = try RoomServer(configuration, file: nil, models: models, logger: logger) { port in
      started.continuation.yield(port)
      started.continuation.finish()
    }
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        do {
          try await server.run()
        } catch {
          started.continuation.finish()
          throw error
        }
      }
      group.addTask {
        for await port in started.stream {
          do {
            try await follow(server, at: port)
          } catch is CancellationError {
            // Ctrl-C ended the server.
          } catch {
            await server.stop()
            throw error
          }
          await server.stop()
        }
      }
      try await group.waitForAll()
    }
  }

  private func follow(_ server: RoomServer, at port: Int) async throws {
    let name = RoomName("sample") ?? .main
    let address = "rtmp://127.0.0.1:\(try FreePort.find())/live/sample"
    Console.line("The wall screen: http://127.0.0.1:\(port)/")
    Console.line("following the sample broadcast at \(address)")
    let definition = RoomSetup(
      name: name, url: address, listens: true, startTime: SampleShow.start.time, zone: SampleShow.start.offset,
      host: "sample", endsAfter: 3)
    let catalog = try CatalogReader.read(sample.folder.appending(path: "catalog.csv")).catalog
    try await server.registry.create(definition, catalog: catalog)
    try await server.registry.copyMarkers(from: sample.folder.appending(path: "markers"), to: name)
    try await server.registry.start(name)
    let room = try await server.registry.room(name)
    let publisher = SamplePublisher(recording: sample.recording, address: address)
    publisher.start()
    defer { publisher.stop() }
    let feeder = try SampleFeeder(
      folder: sample.folder, room: room, address: "http://127.0.0.1:\(port)/v1/rooms/\(name)")
    let feeding = Task { try await feeder.run() }
    defer { feeding.cancel() }
    guard let show = await watch(room) else { return }
    publisher.stop()
    if room.frame?.isRunning ?? false { try await server.registry.stop(name) }
    let files = try await ShowExport(store: room.store, show: show.id).write(to: output)
    Console.line("results in \(output.relativePath): \(files.joined(separator: ", "))")
    if staysOpen {
      Console.line("the show is over; the wall screen stays until Ctrl-C")
      await server.untilStopped()
    }
  }

  /// Prints signals as they come until the show is over, or long enough.
  private func watch(_ room: LiveRoom) async -> ShowRecord? {
    var seen: Int64 = 0
    var feed = ""
    var show: ShowRecord?
    for await frame in room.frames() {
      for change in frame.feeds where change.feed == "audio" && change.state.rawValue != feed {
        feed = change.state.rawValue
        Console.line("stream  \(feed)  \(Wording(.en).sentence(of: change.reason))")
      }
      for signal in frame.signals where signal.sequence > seen {
        seen = signal.sequence
        let event = signal.event
        let name = event.type.replacing("liveshelf.", with: "")
        Console.line(
          "\(event.detectedAt ?? .zero)  \(name)  \(event.text("product") ?? "")  \(event.text("reason") ?? "")")
      }
      if frame.isRunning {
        show = frame.show
        if let duration, frame.overview.at.seconds >= duration { break }
      } else if show != nil {
        break
      }
    }
    return show
  }
}
