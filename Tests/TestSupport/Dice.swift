public import Foundation

/// Seeded random numbers for made-up orders (SplitMix64).
public struct Dice: RandomNumberGenerator, Sendable {
  @usableFromInline var state: UInt64

  @inlinable public init(seed: UInt64) {
    state = seed
  }

  @inlinable public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  @inlinable public mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  @inlinable public mutating func exponential(mean: Double) -> Double { -mean * log(1 - uniform()) }

  @inlinable public mutating func normal() -> Double {
    (-2 * log(1 - uniform())).squareRoot() * cos(2 * .pi * uniform())
  }

  @inlinable public mutating func poisson(mean: Double) -> Int {
    var (count, rest) = (0, mean - exponential(mean: 1))
    while rest > 0 {
      count += 1
      rest -= exponential(mean: 1)
    }
    return count
  }
}
