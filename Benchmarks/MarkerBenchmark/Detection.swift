import AudioMarkers
import LiveshelfCore

/// Runs a detector over a whole recording.
func detect(_ library: MarkerLibrary, in samples: [Float], blockLength: Int = 1600) throws -> [MarkerHit] {
  var detector = try MarkerDetector(library: library)
  var hits: [MarkerHit] = []
  for first in stride(from: 0, to: samples.count, by: blockLength) {
    let part = Array(samples[first..<min(first + blockLength, samples.count)])
    hits += detector.consume(AudioBlock(firstSample: Int64(first), samples: part))
  }
  hits += detector.finish()
  return hits
}
