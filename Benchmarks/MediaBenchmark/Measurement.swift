import Glibc
import LiveshelfCore

/// The system's clocks and this process's memory.
enum Measurement {
  /// Seconds since some moment.
  static var monotonic: Double { seconds(CLOCK_MONOTONIC) }

  /// Seconds since 1970.
  static var wall: Double { seconds(CLOCK_REALTIME) }

  /// The largest resident set so far, in MiB.
  static var peakMemory: Double {
    var usage = rusage()
    getrusage(RUSAGE_SELF.rawValue, &usage)
    return Double(usage.ru_maxrss) / 1024
  }

  private static func seconds(_ clock: clockid_t) -> Double {
    var time = timespec()
    clock_gettime(clock, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

/// Finds clicks: single loud samples in silence, with which the measuring scripts mark moments.
struct ClickFinder {
  private var peak: (value: Float, sample: Int64)?

  /// The seconds at which clicks begin.
  mutating func find(in block: AudioBlock) -> [Double] {
    var found: [Double] = []
    for (index, value) in block.samples.enumerated() {
      let sample = block.firstSample + Int64(index)
      if abs(value) > 0.2, abs(value) > peak?.value ?? 0 { peak = (abs(value), sample) }
      if let click = peak, sample - click.sample > 160 {
        found.append(Double(click.sample) / Double(AudioFormat.sampleRate))
        peak = nil
      }
    }
    return found
  }
}
