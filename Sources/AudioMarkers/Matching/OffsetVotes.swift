/// How many landmarks agree that a marker began at a given frame: the time-offset histogram of Wang 2003, for all
/// markers and all moments at which one that still sounds may have begun.
struct OffsetVotes {
  private let markerCount: Int
  private let mask: Int
  private let weights: [Float]
  /// Standard deviations that nominate a start: the more markers, the more would do so by chance.
  private let leastDeviations: Float
  private var votes: [UInt16]
  /// The frame up to which slots have been cleared.
  private var horizon: Int

  /// - Parameters:
  ///   - weights: of each marker, how many votes one resemblance gives.
  ///   - longest: frames of the longest marker.
  init(weights: [Int], longest: Int) {
    var ring = 64
    while ring < longest + 2 * Self.margin + LandmarkKey.spans.upperBound { ring *= 2 }
    markerCount = weights.count
    self.weights = weights.map { Float($0) }
    leastDeviations = 3.5 + 0.09 * FloatMath.log2(Float(max(1, weights.count)))
    mask = ring - 1
    votes = Array(repeating: 0, count: ring * markerCount)
    horizon = 0
  }

  /// Frames by which a marker may seem to begin later than the newest frame.
  private static let margin = 16

  mutating func reset() {
    for index in votes.indices { votes[index] = 0 }
    horizon = 0
  }

  /// Makes room for starts up to `frame`, forgetting those a whole ring before.
  mutating func advance(to frame: Int) {
    while horizon < frame + Self.margin {
      horizon += 1
      let base = (horizon & mask) * markerCount
      for index in base..<base + markerCount { votes[index] = 0 }
    }
  }

  /// How clearly a start stands out.
  enum Support {
    case some, strong
  }

  /// Adds a vote. Tells if the start stands out, at some numbers of votes only: 6, and whenever they have grown by two
  /// fifths.
  @inline(__always)
  mutating func add(marker: Int, start: Int) -> Support? {
    let count = votes.withUnsafeMutableBufferPointer { votes in
      let index = (start & mask) * markerCount + marker
      votes[index] &+= 1
      return Int(votes[index])
        + Int(votes[((start - 1) & mask) * markerCount + marker])
        + Int(votes[((start + 1) & mask) * markerCount + marker])
    }
    guard count >= Self.least, Self.isMilestone(count) else { return nil }
    return support(of: Float(count), marker: marker, start: start)
  }

  private static let least = 6
  private static let strong: Float = 10

  /// Of 6, 8, 11, 15, 21, 29, 41, …
  private static func isMilestone(_ count: Int) -> Bool {
    var milestone = least
    while milestone < count { milestone = (milestone * 7 + 4) / 5 }
    return milestone == count
  }

  /// Compares with what the starts around it have by chance, in standard deviations.
  private func support(of count: Float, marker: Int, start: Int) -> Support? {
    var sum = 0
    for distance in 3...14 {
      sum += Int(votes[((start - distance) & mask) * markerCount + marker])
      sum += Int(votes[((start + distance) & mask) * markerCount + marker])
    }
    let expected = Float(sum) / 24 * 3
    let deviations = (count - expected) / (weights[marker] * (expected + 1)).squareRoot()
    return deviations >= Self.strong ? .strong : deviations >= leastDeviations ? .some : nil
  }
}
