import ArgumentParser
import Foundation
import LiveshelfCore
import MediaIngest
import Shows

struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Stream the sample broadcast over RTMP on this machine, and follow it on the wall screen.",
    discussion: """
      A publisher sends the sample at its real pace (3½ minutes) to a port of this machine, and its orders, stock and \
      comments come over HTTP when they came in the show. Liveshelf takes both as it would take real ones; open the \
      address that it prints in a browser. It ends by itself, on a terminal after Ctrl-C, so that the screen can be \
      looked at.
      """)

  @Option(
    name: .customLong("out"), help: ArgumentHelp("The folder for the results.", valueName: "folder"),
    completion: .directory)
  var output = "out/demo"

  @Option(help: ArgumentHelp("The folder of the speech models.", valueName: "folder"), completion: .directory)
  var models: String?

  @Option(help: ArgumentHelp("The port of the wall screen; 0 for a free one.", valueName: "port"))
  var port = 8750

  @Option(help: ArgumentHelp("End after so much of the stream, in seconds.", valueName: "seconds"))
  var duration: Double?

  @Flag(help: "Show the demo on the terminal alone, without server and browser.")
  var terminal = false

  @Flag(help: "Print plain lines, also on a terminal.")
  var plain = false

  func validate() throws {
    if let duration, !(duration > 0) { throw ValidationError("--duration takes a number of seconds above 0") }
  }

  func run() async throws {
    let sample = try SampleShow()
    if terminal {
      try await runOnTerminal(sample)
    } else {
      let demo = try ScreenDemo(
        sample: sample, output: URL(filePath: output), models: models.map { URL(filePath: $0) }, port: port,
        duration: duration, staysOpen: Console.outputIsTerminal && duration == nil)
      try await demo.run()
    }
  }

  private func runOnTerminal(_ sample: SampleShow) async throws {
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
