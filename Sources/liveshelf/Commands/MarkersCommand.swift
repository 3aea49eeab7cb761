import ArgumentParser
import AudioMarkers
import Foundation
import Hearing
import LiveshelfCore
import MediaIngest

struct MarkersCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "markers", abstract: "Check stingers, or find them in a recording.",
    subcommands: [Check.self, Learn.self])

  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Say which stingers are too short, too alike or too plain to be heard reliably.",
      discussion: "Exit code 1 when a stinger cannot be relied on; doubts alone give 0.")

    @Argument(
      help: ArgumentHelp("The folder of stingers, one sound file each.", valueName: "folder"), completion: .directory)
    var folder: String

    @Flag(help: "Print JSON Lines.")
    var json = false

    private struct Line: Encodable {
      let marker: String
      let severe: Bool
      let text: String
    }

    func run() async throws {
      let references = try MarkerFolder.references(in: URL(filePath: folder))
      let findings = try MarkerCheck.findings(for: references)
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      for finding in findings {
        if json {
          let line = Line(marker: finding.marker, severe: finding.isSevere, text: finding.description)
          Console.line(String(decoding: try encoder.encode(line), as: UTF8.self))
        } else {
          Console.line("\(finding.isSevere ? "unreliable" : "doubtful  ")  \(finding)")
        }
      }
      if !json { Console.line("\(references.count) stingers, \(findings.count) findings") }
      if findings.contains(where: \.isSevere) { throw ExitCode(1) }
    }
  }

  struct Learn: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Find sounds that a recording plays again and again, and propose them as stingers.",
      discussion: """
        Music that repeats is found too: listen before you use one.

        Example:
          liveshelf markers learn show.flv --save markers
        """)

    @Argument(help: ArgumentHelp("The recording.", valueName: "recording"), completion: .file())
    var recording: String

    @Option(
      help: ArgumentHelp("Write the clearest playing of each into this folder, as Opus.", valueName: "folder"),
      completion: .directory)
    var save: String?

    @Option(help: ArgumentHelp("How often a sound must be played.", valueName: "times"))
    var least = 3

    @Flag(help: "Print JSON Lines.")
    var json = false

    private struct Line: Encodable {
      let name: String
      let start: [StreamTime]
      let end: [StreamTime]
      let landmarks: Int
    }

    func validate() throws {
      guard least >= 2 else { throw ValidationError("--least takes a number from 2") }
    }

    func run() async throws {
      var learner = try MarkerLearner(leastOccurrences: least)
      let progress = WorkProgress("listening")
      let reader = try MediaReader(MediaSource(recording))
      while let event = try reader.next() {
        if case .audio(let block) = event {
          learner.consume(block)
          progress.note(reader.readShare ?? 0)
        }
      }
      progress.end()
      let sounds = learner.finish()
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
      for (index, sound) in sounds.enumerated() {
        let name = "learned-\(index + 1)"
        if json {
          let line = Line(
            name: name, start: sound.occurrences.map(\.start), end: sound.occurrences.map(\.end),
            landmarks: sound.support)
          Console.line(String(decoding: try encoder.encode(line), as: UTF8.self))
        } else {
          let times = sound.occurrences.map { "\($0.start)" }.joined(separator: ", ")
          let seconds = ((sound.clearest.end - sound.clearest.start) * 10).rounded() / 10
          Console.line("\(name)  \(seconds) s  \(sound.occurrences.count) times: \(times)")
        }
        if let save { try write(sound.clearest, name: name, into: URL(filePath: save)) }
      }
      if sounds.isEmpty { Console.error("liveshelf: no sound is played \(least) times or more") }
    }

    private func write(_ occurrence: LearnedMarker.Occurrence, name: String, into folder: URL) throws {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let clip = EvidenceClip(recording: recording, start: occurrence.start, end: occurrence.end)
      try clip.cutAudio(to: folder.appending(path: "\(name).opus").path, bitRate: 64_000)
    }
  }
}
