import ArgumentParser
import AudioMarkers
import Foundation
import LiveshelfCore

struct LearnCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "learn", abstract: "Prints the sounds that a recording plays again and again.")

  @Argument(help: "A recording.")
  var recording: String

  func run() throws {
    let samples = try AudioFile.read(URL(filePath: recording))
    var learner = try MarkerLearner()
    for first in stride(from: 0, to: samples.count, by: 1600) {
      let part = Array(samples[first..<min(first + 1600, samples.count)])
      learner.consume(AudioBlock(firstSample: Int64(first), samples: part))
    }
    for sound in learner.finish() {
      let times = sound.occurrences.map { "\($0.start)–\($0.end)" }
      print("\(sound.occurrences.count) × (\(sound.support) landmarks): \(times.joined(separator: ", "))")
    }
  }
}
