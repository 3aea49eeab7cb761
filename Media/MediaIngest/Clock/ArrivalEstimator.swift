/// Estimates the stream time that belongs to a moment of arrival: the frames of the last seconds that came with the
/// least delay show how arrival and stream time are related; later ones waited somewhere.
struct ArrivalEstimator {
  private struct Span {
    var least = Int64.max
    var most = Int64.min
  }

  private static let spanLength: Int64 = 10_000_000
  private var current = Span()
  private var previous = Span()
  private var spanStart: Int64?

  mutating func add(arrival: Int64, streamTime: Int64) {
    let lag = arrival &- streamTime
    if let start = spanStart, arrival - start > Self.spanLength {
      previous = current
      current = Span()
      spanStart = arrival
    }
    if spanStart == nil { spanStart = arrival }
    current.least = min(current.least, lag)
    current.most = max(current.most, lag)
  }

  /// How much the delay varied, in microseconds.
  var spread: Int64 {
    let least = min(current.least, previous.least)
    return least == .max ? 0 : max(current.most, previous.most) - least
  }

  /// The stream time that a frame has which arrives without delay at this moment; nil before the first frame.
  func streamTime(ofArrival arrival: Int64) -> Int64? {
    let least = min(current.least, previous.least)
    return least == .max ? nil : arrival - least
  }
}
