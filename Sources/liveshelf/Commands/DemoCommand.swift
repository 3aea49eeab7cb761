import ArgumentParser
import Foundation
import LiveshelfCore
import MediaIngest
import RoomRunner
import Synchronization

struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo", abstract: "Stream the sample broadcast over RTMP on this machine, and follow it.",
    discussion: """
      A publisher sends the sample at its real pace (3½ minutes) to a port of this machine; Liveshelf takes the stream \
      from there as it would take a real one. It ends by itself; Ctrl-C ends it earlier.
      """)

  @Option(
    name: .customLong("out"), help: ArgumentHelp("The folder for the results.", valueName: "folder"),
    completion: .directory)
  var output = "out/demo"

  @Option(help: ArgumentHelp("The folder of the speech models.", valueName: "folder"), completion: .directory)
  var models: String?

  @Option(help: ArgumentHelp("End after so much of the stream, in seconds.", valueName: "seconds"))
  var duration: Double?

  @Flag(help: "Print plain lines, also on a terminal.")
  var plain = false

  func validate() throws {
    if let duration, !(duration > 0) { throw ValidationError("--duration takes a number of seconds above 0") }
  }

  func run() async throws {
    let sample = try SampleShow()
    let settings = sample.settings(output: URL(filePath: output), models: models.map { URL(filePath: $0) })
    let view: any DemoView = plain || !Console.outputIsTerminal ? DemoLines() : DemoTerminal()
    let runner = try ShowRunner(settings) { view.take($0) }
    let address = "rtmp://127.0.0.1:\(try FreePort.find())/live/sample"
    view.begin(room: settings.room, catalog: runner.inputs.catalog, clock: runner.inputs.clock, address: address)
    defer { view.end() }
    let publisher = SamplePublisher(recording: sample.recording, address: address)
    publisher.start()
    defer { publisher.stop() }
    var policy = FeedPolicy()
    policy.gracePeriod = 3
    policy.firstWait = 20
    let (summary, _) = try await Interruption.run { [policy, duration] in
      try await runner.attach(.listening(at: address), policy: policy, duration: duration)
    }
    view.end()
    Console.line(SummaryText.lines(summary, in: output, catalog: runner.inputs.catalog))
  }
}

/// Sends the sample to the listening show, from a thread of its own.
private final class SamplePublisher: Sendable {
  private let publisher: RecordingPublisher
  private let interrupt = MediaInterrupt()

  init(recording: URL, address: String) {
    publisher = RecordingPublisher(recording: MediaSource(recording.path), destination: address)
  }

  func start() {
    let thread = Thread { [publisher, interrupt] in
      // The show may need a moment until it listens.
      for _ in 0..<40 where !interrupt.isCancelled {
        do {
          return try publisher.run(interrupt: interrupt)
        } catch MediaError.unreachable {
          Thread.sleep(forTimeInterval: 0.25)
        } catch {
          if !interrupt.isCancelled { Console.error("liveshelf: note: the publisher of the sample stopped: \(error)") }
          return
        }
      }
    }
    thread.name = "publisher"
    thread.start()
  }

  func stop() {
    interrupt.cancel()
  }
}
