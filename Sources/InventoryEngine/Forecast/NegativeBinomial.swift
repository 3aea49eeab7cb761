import Foundation

/// The distribution of a count whose Poisson rate is itself uncertain by a Gamma distribution (Greenwood and Yule 1920;
/// Gelman et al., Bayesian Data Analysis, 3rd ed., §2.6), given by its first two moments.
struct NegativeBinomial: Hashable, Sendable {
  /// Above zero.
  let mean: Double
  private let size: Double
  private let success: Double

  /// - Parameters:
  ///   - mean: 0 or more.
  ///   - variance: at most the mean makes it a Poisson distribution, nearly.
  init(mean: Double, variance: Double) {
    self.mean = max(mean, 1e-9)
    let excess = max(variance - self.mean, self.mean * 1e-4)
    size = self.mean * self.mean / excess
    success = size / (size + self.mean)
  }

  /// The probability of at most `count`; zero below zero.
  func probability(atMost count: Int) -> Double {
    count < 0 ? 0 : SpecialFunctions.incompleteBeta(success, size, Double(count) + 1)
  }

  /// The probability of zero.
  var chanceOfNone: Double { pow(success, size) }

  /// P(count + 1) ÷ P(count).
  func growth(after count: Int) -> Double { (size + Double(count)) / Double(count + 1) * (1 - success) }
}

/// Functions that the standard library lacks.
enum SpecialFunctions {
  /// The quantile of the standard normal distribution (Abramowitz and Stegun 26.2.23; off by less than 0.0005).
  ///
  /// - Parameter probability: 0…1, exclusive.
  static func normalQuantile(_ probability: Double) -> Double {
    let tail = min(max(min(probability, 1 - probability), 1e-12), 0.5)
    let t = (-2 * log(tail)).squareRoot()
    let upper =
      t - (2.515517 + 0.802853 * t + 0.010328 * t * t)
      / (1 + 1.432788 * t + 0.189269 * t * t + 0.001308 * t * t * t)
    return probability < 0.5 ? -upper : upper
  }

  /// The regularised incomplete beta function I_x(a, b), by Lentz's continued fraction (Numerical Recipes, 3rd ed., §6.4).
  ///
  /// - Parameter x: 0…1; `a` and `b` are above zero.
  static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> Double {
    guard x > 0 else { return 0 }
    guard x < 1 else { return 1 }
    if x > (a + 1) / (a + b + 2) { return 1 - incompleteBeta(1 - x, b, a) }
    let front = exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * log(x) + b * log1p(-x)) / a
    let tiny = 1e-300
    func away(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / away(1 - (a + b) * x / (a + 1))
    var fraction = d
    for step in 1...400 {
      let m = Double(step)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / away(1 + even * d)
      c = away(1 + even / c)
      fraction *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / away(1 + odd * d)
      c = away(1 + odd / c)
      fraction *= d * c
      if abs(d * c - 1) < 1e-10 { break }
    }
    return min(1, max(0, front * fraction))
  }

  /// The logarithm of the Gamma function for arguments above zero (Stirling's series after a shift).
  ///
  /// The C library's `lgamma` writes to a global variable, so it is not used from concurrent rooms.
  static func logGamma(_ value: Double) -> Double {
    var (x, shift) = (value, 0.0)
    while x < 10 {
      shift -= log(x)
      x += 1
    }
    let inverse = 1 / (x * x)
    let series = (1.0 / 12 - inverse * (1.0 / 360 - inverse * (1.0 / 1260 - inverse / 1680))) / x
    return shift + (x - 0.5) * log(x) - x + 0.918_938_533_204_672_7 + series
  }
}
