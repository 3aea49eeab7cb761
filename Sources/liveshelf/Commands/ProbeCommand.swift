import ArgumentParser
import Foundation
import LiveshelfCore
import MediaIngest

struct ProbeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "probe", abstract: "Say what a stream or recording holds, and how soon it can be heard.")

  @Argument(help: ArgumentHelp("A URL or a media file.", valueName: "url"), completion: .file())
  var url: String

  @Option(help: ArgumentHelp("How much sound to read, in seconds.", valueName: "seconds"))
  var seconds = 5.0

  @OptionGroup(title: "Source") var source: SourceOptions

  @Flag(help: "Wait for a publisher instead of connecting (RTMP).")
  var listen = false

  @Flag(help: "Print JSON.")
  var json = false

  func validate() throws {
    guard seconds > 0 else { throw ValidationError("--seconds takes a number above 0") }
  }

  func run() async throws {
    var settings = source.media
    if listen { settings.connectTimeout = nil }
    let probe = try MediaProbe(MediaSource(url, listens: listen), seconds: seconds, settings: settings)
    if json {
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      Console.line(String(decoding: try encoder.encode(probe), as: UTF8.self))
    } else {
      Console.line(Self.text(probe))
    }
  }

  private static func text(_ probe: MediaProbe) -> String {
    func milliseconds(_ seconds: Double?) -> String { seconds.map { "\(Int(($0 * 1000).rounded())) ms" } ?? "never" }
    var lines = [
      "\(probe.address)  (\(probe.container.format), \(probe.isLive ? "live" : "recording"))",
      "open after \(milliseconds(probe.connectSeconds)), first sound after \(milliseconds(probe.firstAudioSeconds))",
    ]
    for track in probe.container.tracks {
      let sound = track.sampleRate > 0 ? "  \(track.sampleRate) Hz, \(track.channels) channels" : ""
      let picture = track.width > 0 ? "  \(track.width) × \(track.height)" : ""
      lines.append("  \(track.kind.rawValue)  \(track.codec)\(sound)\(picture)")
    }
    if let audio = probe.audio {
      lines.append("heard: \(audio.codec), \(audio.sampleRate) Hz, \(audio.channels) channels")
    }
    for (key, value) in probe.metadata.sorted(by: { $0.key < $1.key }) {
      lines.append("  \(key) = \(value.prefix(200))")
    }
    for anchor in probe.anchors.prefix(5) {
      lines.append(
        "clock: \(anchor.streamTime) is \(anchor.wallTime) ± \(anchor.uncertaintySeconds) s (\(anchor.origin.rawValue))"
      )
    }
    for cue in probe.cues.prefix(20) { lines.append("cue: \(cue.at) \(cue.name)") }
    for loss in probe.losses.prefix(20) {
      lines.append("loss: \(loss.at) \(loss.kind.rawValue), \(loss.lostSeconds) s, \(loss.skippedBytes) bytes skipped")
    }
    for notice in probe.notices { lines.append("note: \(notice)") }
    return lines.joined(separator: "\n")
  }
}
