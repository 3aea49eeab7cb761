import Foundation

/// Follows the level of one product's demand from day to day: a Bayesian filter on a grid over the log level (a random walk
/// with a slope, the life cycle) and over sudden multiples (hits), after Hamilton's Markov-switching filter (1989).
///
/// Observations are counts of live and of shelf orders; their means scatter log-normally, taken as negative binomial.
struct LevelFilter: Sendable {
  /// One day's counts and what they would be at level 1.
  struct Day: Sendable {
    var live = 0.0
    /// Sum of the effects of the day's presentations.
    var exposure = 0.0
    var shelf = 0.0
    var shelfExposure = 0.0
    /// Shelf orders that presentations left behind, expected whatever the level.
    var shelfAfter = 0.0
    var isMissing = false
  }

  struct Settings: Sendable {
    /// Variance of the factor of a show and of a shelf day; standard deviation of a day's step of the log level.
    var showScatter = 0.25
    var shelfScatter = 0.04
    var drift = 0.05
    /// Chance that a hit begins on a day, that it stays in its phase, and that one that fades is weaker the next day.
    var hitBegins = 0.004
    var hitStays = 0.6
    var hitFades = 0.65
  }

  static let step = 0.13
  static let points = 43
  /// The multiple of each state in grid steps of the logarithm. State 0: no hit; then hits at their height (×1.9, ×3.2, ×5.4,
  /// ×9.1, ×15), young and old, so that an old one ends sooner than a young one (Erlang's stages), then hits that fade (×1.9,
  /// ×3.2, ×5.4, ×9.1).
  static let hits = [0, 5, 9, 13, 17, 21, 5, 9, 13, 17, 21, 5, 9, 13, 17]
  private static let heights = 5
  private static let fading = 2 * heights
  /// Degrees of freedom of a new product's prior (Student): most are near their kind, some far off.
  private static let tails = 3.0
  /// A new product's first days tell less of what it will draw: it is still becoming known.
  private static let firstDays = 2
  private static let firstScatter = 3.0
  private static let width = points + 21

  let settings: Settings
  let slope: Double
  /// The log level of the middle of the grid on the last day that was taken in.
  private(set) var center: Double
  /// Probabilities, `[hit * points + level]`.
  private(set) var belief: [Double]
  private(set) var logLikelihood = 0.0
  private let isNew: Bool
  private var seen = 0

  /// - Parameters:
  ///   - center: where the grid begins; the truth should lie within 2.7 of it.
  ///   - mean, deviation: the prior of the log level.
  ///   - isNew: it has just come on sale, so that what it draws is its level and no hit.
  init(
    _ settings: Settings, slope: Double, center: Double, mean: Double, deviation: Double,
    isNew: Bool = false
  ) {
    self.settings = settings
    self.slope = slope
    self.center = center
    self.isNew = isNew
    belief = [Double](repeating: 0, count: Self.hits.count * Self.points)
    for hit in Self.hits.indices {
      let hot = (isNew ? 0.5 : 6) * settings.hitBegins
      let share = hit == 0 ? 1 - hot : hit <= Self.heights ? hot / Double(Self.heights) : 0
      for point in 0..<Self.points {
        let z = (center + Self.offset(point) - mean) / deviation
        belief[hit * Self.points + point] =
          share * (isNew ? pow(1 + z * z / Self.tails, -(Self.tails + 1) / 2) : exp(-0.5 * z * z))
      }
    }
    normalize()
  }

  static func offset(_ point: Int) -> Double { (Double(point) - Double(points - 1) / 2) * step }

  /// Takes in a day: first what changes overnight, then what was seen.
  mutating func consume(_ day: Day) {
    advance()
    guard !day.isMissing, day.exposure > 0 || day.shelfExposure > 0 else { return }
    let doubt = isNew && seen <= Self.firstDays ? Self.firstScatter : 1
    var logs = [Double](repeating: 0, count: Self.width)
    var best = -Double.infinity
    for index in 0..<Self.width {
      let level = exp(center + (Double(index) - Double(Self.points - 1) / 2) * Self.step)
      var value = 0.0
      if day.exposure > 0 {
        value += Self.logDensity(
          day.live, mean: level * day.exposure, scatter: settings.showScatter * doubt)
      }
      if day.shelfExposure > 0 {
        value += Self.logDensity(
          day.shelf, mean: level * day.shelfExposure + day.shelfAfter,
          scatter: settings.shelfScatter * doubt)
      }
      logs[index] = value
      best = max(best, value)
    }
    for index in logs.indices { logs[index] = exp(max(-60, logs[index] - best)) }
    var sum = 0.0
    for hit in Self.hits.indices {
      let shift = Self.hits[hit]
      for point in 0..<Self.points {
        let index = hit * Self.points + point
        belief[index] *= logs[point + shift]
        sum += belief[index]
      }
    }
    logLikelihood += best + log(max(sum, 1e-300))
    normalize()
  }

