import Foundation
import Foundation
import LiveshelfCore

/// What the demand model keeps of one product.
struct ProductDemand: Sendable {
  let sku: SKU
  let category: String
  /// Orders outside presentations and their effect, old ones discounted.
  var baselineOrders = 0.0
  /// The time in which they were seen, in minutes, discounted alike.
  var baselineMinutes = 0.0
  /// Moments of units an order.
  var orders = 0.0
  var units = 0.0
  var unitsSquared = 0.0
  var ordersByWarehouse: [String: Double] = [:]
  /// Indices into the forecaster's presentations.
  var presentations: [Int] = []
  /// Up to when the baseline's time has been counted.
  var countedUntil: WallTime
  /// The latest orders that count as baseline, until a presentation turns out to have begun before them.
  var recentBaseline: [WallTime] = []

  /// Seconds for which they are kept: longer than a presentation takes to be noticed.
  private static let memory = 120.0
  private static let mostRecent = 4096
  /// How many there may be before old ones are removed: twice as many as were left the last time, so that each order costs
  /// the same on average.
  var recentLimit = 256

  /// Counts an order that no presentation explains.
  mutating func addToBaseline(at time: WallTime) {
    baselineOrders += 1
    recentBaseline.append(time)
    guard recentBaseline.count > recentLimit else { return }
    recentBaseline.removeAll { time - $0 > Self.memory }
    if recentBaseline.count > Self.mostRecent { recentBaseline.removeFirst(Self.mostRecent / 2) }
    recentLimit = min(Self.mostRecent, max(256, 2 * recentBaseline.count))
  }

  /// Gives up what was counted as baseline since `start`, when a presentation began that was noticed only now: its
  /// orders, in order of arrival.
  mutating func takeBaseline(since start: WallTime) -> [WallTime] {
    let taken = recentBaseline.filter { $0 >= start && countedUntil - $0 <= Self.memory }
    recentBaseline = []
    baselineOrders = max(0, baselineOrders - Double(taken.count))
    baselineMinutes = max(0, baselineMinutes - min(max(0, countedUntil - start), Self.memory) / 60)
    return taken
  }

  /// Counts the time up to `time` as baseline time from `quietFrom` on, with old observations discounted.
  mutating func count(until time: WallTime, quietFrom: WallTime?, halfLife: Double) {
    guard time > countedUntil else { return }
    let elapsed = time - countedUntil
    let from = max(quietFrom ?? countedUntil, countedUntil)
    let decay = exp2(-elapsed / halfLife)
    baselineOrders *= decay
    // Each second of the stretch is discounted by its own age.
    let seen = halfLife / log(2) * (1 - exp2(-max(0, time - from) / halfLife))
    baselineMinutes = baselineMinutes * decay + seen / 60
    countedUntil = time
  }
}

/// One presentation, as the demand model sees it.
struct PresentationDemand: Sendable {
  let product: Int
  let start: WallTime
  var end: WallTime?
  /// When orders were made, in seconds since the start.
  var orderTimes: [Double] = []
  /// Orders a minute that would come anyhow.
  let baselineRate: Double
  /// Orders that it is expected to cause, before looking, as a multiple of the room's level.
  let relativeSize: Double
  /// The part of that which the product's baseline alone explains.
  let popularity: Double
  let priorShape: Double
  let isRepeat: Bool
  /// What a repeat was expected to bring, compared with a first presentation; 1 for that.
  let repeatFactor: Double
  /// Shares by step since the start, when somebody told.
  var expected: ResponseProfile?

  /// When its effect is over: `window` seconds after its end; nil while it goes on.
  func effectEnds(window: Double) -> WallTime? {
    end.map { $0 + window }
  }

  /// Orders by step since the start.
  func sinceStart(now: WallTime, steps: Int, level: Double) -> ResponseProfile.Observation {
    observation(now: now, steps: steps, level: level) {
      $0 / ResponseProfile.step
    } baseline: { _ in
      ResponseProfile.step
    }
  }

  /// Orders by step since the end; the first step is the presentation itself. It must have ended.
  func sinceEnd(now: WallTime, steps: Int, level: Double) -> ResponseProfile.Observation {
    let length = max(0, (end ?? now) - start)
    return observation(now: now, steps: steps, level: level) {
      max(0, ($0 - length) / ResponseProfile.step + 1)
    } baseline: {
      $0 == 0 ? length : ResponseProfile.step
    }
  }

  private func observation(
    now: WallTime, steps: Int, level: Double, position: (Double) -> Double, baseline seconds: (Int) -> Double
  ) -> ResponseProfile.Observation {
    let passed = min(steps, max(0, Int(min(position(now - start), Double(steps)))))
    var counts = [Double](repeating: 0, count: steps)
    for time in orderTimes where time >= 0 {
      let step = position(time)
      if step < Double(passed) { counts[Int(step)] += 1 }
    }
    return ResponseProfile.Observation(
      counts: counts, passed: passed, baseline: (0..<steps).map { baselineRate * seconds($0) / 60 },
      priorSize: relativeSize * level, priorShape: priorShape)
  }
}
