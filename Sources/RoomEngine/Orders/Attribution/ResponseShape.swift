/// How the demand that a presentation causes is spread over time.
///
/// A share of it is called forth evenly while the product is presented, the rest at its climax: the countdown, or where
/// none was heard, a moment near the end. Both reach us after the lag.
struct ResponseShape: Sendable {
  var lag: LagDistribution {
    didSet { table = LagTable(lag) }
  }
  private(set) var table: LagTable
  /// The climax's share, where a countdown was heard and where not.
  var climaxShareHeard: Double
  var climaxShareUnheard: Double
  /// Seconds between the climax and the presentation's end, where no countdown was heard.
  var climaxBeforeEnd: Double

  init(lag: LagDistribution = .typical) {
    self.lag = lag
    table = LagTable(lag)
    climaxShareHeard = 0.5
    climaxShareUnheard = 0.5
    climaxBeforeEnd = 4
  }
}

/// A presentation as the model sees it. All times in seconds of the stream.
struct Stretch: Hashable, Sendable {
  var sku: Int
  var start: Double
  var end: Double
  /// When its sale was opened, if that was heard.
  var countdown: Double?
  /// A product named in passing has no stretch of its own and no climax.
  var isMention = false

  var length: Double { max(end - start, 0.5) }

  func climax(_ shape: ResponseShape) -> Double { countdown ?? max(start, end - shape.climaxBeforeEnd) }

  func climaxShare(_ shape: ResponseShape) -> Double {
    if isMention { return 0 }
    return countdown == nil ? shape.climaxShareUnheard : shape.climaxShareHeard
  }

  /// The densities (per second) of the even and of the climax part at time `t`, weighted by their shares.
  func response(_ t: Double, _ shape: ResponseShape) -> (even: Double, climax: Double) {
    let share = climaxShare(shape)
    let even = (shape.table.distribution(t - start) - shape.table.distribution(t - start - length)) / length
    return ((1 - share) * even, share == 0 ? 0 : share * shape.table.density(t - climax(shape)))
  }

  /// The share of the whole response that falls between two moments.
  func exposure(from: Double, to: Double, _ shape: ResponseShape) -> Double {
    let share = climaxShare(shape)
    func arrived(by t: Double) -> Double {
      // The mean of the distribution function over the stretch, by Simpson's rule on eight pieces.
      var sum = 0.0
      for step in 0...8 {
        let weight = step == 0 || step == 8 ? 1.0 : step % 2 == 1 ? 4 : 2
        sum += weight * shape.table.distribution(t - start - length * Double(step) / 8)
      }
      return (1 - share) * sum / 24 + share * shape.table.distribution(t - climax(shape))
    }
    return max(arrived(by: to) - arrived(by: from), 0)
  }
}