  /// Negative binomial log density, without the terms that depend on the count alone.
  private static func logDensity(_ count: Double, mean: Double, scatter: Double) -> Double {
    let size = 1 / max(scatter, 1e-4)
    return count * log(mean / (mean + size)) - size * log(1 + mean / size) + lgammaOf(count + size)
      - lgammaOf(size)
  }

  private static func lgammaOf(_ x: Double) -> Double {
    var sign: Int32 = 0
    return lgamma_r(x, &sign)
  }

  private mutating func advance() {
    center += slope
    let next = diffused(
      belief, side: min(0.3, settings.drift * settings.drift / (2 * Self.step * Self.step)))
    seen += 1
    let n = Self.points
    let begins = settings.hitBegins / Double(Self.heights)
    for point in 0..<n {
      let calm = next[point]
      for hit in Self.hits.indices { belief[hit * n + point] = 0 }
      belief[point] += calm * (1 - settings.hitBegins)
      for hit in 1..<Self.hits.count {
        let value = next[hit * n + point]
        let stays = Self.stays(hit, settings)
        belief[hit * n + point] += value * stays + (hit <= Self.heights ? calm * begins : 0)
        belief[Self.weaker(hit) * n + point] += value * (1 - stays)
      }
    }
  }

  /// A step of the random walk of the level.
  private func diffused(_ belief: [Double], side: Double) -> [Double] {
    let n = Self.points
    var next = [Double](repeating: 0, count: belief.count)
    for hit in Self.hits.indices {
      let base = hit * n
      for point in 0..<n {
        let value = belief[base + point]
        next[base + point] += value * (1 - 2 * side)
        next[base + max(0, point - 1)] += value * side
        next[base + min(n - 1, point + 1)] += value * side
      }
    }
    return next
  }

  /// The share of a state's hits that stay in it on a day.
  private static func stays(_ hit: Int, _ settings: Settings) -> Double {
    hit <= fading ? settings.hitStays : 1 - settings.hitFades
  }

  /// The state to which a hit passes: from young to old, then it weakens.
  private static func weaker(_ hit: Int) -> Int {
    if hit <= heights { return hit + heights }
    if hit <= fading { return hit == heights + 1 ? 0 : hit - heights - 1 + fading }
    return hit == fading + 1 ? 0 : hit - 1
  }

  private mutating func normalize() {
    let sum = belief.reduce(0, +)
    guard sum > 0 else { return }
    for index in belief.indices { belief[index] /= sum }
  }

  /// Draws a state: log level and the hit's number.
  func draw(_ random: inout RandomSource) -> (level: Double, hit: Int) {
    var rest = random.uniform()
    for (index, value) in belief.enumerated() {
      rest -= value
      if rest <= 0 {
        let (hit, point) = index.quotientAndRemainder(dividingBy: Self.points)
        return (center + Self.offset(point) + (random.uniform() - 0.5) * Self.step, hit)
      }
    }
    return (center, 0)
  }

  /// The next day's state of a drawn path.
  static func next(_ hit: Int, _ settings: Settings, _ random: inout RandomSource) -> Int {
    let u = random.uniform()
    if hit == 0 {
      guard u < settings.hitBegins else { return 0 }
      return 1 + min(heights - 1, Int(u / settings.hitBegins * Double(heights)))
    }
    return u < stays(hit, settings) ? hit : weaker(hit)
  }

  /// Mean of the level, hits included, and the chance that a hit is on.
  var summary: (mean: Double, hit: Double) {
    var (mean, hit) = (0.0, 0.0)
    for (index, value) in belief.enumerated() {
      let (h, point) = index.quotientAndRemainder(dividingBy: Self.points)
      mean += value * exp(center + Self.offset(point) + Double(Self.hits[h]) * Self.step)
      if h > 0 { hit += value }
    }
    return (mean, hit)
  }
}
