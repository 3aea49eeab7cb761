import Foundation

/// How long it takes from the host's word to the order: a fixed viewer delay (transport and player buffer), and then a
/// decision lag that follows a generalised gamma distribution (Stacy 1962, in Prentice's form of 1974), of which the log-normal
/// (q = 0), the Weibull (q = 1) and the gamma (q = σ) distribution are special cases: the data choose.
public struct LagDistribution: Hashable, Sendable {
  /// Seconds before which nobody can have ordered.
  public var viewerDelay: Double
  /// The decision lag's location and scale on the logarithm of seconds.
  public var mu: Double
  public var sigma: Double
  /// Its shape.
  public var q: Double

  public init(viewerDelay: Double, mu: Double, sigma: Double, q: Double) {
    self.viewerDelay = viewerDelay
    self.mu = mu
    self.sigma = sigma
    self.q = q
  }

  /// Where a fit begins: half of the viewers order within half a minute.
  public static let typical = LagDistribution(viewerDelay: 6, mu: 3.2, sigma: 0.9, q: 0.4)

  var parameters: [Double] { [viewerDelay, mu, sigma, q] }

  /// Nil where the parameters mean nothing, or nothing plausible.
  init?(parameters: [Double]) {
    guard parameters.count >= 4, (0...90).contains(parameters[0]), (-1...7).contains(parameters[1]),
      (0.1...2.5).contains(parameters[2]), (-1.5...3).contains(parameters[3])
    else { return nil }
    self.init(viewerDelay: parameters[0], mu: parameters[1], sigma: parameters[2], q: parameters[3])
  }

  /// The logarithm of the density of the decision lag at `x` seconds, up to a constant that does not depend on `x`.
  func logDensity(_ x: Double) -> Double {
    let logX = log(x)
    let w = (logX - mu) / sigma
    if abs(q) < 0.01 { return -logX - w * w / 2 }
    return -logX + (q * w - exp(min(q * w, 700))) / (q * q)
  }
}

/// The lag's density and distribution function on a grid, for quick evaluation.
struct LagTable: Sendable {
  /// Seconds up to which a word has an effect.
  static let horizon = 900.0
  private static let perSecond = 2.0
  private static let count = Int(horizon * perSecond)

  /// The probability of each cell, and of all cells before each grid point.
  private let mass: [Double]
  private let cumulative: [Double]

  init(_ lag: LagDistribution) {
    let step = 1 / Self.perSecond
    var logs: [Double] = []
    logs.reserveCapacity(Self.count)
    for index in 0..<Self.count {
      let x = (Double(index) + 0.5) * step - lag.viewerDelay
      // Just before the delay has passed the density is small and not zero: boundaries and clocks are not exact.
      logs.append(x > 0.05 ? lag.logDensity(x) : lag.logDensity(0.05) - 8 - (0.05 - x) * 4)
    }
    let peak = logs.max() ?? 0
    var mass = logs.map { exp(max($0 - peak, -700)) }
    let total = mass.reduce(0, +)
    for index in mass.indices { mass[index] /= total }
    var cumulative: [Double] = [0]
    cumulative.reserveCapacity(mass.count + 1)
    var sum = 0.0
    for value in mass {
      sum += value
      cumulative.append(sum)
    }
    self.mass = mass
    self.cumulative = cumulative
  }

  /// Per second.
  func density(_ lag: Double) -> Double {
    let place = lag * Self.perSecond
    guard place >= 0, place < Double(Self.count) else { return 0 }
    return mass[Int(place)] * Self.perSecond
  }

  /// The probability of a shorter lag.
  func distribution(_ lag: Double) -> Double {
    let place = lag * Self.perSecond
    guard place > 0 else { return 0 }
    guard place < Double(Self.count) else { return 1 }
    let index = Int(place)
    return cumulative[index] + mass[index] * (place - Double(index))
  }

  func quantile(_ share: Double) -> Double {
    var (low, high) = (0, Self.count)
    while low < high {
      let middle = (low + high) / 2
      if cumulative[middle] < share { low = middle + 1 } else { high = middle }
    }
    return Double(low) / Self.perSecond
  }
}
