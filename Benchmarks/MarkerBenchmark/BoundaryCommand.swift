import ArgumentParser
import AudioBoundaries
import Foundation
import LiveshelfCore

struct BoundaryCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "boundaries",
    abstract: "Writes the changes of a recording's sound as JSON Lines, and how long it took.")

  @Argument(help: "A recording.")
  var recording: String

  @Option(help: "The file to write.")
  var out: String

  func run() throws {
    let samples = try AudioFile.read(URL(filePath: recording))
    var detector = try BoundaryDetector()
    var lines = ""
    let clock = ContinuousClock()
    let begin = clock.now
    for first in stride(from: 0, to: samples.count, by: 1600) {
      let part = Array(samples[first..<min(first + 1600, samples.count)])
      for boundary in detector.consume(AudioBlock(firstSample: Int64(first), samples: part)) {
        lines +=
          #"{"kind":"\#(boundary.kind.rawValue)","at":\#(boundary.at.seconds),"strength":\#(boundary.strength),"#
          + #""detected_at":\#(boundary.detectedAt.seconds)}"# + "\n"
      }
    }
    let seconds = (clock.now - begin) / .seconds(1)
    try Data(lines.utf8).write(to: URL(filePath: out))
    print("\(samples.count / 16_000) s of sound in \(seconds.formatted()) s")
  }
}
