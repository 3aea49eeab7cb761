import ArgumentParser
import AudioMarkers
import Foundation

struct SpeedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "speed", abstract: "Measures how many times faster than real time the detector is, on one core.")

  @Argument(help: "A recording.")
  var recording: String

  @Option(help: "Folder of sounds to take markers from.")
  var markers: String

  @Option(help: "How many markers to watch for.")
  var counts: [Int] = [2, 100]

  func run() throws {
    let samples = try AudioFile.read(URL(filePath: recording))
    let sounds = try AudioFile.references(in: URL(filePath: markers))
    for count in counts {
      let library = try MarkerLibrary(references: Self.variants(of: sounds, count: count))
      let before = Self.processorSeconds()
      let hits = try detect(library, in: samples).count
      let elapsed = Self.processorSeconds() - before
      let audio = Double(samples.count) / 16_000
      let factor = audio / elapsed
      print("\(count) markers: \(Int(factor)) × real time, \(hits) hits in \(Int(audio)) s")
    }
  }

  /// Processor time of this process, which other programs on the machine do not lengthen.
  private static func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// As many different sounds as asked: the given ones, then the same at other pitches.
  static func variants(of sounds: [MarkerReference], count: Int) -> [MarkerReference] {
    (0..<count).map { index in
      let sound = sounds[index % sounds.count]
      let round = index / sounds.count
      guard round > 0 else { return sound }
      let ratio = 1 + 0.037 * Double(round % 2 == 0 ? round : -round) / 2
      let length = Int(Double(sound.samples.count - 2) / ratio)
      let samples = (0..<length).map { position in
        let place = Double(position) * ratio
        let base = Int(place)
        let fraction = Float(place - Double(base))
        return sound.samples[base] * (1 - fraction) + sound.samples[base + 1] * fraction
      }
      return MarkerReference(name: "\(sound.name)-\(round)", samples: samples)
    }
  }
}
