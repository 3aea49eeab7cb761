import Foundation
import LiveshelfCore
import MediaIngest

/// The measured side of `Benchmarks/media.py` and `Benchmarks/media_faults.py`:
///
///     media-benchmark decode FILE            reads FILE to its end
///     media-benchmark first-audio SOURCE     connects and waits for the first block
///     media-benchmark follow SOURCE SECONDS  holds on to a live source and prints what happens, a JSON object a line
@main struct MediaBenchmark {
  static func main() async throws {
    let arguments = CommandLine.arguments
    switch arguments.count {
    case 3 where arguments[1] == "decode": try read(arguments[2], onlyFirst: false)
    case 3 where arguments[1] == "first-audio": try read(arguments[2], onlyFirst: true)
    case 4 where arguments[1] == "follow": try await follow(arguments[2], seconds: Double(arguments[3]) ?? 60)
    default:
      print("usage: media-benchmark decode FILE | first-audio SOURCE | follow SOURCE SECONDS")
      exit(64)
    }
  }

  private static func read(_ address: String, onlyFirst: Bool) throws {
    let start = Measurement.monotonic
    let reader = try MediaReader(MediaSource(address))
    var samples = 0
    while let event = try reader.next() {
      guard case .audio(let block) = event else { continue }
      samples += block.samples.count
      if onlyFirst { break }
    }
    let elapsed = Measurement.monotonic - start
    let audio = Double(samples) / Double(AudioFormat.sampleRate)
    print(
      "{\"seconds\": \(elapsed), \"audio_seconds\": \(audio), \"times_real_time\": \(audio / max(elapsed, 1e-9)), "
        + "\"peak_memory_mib\": \(Measurement.peakMemory)}")
  }

  /// Prints a line at once, whatever standard output is.
  private static func emit(_ line: String) {
    FileHandle.standardOutput.write(Data((line + "\n").utf8))
  }

  private static func follow(_ address: String, seconds: Double) async throws {
    let listens = address.hasPrefix("listen:")
    let source = MediaSource(listens ? String(address.dropFirst(7)) : address, listens: listens)
    let feed = LiveFeed(source)
    let following = Task {
      var clicks = ClickFinder()
      var isAfterChange = true
      try await feed.run { event in
        switch event {
        case .change(let change):
          emit("{\"state\": \"\(change.state)\", \"at\": \(change.at.seconds), \"wall\": \(Measurement.wall)}")
          isAfterChange = change.state != .live
        case .media(.discontinuity(let step)):
          emit(
            "{\"discontinuity\": \"\(step.kind)\", \"at\": \(step.at.seconds), \"lost\": \(step.lostSeconds), "
              + "\"step\": \(step.timestampStep), \"bytes\": \(step.skippedBytes), \"wall\": \(Measurement.wall)}")
        case .media(.audio(let block)):
          if isAfterChange || block.samples.contains(where: { $0 != 0 }) {
            isAfterChange = false
            emit("{\"audio\": \(block.start.seconds), \"wall\": \(Measurement.wall)}")
          }
          for time in clicks.find(in: block) { emit("{\"click\": \(time), \"wall\": \(Measurement.wall)}") }
        case .media: break
        }
      }
    }
    try await Task.sleep(for: .seconds(seconds))
    following.cancel()
    try await following.value
  }
}
