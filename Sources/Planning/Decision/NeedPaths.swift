import Foundation

/// For a pool of stock (an option in all warehouses that serve each other, or in one) and each future: how many units an
/// order placed now would be missed if it were not placed, how many the following weeks take, how many a rush order saves.
struct NeedPaths {
  /// Units short before an order of tomorrow could arrive, and before one of some days later could.
  var short: [Double] = []
  var shortWithCover: [Double] = []
  /// Units that are sold for good until what is left is dead.
  var absorbed: [Double] = []
  /// Units that only a rush order of today saves, that one of today and some days saves, that rush orders save until a
  /// regular order arrives.
  var rushShort: [Double] = []
  var rushWithCover: [Double] = []
  var rushUse: [Double] = []
  /// Mean units asked for a day that stand.
  var meanDemand: [Double] = []

  struct Pool {
    var onHand: Double
    /// Units that spoil after a day.
    var expiresDay: Int?
    var expiresUnits: Double
    /// Numbers of the lots that arrive here.
    var lots: [Int]
    /// Units that come back by day, from what has been sold.
    var comingBack: [Double]
    /// The pool's share of the product's demand.
    var share: Double
  }

  struct Product {
    var units: Double
    var sizeRatio: Double
    var standing: Double
    /// Share of units sent out that come back and can be sold again.
    var comesBack: Double
    var delay: [Double]
    var deadAfter: Int
    var cover: Int
    var capacity: Double?
  }

  init(
    _ pool: Pool, _ product: Product, _ scenarios: DemandScenarios, _ supply: SupplyPosition, random: inout RandomSource
  ) {
    let horizon = scenarios.horizon
    meanDemand = [Double](repeating: 0, count: horizon)
    var demand = [Double](repeating: 0, count: horizon)
    var coming = [Double](repeating: 0, count: horizon)
    for scenario in 0..<scenarios.count {
      for day in 0..<horizon {
        let mean = scenarios.lines[scenario * horizon + day] * pool.share * product.units * product.standing
        demand[day] = random.poisson(mean / product.sizeRatio) * product.sizeRatio
        meanDemand[day] += demand[day] / Double(scenarios.count)
        coming[day] = day < pool.comingBack.count ? pool.comingBack[day] : 0
      }
      for lot in pool.lots {
        let day = supply.arrivals[scenario * supply.lots.count + lot]
        if day < horizon { coming[max(0, day)] += Double(supply.lots[lot].units) }
      }
      follow(pool, product, demand, coming, supply, scenario)
    }
  }

  /// One future. Until an order can arrive what is not there is lost; from then on the deficit is what it must bring.
  private mutating func follow(
    _ pool: Pool, _ product: Product, _ demand: [Double], _ coming: [Double], _ supply: SupplyPosition, _ scenario: Int
  ) {
    let horizon = demand.count
    let lead = min(horizon - 1, supply.lead[scenario])
    let next = min(horizon, 1 + supply.lead[scenario])
    let rush = min(lead, supply.rushLead[scenario])
    let rushNext = min(lead, 1 + supply.rushLead[scenario])
    var flow = Flow(pool, product, coming)
    for day in 0..<rush { flow.pass(day, demand[day], keepsDeficit: false) }
    var rushFlow = flow
    var saved = 0.0
    var rushed = Claim(), rushedWithCover = Claim()
    for day in rush..<lead {
      rushFlow.pass(day, demand[day], keepsDeficit: true)
      saved = max(saved, -rushFlow.stock)
      rushed.take(saved, daysLater: day - (rushNext - 1), product.capacity, pool.share)
      rushedWithCover.take(saved, daysLater: day - (rushNext - 1) - product.cover, product.capacity, pool.share)
    }
    rushShort.append(rushed.units)
    rushWithCover.append(max(rushed.units, rushedWithCover.units))
    rushUse.append(saved)
    for day in rush..<lead { flow.pass(day, demand[day], keepsDeficit: false) }
    let dead = min(horizon, lead + product.deadAfter)
    var need = 0.0
    var short = Claim(), covered = Claim()
    for day in lead..<dead {
      flow.pass(day, demand[day], keepsDeficit: true)
      need = max(need, -flow.stock)
      short.take(need, daysLater: day - (next - 1), product.capacity, pool.share)
      covered.take(need, daysLater: day - (next - 1) - product.cover, product.capacity, pool.share)
    }
    self.short.append(short.units)
    shortWithCover.append(max(short.units, covered.units))
    absorbed.append(max(short.units, -(flow.stock + flow.outstanding(after: dead))))
  }

  /// What an order of today must bring. What later orders can bring in time is theirs; but a supplier's day has an end.
  private struct Claim {
    var units = 0.0
    private static let window = 14

    /// - Parameter daysLater: by how many days an order may be later than the next one and still come in time.
    mutating func take(_ need: Double, daysLater: Int, _ capacity: Double?, _ share: Double) {
      if daysLater <= 0 {
        units = max(units, need)
      } else if let capacity, daysLater <= Self.window {
        units = max(units, need - capacity * share * Double(daysLater))
      }
    }
  }

  /// Stock from day to day, with what comes back of what is sold.
  struct Flow {
    private(set) var stock: Double
    private var coming: [Double]
    private var oldest: Double
    private let expiresDay: Int?
    private let comesBack: Double
    private let delay: [Double]
    private var later = 0.0

    init(_ pool: Pool, _ product: Product, _ coming: [Double]) {
      stock = pool.onHand
      self.coming = coming
      oldest = min(pool.onHand, pool.expiresUnits)
      expiresDay = pool.expiresDay
      comesBack = product.comesBack
      delay = product.delay
    }

    /// - Returns: units that are served.
    @discardableResult
    mutating func pass(_ day: Int, _ demand: Double, keepsDeficit: Bool) -> Double {
      stock += coming[day]
      let served = keepsDeficit ? demand : min(demand, max(0, stock))
      stock -= served
      oldest = max(0, oldest - served)
      if let expiresDay, day == expiresDay, oldest > 0 {
        stock -= min(oldest, max(0, stock))
        oldest = 0
      }
      guard comesBack > 0.01, served > 0 else { return served }
      let units = served * comesBack
      for (age, share) in delay.enumerated() where share > 0.002 {
        if day + age < coming.count, age > 0 { coming[day + age] += units * share } else { later += units * share }
      }
      return served
    }

    /// Units that are still with customers who will send them back.
    func outstanding(after day: Int) -> Double {
      day < coming.count ? later + coming[day...].reduce(0, +) : later
    }
  }
}
