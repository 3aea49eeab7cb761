import Foundation

/// How many packs of each pool of a product to order today, regular and by rush: packs are added while the next one is worth
/// its cost, and the order is placed when waiting for tomorrow would cost more than it saves.
struct OrderDecision {
  struct Result {
    /// Units by pool.
    var regular: [Int]
    var rush: [Int]
    /// Days until an order becomes due; 0: now, nil: not within sight.
    var isDue: Bool
    /// The regular order that would be placed if it were due.
    var considered: [Int]
  }

  let terms: SupplyTerms
  let settings: DecisionSettings
  /// Yuan that a unit in time is worth against one that is missing.
  let gain: Double
  /// Yuan lost with a unit that is never sold.
  let deadLoss: Double
  /// Rows that an order of a pool has.
  let rowsPerPool: Double

  func decide(_ pools: [NeedPaths], freeToday: Int) -> Result {
    let none = [Int](repeating: 0, count: pools.count)
    guard gain > 0, terms.pack > 0 else { return Result(regular: none, rush: none, isDue: false, considered: none) }
    let rush = rushUnits(pools, free: freeToday)
    let bought = rush.reduce(0, +)
    let regular = regularUnits(pools, rush: rush, free: freeToday - bought)
    return Result(
      regular: regular.isDue ? regular.units : none, rush: rush, isDue: regular.isDue, considered: regular.units)
  }

  // MARK: - Regular

  private func regularUnits(_ pools: [NeedPaths], rush: [Int], free: Int) -> (units: [Int], isDue: Bool) {
    // What is left of a rush order when the regular one arrives lessens the need.
    let residual = pools.enumerated().map { index, pool -> NeedPaths in
      guard rush[index] > 0 else { return pool }
      var pool = pool
      for scenario in pool.short.indices {
        let left = max(0, Double(rush[index]) - pool.rushUse[scenario])
        pool.short[scenario] = max(0, pool.short[scenario] - left)
        pool.shortWithCover[scenario] = max(0, pool.shortWithCover[scenario] - left)
        pool.absorbed[scenario] = max(0, pool.absorbed[scenario] - left)
      }
      return pool
    }
    let wait = terms.holdingCost + settings.waitingLoss * terms.unitCost
    let units = fill(pools.count, free: free) { pool, have in
      let pack = Double(terms.pack)
      let used = Self.mean(residual[pool].absorbed, above: have, upTo: pack)
      return Self.mean(residual[pool].shortWithCover, above: have, upTo: pack) * gain - (pack - used) * deadLoss
        - pack * wait
    }
    let total = units.reduce(0, +)
    guard total > 0 else { return (units, false) }
    var (shortNow, used, rows, daily) = (0.0, 0.0, 0.0, 0.0)
    for (index, pool) in residual.enumerated() where units[index] > 0 {
      shortNow += Self.mean(pool.short, above: 0, upTo: Double(units[index]))
      used += Self.mean(pool.absorbed, above: 0, upTo: Double(units[index]))
      rows += rowsPerPool
      daily += pool.meanDemand.prefix(14).reduce(0, +) / Double(max(1, min(14, pool.meanDemand.count)))
    }
    let wasted = Double(total) - used
    let fees = rows * terms.orderFee
    let cycle = max(1, Double(total) / max(daily, 0.01))
    let isWorth = used * gain - wasted * deadLoss - fees > 0
    let isTime =
      shortNow * gain > Double(total) * wait + settings.waitingInsight * wasted * deadLoss + fees / cycle
    return (units, isWorth && isTime)
  }

  // MARK: - Rush

  /// The share of the cost of idle rush goods that waiting a day would avoid.
  private static let rushInsight = 0.6

  private func rushUnits(_ pools: [NeedPaths], free: Int) -> [Int] {
    let none = [Int](repeating: 0, count: pools.count)
    guard let rushLead = terms.rushLeadDays, rushLead < terms.leadDays else { return none }
    let premium = max(0, terms.rushUnitCost - terms.unitCost)
    guard gain > premium else { return none }
    let units = fill(pools.count, free: free) { pool, have in
      let pack = Double(terms.pack)
      let saved = Self.mean(pools[pool].rushWithCover, above: have, upTo: pack)
      // What is not needed before the regular goods come is like a regular unit, only dearer.
      let used = Self.mean(zip(pools[pool].absorbed, pools[pool].rushUse).map { $0 + $1 }, above: have, upTo: pack)
      return saved * gain - pack * premium - (pack - used) * deadLoss
    }
    let total = units.reduce(0, +)
    guard total > 0 else { return none }
    var (now, saved, used) = (0.0, 0.0, 0.0)
    for (index, pool) in pools.enumerated() where units[index] > 0 {
      let units = Double(units[index])
      now += Self.mean(pool.rushShort, above: 0, upTo: units)
      saved += Self.mean(pool.rushUse, above: 0, upTo: units)
      used += Self.mean(zip(pool.absorbed, pool.rushUse).map { $0 + $1 }, above: 0, upTo: units)
    }
    let fees = rowsPerPool * terms.orderFee * Double(units.count { $0 > 0 })
    let isWorth = saved * gain - Double(total) * premium - (Double(total) - used) * deadLoss - fees > 0
    // Waiting a day shows whether the rest is needed: most of what would be idle then is spared.
    let idle = (Double(total) - saved) * premium + (Double(total) - used) * deadLoss
    return isWorth && now * gain > Self.rushInsight * idle + 0.3 * fees ? units : none
  }

  // MARK: - Packs

  /// Adds packs by value, best first, within what can be made today; a lot below the minimum is filled up with the least bad.
  private func fill(_ count: Int, free: Int, value: (_ pool: Int, _ have: Double) -> Double) -> [Int] {
    var units = [Int](repeating: 0, count: count)
    let limit = free / terms.pack * terms.pack
    guard limit >= max(terms.minimum, terms.pack) else { return units }
    var next = (0..<count).map { value($0, 0) }
    var total = 0
    while total + terms.pack <= limit {
      guard let best = next.indices.max(by: { (next[$0], -$0) < (next[$1], -$1) }) else { break }
      if next[best] <= 0, total == 0 || total >= terms.minimum { break }
      units[best] += terms.pack
      total += terms.pack
      next[best] = value(best, Double(units[best]))
    }
    return total >= terms.minimum ? units : [Int](repeating: 0, count: count)
  }

  /// Mean over futures of the units beyond `above`, at most `upTo`.
  static func mean(_ values: [Double], above: Double, upTo: Double) -> Double {
    guard !values.isEmpty else { return 0 }
    var sum = 0.0
    for value in values { sum += max(0, min(upTo, value - above)) }
    return sum / Double(values.count)
  }
}
