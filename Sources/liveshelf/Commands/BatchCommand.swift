import ArgumentParser
import Foundation
import LiveshelfCore
import MediaIngest
import Shows

struct BatchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "batch", abstract: "Process a recorded broadcast.",
    discussion: """
      Several recordings are the parts of one broadcast, in order; when each part began is read from the recorders' \
      names or the recordings, or given by --start-time for each, and what lies between is silence. The results go to the folder of --out; the same \
      recording always gives the same results. Ctrl-C ends early and keeps what was heard.

      Example:
        liveshelf batch show.flv --catalog catalog.csv --orders orders.csv --markers markers \\
            --start-time 2026-04-10T20:00:00+08:00 --out results
      """)

  @Argument(
    help: ArgumentHelp("Media files (FLV, MP4, TS, …) or URLs of recordings.", valueName: "recording"),
    completion: .file())
  var recordings: [String]

  @OptionGroup(title: "Show") var show: ShowOptions
  @OptionGroup(title: "Source") var source: SourceOptions

  @Flag(help: "Print the summary as JSON.")
  var json = false

  @Flag(name: .customLong("progress"), help: "Say on standard error how far it is also where that is no terminal.")
  var tellsProgress = false

  func validate() throws {
    guard show.startTime.count <= max(recordings.count, 1) else {
      throw ValidationError("--start-time may be given once for each recording")
    }
  }

  func run() async throws {
    let progress = ProgressLine(alsoWithoutTerminal: tellsProgress)
    let runner = try ShowRunner(show.settings) { progress.take($0) }
    progress.report(runner.inputs)
    progress.follow { [weak runner] in runner?.estimatedSeconds }
    let sources = recordings.map { MediaSource($0) }
    let (summary, wasInterrupted): (ShowSummary, Bool)
    do {
      (summary, wasInterrupted) = try await Interruption.run {
        try await runner.batch(sources, media: source.media, starts: show.startTime.map(\.time))
      }
    } catch MediaError.cancelled {
      progress.end()
      Console.error("liveshelf: interrupted before anything was heard; nothing was written")
      throw ExitCode(130)
    }
    progress.end()
    Console.line(
      json ? try SummaryText.json(summary) : SummaryText.lines(summary, in: show.output, catalog: runner.inputs.catalog)
    )
    if wasInterrupted {
      Console.error("liveshelf: interrupted: the results cover the first \(summary.heard) of the recording")
      throw ExitCode(130)
    }
  }
}
