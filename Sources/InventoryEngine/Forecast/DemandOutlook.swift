import Foundation
import LiveshelfCore

/// A product's demand from one moment on.
struct DemandOutlook: Sendable {
  /// The effect of a presentation that has not faded yet.
  struct Running: Sendable {
    /// Orders that it causes in all, Gamma with this mean and shape.
    var size: Double
    var shape: Double
    var profile: ResponseProfile
    var position: Double
  }

  var baseline: (shape: Double, mean: Double)
  var units: (mean: Double, square: Double)
  var running: Running?
  /// How far a response strays from the profile, as a standard deviation relative to what is still to come.
  var profileSpread: Double
  /// The size of a presentation yet to come.
  var newSize: (mean: Double, shape: Double)
  var profile: ResponseProfile
  /// Presentations of this product a second, while the show goes on.
  var newPresentationRate = 0.0
  var show = ShowOutlook.over

  /// Units within `horizon` seconds, thinned to `share` of the orders.
  func demand(within horizon: Double, share: Double = 1) -> PredictedDemand {
    moments(within: horizon).demand(share: share, units: units)
  }

  /// Orders within `horizon` seconds.
  func moments(within horizon: Double) -> OrderMoments {
    let minutes = horizon / 60
    var orders = baseline.mean * minutes
    var spread = orders * orders / baseline.shape
    if let running {
      let steps = horizon / ResponseProfile.step
      let coming =
        running.size
        * (running.profile.arrived(by: running.position + steps) - running.profile.arrived(by: running.position))
      orders += coming
      spread += coming * coming * (1 / running.shape + profileSpread * profileSpread)
    }
    let window = show.expectedSeconds(within: horizon)
    let expected = newPresentationRate * window
    guard expected > 1e-6 else { return OrderMoments(mean: orders, spread: spread) }
    let none = exp(-expected)
    let (until, from) = (
      profile.arrivedIntegral(to: horizon / ResponseProfile.step),
      profile.arrivedIntegral(to: (horizon - window) / ResponseProfile.step)
    )
    let steps = window / ResponseProfile.step
    let (arrived, arrivedSquare) = ((until.mean - from.mean) / steps, (until.square - from.square) / steps)
    let each = newSize.mean * arrived
    let eachSpread = newSize.mean * newSize.mean * arrivedSquare * (1 + 1 / newSize.shape) - each * each
    // Moments of a sum over a Poisson number of presentations that is not zero (the law of total variance).
    let count = expected / (1 - none)
    return OrderMoments(
      mean: orders, spread: spread, chance: 1 - none, extra: each * count,
      extraSpread: max(0, count * eachSpread + each * each * count * (1 + expected - count)))
  }
}

/// The moments of the orders in a stretch of time, without and with a new presentation in it. `spread` is the variance
/// beyond that of a Poisson count: that of the rate.
struct OrderMoments: Sendable {
  var mean: Double
  var spread: Double
  /// The probability of a new presentation, 0…1, and what one or more of them add.
  var chance = 0.0
  var extra = 0.0
  var extraSpread = 0.0

  /// Units, thinned to `share` of the orders, given mean and mean square of units an order.
  func demand(share: Double, units: (mean: Double, square: Double)) -> PredictedDemand {
    func part(_ orders: Double, _ spread: Double) -> NegativeBinomial {
      NegativeBinomial(
        mean: orders * share * units.mean,
        variance: orders * share * units.square + spread * share * share * units.mean * units.mean)
    }
    let usual = part(mean, spread)
    guard chance > 0 else { return PredictedDemand(usual) }
    return PredictedDemand(usual, presented: part(mean + extra, spread + extraSpread), chance: chance)
  }
}

/// How long the show may still go on.
enum ShowOutlook: Sendable {
  case over
  /// It ends in so many seconds.
  case planned(seconds: Double)
  /// Nobody knows; it has gone on for so many seconds, and is expected to go on for as long again (Gott 1993: a show
  /// seen at a random moment outlives its age t by s with probability t / (t + s)).
  case aged(seconds: Double)

  /// Seconds within which it is as likely over as not.
  var medianSeconds: Double {
    switch self {
    case .over: 0
    case .planned(let seconds): max(0, seconds)
    case .aged(let seconds): max(seconds, 1)
    }
  }

  /// Expected seconds of the next `horizon` in which the show is on.
  func expectedSeconds(within horizon: Double) -> Double {
    switch self {
    case .over: 0
    case .planned(let seconds): min(horizon, max(0, seconds))
    case .aged(let seconds): max(seconds, 1) * log1p(horizon / max(seconds, 1))
    }
  }
}
