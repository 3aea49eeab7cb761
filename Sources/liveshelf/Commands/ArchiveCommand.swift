import ArgumentParser
import Foundation
import Hearing
import LiveshelfCore
import MediaIngest
import Shows

struct ArchiveCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "archive", abstract: "Process the recordings of many shows, each in a folder of its own.",
    discussion: """
      Each folder in FOLDER is a show: its recordings (in the order of their names), catalog.csv, and where there are such files \
      orders.csv or orders.jsonl, inventory.csv, transactions.csv, comments.jsonl, clicks.csv or clicks.jsonl, markers/, host.txt (who \
      presents) and start.txt (when the first recording began, such as 2026-04-10T20:00:00+08:00). A catalog.csv or markers/ in FOLDER \
      itself serves the shows that have none. A show that fails is told of and the others go on; what is done is left alone when the \
      command is run again.

      Example:
        liveshelf archive recordings --out results
      """)

  @Argument(help: ArgumentHelp("The folder of the shows' folders.", valueName: "folder"), completion: .directory)
  var folder: String

  @Option(
    name: .customLong("out"),
    help: ArgumentHelp("The folder for the results, a folder for each show.", valueName: "folder"),
    completion: .directory)
  var output: String

  @Option(help: ArgumentHelp("The folder of the speech models.", valueName: "folder"), completion: .directory)
  var models: String?

  @Option(
    name: .customLong("at-once"),
    help: ArgumentHelp(
      "How many shows are heard side by side, 1 to 16 (default: one for four processor cores).", valueName: "number"))
  var atOnce = min(max(1, ProcessInfo.processInfo.activeProcessorCount / 4), 16)

  @Flag(help: "Process shows anew that are done.")
  var anew = false

  func validate() throws {
    guard (1...16).contains(atOnce) else { throw ValidationError("--at-once is 1 to 16") }
  }

  func run() async throws {
    let all = try RecordedShow.all(in: URL(filePath: folder), output: URL(filePath: output))
    guard !all.isEmpty else {
      throw ValidationError("no folder in '\(folder)' holds a recording: each show has a folder of its own")
    }
    let waiting = anew ? all : all.filter { !$0.isDone }
    if waiting.count < all.count {
      Console.error(
        "liveshelf: \(all.count - waiting.count) of \(all.count) shows are done already (--anew repeats them)")
    }
    let progress = ArchiveProgress(shows: waiting.map(\.bytes))
    let models = models.map { URL(filePath: $0) }
    let (failures, wasInterrupted) = try await Interruption.run { [atOnce] in
      await withTaskGroup(of: String?.self) { group in
        var failures: [String] = []
        for (number, show) in waiting.enumerated() where !Task.isCancelled {
          if number >= atOnce, let ended = await group.next(), let failed = ended { failures.append(failed) }
          guard !Task.isCancelled else { break }
          group.addTask {
            await Self.hear(show, number, models: models, progress) ? nil : show.name
          }
        }
        for await case .some(let failed) in group { failures.append(failed) }
        return failures
      }
    }
    Console.endProgress()
    if wasInterrupted {
      let rest = waiting.filter { !$0.isDone && !failures.contains($0.name) }.map(\.name)
      Console.error("liveshelf: interrupted; the same command goes on with: \(rest.joined(separator: ", "))")
      throw ExitCode(130)
    }
    guard failures.isEmpty else {
      Console.error(
        "liveshelf: \(failures.count) of \(waiting.count) shows failed: \(failures.joined(separator: ", "))")
      throw ExitCode(1)
    }
  }

  /// - Returns: false: it failed, and that was said.
  private static func hear(
    _ show: RecordedShow, _ number: Int, models: URL?, _ progress: ArchiveProgress
  ) async -> Bool {
    do {
      progress.begin(number, show.name)
      let runner = try ShowRunner(try show.settings(models: models)) { progress.take(number, $0) }
      progress.follow(number) { [weak runner] in runner?.estimatedSeconds }
      let summary = try await runner.batch(show.recordings.map { MediaSource($0.path) })
      guard !Task.isCancelled else { return true }
      progress.end(number)
      Console.line(
        "\(show.name): heard \(summary.heard), \(summary.presentations.count) presentations, "
          + "\(summary.figures?.sold.orders ?? 0) orders")
    } catch MediaError.cancelled {
      return true
    } catch {
      progress.end(number)
      Console.error("liveshelf: error: \(show.name): \(Trouble.text(error))")
      return false
    }
    return true
  }
}
