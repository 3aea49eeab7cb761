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
    let minutes = horizon / 60
    var orders = baseline.mean * minutes * share
    var spread = orders * orders / baseline.shape
    if let running {
      let steps = horizon / ResponseProfile.step
      let coming =
        running.size * share
        * (running.profile.arrived(by: running.position + steps) - running.profile.arrived(by: running.position))
      orders += coming
      spread += coming * coming * (1 / running.shape + profileSpread * profileSpread)
    }
    let window = show.expectedSeconds(within: horizon)
    let expected = newPresentationRate * window
    guard expected > 1e-6 else { return PredictedDemand([(1, part(orders, spread))]) }
    let none = exp(-expected)
    let (until, from) = (
      profile.arrivedIntegral(to: horizon / ResponseProfile.step),
      profile.arrivedIntegral(to: (horizon - window) / ResponseProfile.step)
    )
    let steps = window / ResponseProfile.step
    let (arrived, arrivedSquare) = ((until.mean - from.mean) / steps, (until.square - from.square) / steps)
    let size = newSize.mean * share
    let each = size * arrived
    let eachSpread = size * size * arrivedSquare * (1 + 1 / newSize.shape) - each * each
    // Moments of a sum over a Poisson number of presentations that is not zero (the law of total variance).
    let count = expected / (1 - none)
    let extra = each * count
    let extraSpread = max(0, count * eachSpread + each * each * count * (1 + expected - count))
    return PredictedDemand([
      (none, part(orders, spread)), (1 - none, part(orders + extra, spread + extraSpread)),
    ])
  }

  private func part(_ orders: Double, _ spread: Double) -> NegativeBinomial {
    NegativeBinomial(mean: orders * units.mean, variance: orders * units.square + spread * units.mean * units.mean)
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

  /// Expected seconds of the next `horizon` in which the show is on.
  func expectedSeconds(within horizon: Double) -> Double {
    switch self {
    case .over: 0
    case .planned(let seconds): min(horizon, max(0, seconds))
    case .aged(let seconds): max(seconds, 1) * log1p(horizon / max(seconds, 1))
    }
  }
}
