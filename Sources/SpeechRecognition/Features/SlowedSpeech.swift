internal import Glibc

/// Sound played slower than it was recorded, as a tape would: lower and longer by the same factor.
///
/// Band-limited interpolation (Smith 1984): each sample of the result is a windowed sinc over the sound around its
/// place. Pure: any thread.
struct SlowedSpeech {
  /// Zero crossings of the sinc on either side of a sample.
  private static let reach = 12
  /// The slowdown is `numerator / denominator`; the places of the result repeat after `numerator` of them.
  private let numerator: Int
  private let denominator: Int
  /// For each of these places the weights of the samples around it.
  private let weights: [[Float]]

  /// How many times longer the sound becomes.
  var factor: Double { Double(numerator) / Double(denominator) }

  /// - Parameters: the slowdown as a fraction of small natural numbers, at least 1: longer sound keeps all it has.
  init(_ numerator: Int, _ denominator: Int) {
    precondition(denominator > 0 && numerator >= denominator)
    self.numerator = numerator
    self.denominator = denominator
    weights = (0..<numerator).map { phase in
      let fraction = Double(phase * denominator % numerator) / Double(numerator)
      let weights = (-Self.reach + 1...Self.reach).map { Self.weight(Double($0) - fraction) }
      let sum = weights.reduce(0, +)
      return weights.map { Float($0 / sum) }
    }
  }

  func slow(_ samples: ArraySlice<Float>) -> [Float] {
    let (count, reach) = (samples.count, Self.reach)
    // Silence before and after, so that every place has its samples around it.
    let padding = [Float](repeating: 0, count: reach)
    let sound = padding + samples + padding
    return (0..<(count * numerator / denominator)).map { place in
      let first = place * denominator / numerator + 1
      let weights = weights[place % numerator]
      var sum: Float = 0
      for index in weights.indices { sum += weights[index] * sound[first + index] }
      return sum
    }
  }

  /// A sinc under a Hann window.
  private static func weight(_ distance: Double) -> Double {
    guard abs(distance) < Double(reach) else { return 0 }
    let window = 0.5 + 0.5 * cos(.pi * distance / Double(reach))
    return distance == 0 ? 1 : window * sin(.pi * distance) / (.pi * distance)
  }
}
