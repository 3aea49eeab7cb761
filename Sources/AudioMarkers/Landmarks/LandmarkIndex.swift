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

  /// - Parameter peaks: the peaks of each marker, by frame.
  init(peaks: [[SpectralPeak]]) {
    var keyed: [(key: Int, place: Place)] = []
    var counts: [Int] = []
    for (marker, peaks) in peaks.enumerated() {
      let before = keyed.count
      for (index, first) in peaks.enumerated() {
        for second in peaks[(index + 1)...] {
          if second.frame - first.frame > LandmarkKey.spans.upperBound { break }
          guard LandmarkKey.canPair(first, second) else { continue }
          let place = Place(marker: UInt16(truncatingIfNeeded: marker), frame: Int16(truncatingIfNeeded: first.frame))
          keyed.append((LandmarkKey.exact(first, second), place))
        }
      }
      counts.append(keyed.count - before)
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
