import Foundation

/// SplitMix64 (Steele, Lea and Flood 2014) with the distributions that made-up shows need.
struct Dice: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// 0 up to 1.
  mutating func unit() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }

  mutating func below(_ limit: Int) -> Int { Int(unit() * Double(limit)) }

  mutating func normal() -> Double {
    (-2 * log(1 - unit())).squareRoot() * cos(2 * .pi * unit())
  }

  mutating func poisson(_ mean: Double) -> Int {
    if mean > 60 { return max(0, Int((mean + normal() * mean.squareRoot()).rounded())) }
    var (count, product) = (0, unit())
    let limit = exp(-mean)
    while product > limit {
      count += 1
      product *= unit()
    }
    return count
  }
}
