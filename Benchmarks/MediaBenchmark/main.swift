import Glibc
import LiveshelfCore
import MediaIngest

// Measures the media module: what `Benchmarks/media.py` compares with ffmpeg's command line.
//
//   media-benchmark decode FILE          reads FILE to its end
//   media-benchmark first-audio SOURCE   connects and waits for the first block

func seconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// The largest resident set of this process so far, in MiB.
func peakMemory() -> Double {
  var usage = rusage()
  getrusage(RUSAGE_SELF.rawValue, &usage)
  return Double(usage.ru_maxrss) / 1024
}

let arguments = CommandLine.arguments
guard arguments.count == 3 else {
  print("usage: media-benchmark decode FILE | first-audio SOURCE")
  exit(64)
}
let start = seconds()
do {
  let reader = try MediaReader(MediaSource(arguments[2]))
  var samples = 0
  while let event = try reader.next() {
    guard case .audio(let block) = event else { continue }
    samples += block.samples.count
    if arguments[1] == "first-audio" { break }
  }
  let elapsed = seconds() - start
  let audio = Double(samples) / Double(AudioFormat.sampleRate)
  print(
    "{\"seconds\": \(elapsed), \"audio_seconds\": \(audio), \"times_real_time\": \(audio / max(elapsed, 1e-9)), "
      + "\"peak_memory_mib\": \(peakMemory())}")
} catch {
  print(error)
  exit(1)
}
