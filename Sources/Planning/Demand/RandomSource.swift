import Foundation

/// Random numbers that are the same on every run: SplitMix64 (Steele, Lea, Flood, "Fast splittable pseudorandom number
/// generators", 2014), seeded by what the numbers are for.
struct RandomSource: Sendable {
  private var state: UInt64
  private var spare: Double?

  /// FNV-1a of the text is the seed.
  init(for purpose: String) {
    state = 0xcbf2_9ce4_8422_2325
    for byte in purpose.utf8 { state = (state ^ UInt64(byte)) &* 0x100_0000_01b3 }
  }

  private mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// Uniform on 0..<1.
  mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// Standard normal (Box and Muller 1958).
  mutating func normal() -> Double {
    if let value = spare {
      spare = nil
      return value
    }
    let radius = (-2 * log(1 - uniform())).squareRoot()
    let angle = 2 * Double.pi * uniform()
    spare = radius * sin(angle)
    return radius * cos(angle)
  }

  /// A positive factor with mean 1 and the given variance (log-normal).
  mutating func factor(variance: Double) -> Double {
    guard variance > 0 else { return 1 }
    let s2 = log(1 + variance)
    return exp(s2.squareRoot() * normal() - s2 / 2)
  }

  /// A Poisson count; beyond a mean of 30 by the normal approximation.
  mutating func poisson(_ mean: Double) -> Double {
    guard mean > 0 else { return 0 }
    if mean > 30 { return max(0, (mean + mean.squareRoot() * normal()).rounded()) }
    let limit = exp(-mean)
    var (count, product) = (0.0, uniform())
    while product > limit {
      count += 1
      product *= uniform()
    }
    return count
  }

  /// A gamma variate with the given mean and standard deviation (Marsaglia and Tsang 2000).
  mutating func gamma(mean: Double, deviation: Double) -> Double {
    guard mean > 0, deviation > 0 else { return mean }
    let shape = max(0.2, (mean / deviation) * (mean / deviation))
    let boosted = shape < 1 ? shape + 1 : shape
    let d = boosted - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    for _ in 0..<1000 {
      let x = normal()
      let v = (1 + c * x) * (1 + c * x) * (1 + c * x)
      guard v > 0 else { continue }
      let u = uniform()
      if log(1 - u) < 0.5 * x * x + d - d * v + d * log(v) {
        let scale = shape < 1 ? pow(1 - uniform(), 1 / shape) : 1
        return d * v * scale * mean / shape
      }
    }
    return mean
  }
}
