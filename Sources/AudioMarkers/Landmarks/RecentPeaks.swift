/// The peaks that a new one can still pair with.
struct RecentPeaks {
  private var peaks: [SpectralPeak] = []
  private var first = 0

  mutating func append(_ peak: SpectralPeak) {
    while first < peaks.count, peak.frame - peaks[first].frame > LandmarkKey.spans.upperBound { first += 1 }
    if first > 1024 {
      peaks.removeFirst(first)
      first = 0
    }
    peaks.append(peak)
  }

  /// Calls `body` with each earlier peak with which `peak` makes a landmark.
  @inline(__always)
  func forEachPartner(of peak: SpectralPeak, _ body: (SpectralPeak) -> Void) {
    peaks.withUnsafeBufferPointer { peaks in
      for index in first..<peaks.count where LandmarkKey.canPair(peaks[index], peak) { body(peaks[index]) }
    }
  }
}
