/// The inverted index of all references: from a landmark's key to the places where it occurs.
struct LandmarkIndex: Sendable {
  /// A place: a marker and the frame of its reference at which the landmark begins.
  struct Place {
    var marker: UInt16
    var frame: Int16
  }

  /// The places of key k are `places[starts[k]..<starts[k + 1]]`.
  private let starts: [UInt32]
  private let places: [Place]
  /// Landmarks of each marker.
  let landmarkCounts: [Int]
  /// In how many ways each marker is indexed. One chance resemblance then gives so many votes.
  let viewCounts: [Int]

  /// - Parameter peaks: of each marker, the peaks by frame, for each way in which it is indexed.
  init(peaks: [[[SpectralPeak]]]) {
    var keyed: [(key: Int, place: Place)] = []
    var counts: [Int] = []
    for (marker, views) in peaks.enumerated() {
      for view in views {
        Self.forEachPair(of: view) { first, second in
          let place = Place(marker: UInt16(truncatingIfNeeded: marker), frame: Int16(truncatingIfNeeded: first.frame))
          keyed.append((LandmarkKey.exact(first, second), place))
        }
      }
      counts.append(views.first.map(Self.pairCount) ?? 0)
    }
    var starts = [UInt32](repeating: 0, count: LandmarkKey.count + 1)
    for entry in keyed { starts[entry.key + 1] += 1 }
    for key in 0..<LandmarkKey.count { starts[key + 1] += starts[key] }
    var next = starts
    var places = [Place](repeating: Place(marker: 0, frame: 0), count: keyed.count)
    for entry in keyed {
      places[Int(next[entry.key])] = entry.place
      next[entry.key] += 1
    }
    self.starts = starts
    self.places = places
    self.landmarkCounts = counts
    viewCounts = peaks.map(\.count)
  }

  /// The number of landmarks that peaks make.
  static func pairCount(of peaks: [SpectralPeak]) -> Int {
    var count = 0
    forEachPair(of: peaks) { _, _ in count += 1 }
    return count
  }

  private static func forEachPair(of peaks: [SpectralPeak], _ body: (SpectralPeak, SpectralPeak) -> Void) {
    for (index, first) in peaks.enumerated() {
      for second in peaks[(index + 1)...] {
        if second.frame - first.frame > LandmarkKey.spans.upperBound { break }
        if LandmarkKey.canPair(first, second) { body(first, second) }
      }
    }
  }

  @inline(__always)
  func forEachPlace(of key: Int, _ body: (Place) -> Void) {
    starts.withUnsafeBufferPointer { starts in
      let (first, last) = (Int(starts[key]), Int(starts[key + 1]))
      guard first < last else { return }
      places.withUnsafeBufferPointer { places in
        for index in first..<last { body(places[index]) }
      }
    }
  }
}
