internal import LiveshelfCore

/// The last seconds of a stream, by sample index.
struct AudioHistory {
  private var samples: [Float] = []
  /// The index of the first sample that is kept.
  private var first: Int64
  /// The index of the next sample to come.
  var end: Int64 { first + Int64(samples.count) }

  init(startingAt first: Int64) {
    self.first = first
  }

  /// - Throws: `.brokenStream` when the block does not start at `end`.
  mutating func append(_ block: AudioBlock) throws(SpeechError) {
    guard block.firstSample == end else {
      throw .brokenStream(expectedSample: end, foundSample: block.firstSample)
    }
    // A broken decoder may give NaN, which would spread through everything after it.
    samples += block.samples.map { $0.isFinite ? $0 : 0 }
  }

  /// The samples of a range, clipped to what is kept.
  subscript(range: Range<Int64>) -> ArraySlice<Float> {
    let lower = min(max(range.lowerBound, first), end)
    let upper = min(max(range.upperBound, lower), end)
    return samples[Int(lower - first)..<Int(upper - first)]
  }

  /// Forgets what lies before `index`, in pieces of a second or more.
  mutating func forget(before index: Int64) {
    let excess = min(index, end) - first
    if excess >= Int64(AudioFormat.sampleRate) {
      samples.removeFirst(Int(excess))
      first += excess
    }
  }
}
