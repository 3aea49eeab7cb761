import ArgumentParser
import Foundation
import LiveshelfCore
import MediaIngest
import Shows

struct ClipCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clip", abstract: "Cut a piece out of a recording, as evidence.",
    discussion: """
      Picture and sound are copied as they are, from the key frame at or before the start. With --audio the sound alone \
      is written as Opus, exactly from start to end. With --show, containers that have chapters (.mp4, .mkv) get one for \
      each presentation, under its product's name.

      Examples:
        liveshelf clip show.flv --show results --presentation p3 -o p3.mp4
        liveshelf clip show.flv --show results --start 0 --end 1800 -o first-half-hour.mp4
      liveshelf clip show.flv --start 61.5 --end 75 --audio -o word.opus
      """)

  @Argument(
    help: ArgumentHelp("The recording, or a folder that attach --record filled.", valueName: "recording"),
    completion: .file())
  var recording: String

  @Option(
    help: ArgumentHelp("The folder of the show's results, for --presentation and for chapters.", valueName: "folder"),
    completion: .directory)
  var show: String?

  @Option(help: ArgumentHelp("The presentation to cut out.", valueName: "id"))
  var presentation: String?

  @Option(help: ArgumentHelp("Where to begin, in seconds of stream time.", valueName: "seconds"))
  var start: Double?

  @Option(help: ArgumentHelp("Where to end, in seconds of stream time.", valueName: "seconds"))
  var end: Double?

  @Flag(help: "Write the sound alone, as Opus.")
  var audio = false

  @Option(
    name: .shortAndLong, help: ArgumentHelp("The clip's file; its ending tells the container.", valueName: "file"),
    completion: .file())
  var output: String

  func validate() throws {
    switch (presentation, show, start, end) {
    case (.some, .some, nil, nil): break
    case (nil, _, .some(let start), .some(let end)):
      guard start >= 0, end > start else { throw ValidationError("--end must be greater than --start") }
    default:
      throw ValidationError("give either --show and --presentation, or --start and --end (with or without --show)")
    }
  }

  func run() async throws {
    let (start, end) = try span()
    var clip = EvidenceClip(recording: recording, start: start, end: end)
    clip.chapters = try chapters()
    let progress = WorkProgress("copying")
    if audio { try clip.cutAudio(to: output) } else { try clip.cut(to: output) { progress.note($0) } }
    progress.end()
    Console.error("liveshelf: wrote \(output), \(start) to \(end)")
  }

  private func chapters() throws -> [EvidenceClip.Chapter] {
    guard let show else { return [] }
    let folder = try ShowFolder(reading: show)
    let names = Dictionary(folder.show.products.map { ($0.sku, $0.name) }, uniquingKeysWith: { first, _ in first })
    return (folder.presentations ?? []).filter { $0.withdrawnAt == nil }.map {
      EvidenceClip.Chapter(start: $0.start, end: $0.end, title: names[$0.sku] ?? $0.sku.text)
    }
  }

  private func span() throws -> (StreamTime, StreamTime) {
    if let start, let end { return (StreamTime(seconds: start), StreamTime(seconds: end)) }
    guard let show, let presentation else { throw ValidationError("give --show and --presentation") }
    let presentations = try ShowFolder(reading: show).presentations ?? []
    guard let found = presentations.first(where: { $0.id == presentation }) else {
      let known = presentations.map(\.id).joined(separator: ", ")
      throw ValidationError("\(show) has no presentation '\(presentation)'; it has: \(known.isEmpty ? "none" : known)")
    }
    return (found.start, found.end)
  }
}
