import ArgumentParser
import Foundation
import LiveshelfCore
import MediaIngest
import Shows

struct AttachCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attach", abstract: "Follow a live stream.",
    discussion: """
      Signals appear as they happen: a line each on a terminal, JSON Lines when piped or with --json. The results go \
      to the folder of --out while the show runs. Ctrl-C ends the show and writes everything.

      Examples:
        liveshelf attach rtmp://host/app/stream --catalog catalog.csv --out results
        liveshelf attach --listen rtmp://127.0.0.1:1935/live/room1 --catalog catalog.csv --out results
      """)

  @Argument(
    help: ArgumentHelp(
      "rtmp://, http(s):// (FLV, HLS, TS), srt://, udp://, a file, or - for standard input.", valueName: "url"))
  var url: String

  @OptionGroup(title: "Show") var show: ShowOptions
  @OptionGroup(title: "Source") var media: SourceOptions
  @OptionGroup(title: "Stream") var stream: StreamOptions

  @Flag(help: "Print signals as CloudEvents, one JSON object a line.")
  var json = false

  func validate() throws {
    guard show.startTime.count <= 1 else { throw ValidationError("--start-time may be given once") }
  }

  func run() async throws {
    let printer = SignalPrinter(json: json || !Console.outputIsTerminal, offset: show.startTime.first?.offset ?? .china)
    let reporter = LineReporter(printer: printer, showsSpeech: stream.verbose)
    let runner = try ShowRunner(show.settings, followsOrders: true) { reporter.take($0) }
    reporter.report(runner.inputs)
    let source = MediaSource(url, listens: stream.listen)
    let (summary, _) = try await Interruption.run { [stream, media] in
      try await runner.attach(source, media: stream.media(media), policy: stream.policy, duration: stream.duration)
    }
    Console.error(SummaryText.lines(summary, in: show.output, catalog: runner.inputs.catalog))
  }
}

/// How a stream is held on to.
struct StreamOptions: ParsableArguments {
  @Flag(help: "Wait for a publisher, such as OBS, to push to the URL instead of pulling from it (RTMP).")
  var listen = false

  @Option(help: ArgumentHelp("End after so much of the stream, in seconds.", valueName: "seconds"))
  var duration: Double?

  @Option(help: ArgumentHelp("The show is over when the stream has been gone for so long.", valueName: "seconds"))
  var grace: Double = 120

  @Option(
    help: ArgumentHelp(
      "Give up when nothing has come at all for so long; for --listen, never unless given.", valueName: "seconds"))
  var firstWait: Double?

  @Option(
    help: ArgumentHelp(
      "Write the stream to this folder as it comes, in pieces that stay readable after a crash (RTMP and FLV).",
      valueName: "folder"), completion: .directory)
  var record: String?

  @Flag(help: "Show what is being said, too.")
  var verbose = false

  func media(_ source: SourceOptions) -> MediaSettings {
    var media = source.media
    media.recording = record.map { RecordingSettings(folder: $0) }
    return media
  }

  var policy: FeedPolicy {
    var policy = FeedPolicy()
    policy.gracePeriod = grace
    policy.firstWait = firstWait ?? (listen ? nil : 30)
    return policy
  }

  func validate() throws {
    if let duration, !(duration > 0) { throw ValidationError("--duration takes a number of seconds above 0") }
    guard grace > 0 else { throw ValidationError("--grace takes a number of seconds above 0") }
    if let firstWait, !(firstWait > 0) { throw ValidationError("--first-wait takes a number of seconds above 0") }
  }
}
