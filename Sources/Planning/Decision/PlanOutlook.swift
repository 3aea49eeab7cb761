/// What a plan is expected to come to within some days, for one product or in all.
public struct PlanOutlook: Sendable, Hashable, Codable {
  public var orderedUnits = 0.0
  /// Yuan for what is ordered, fees included.
  public var orderCost = 0.0
  /// Units asked for that stand, and those of them that are missed.
  public var asked = 0.0
  public var lost = 0.0
  /// Yuan at cost: what is sold and kept, stock on the mean day, stock at the end.
  public var costOfSales = 0.0
  public var meanStock = 0.0
  public var stockAtEnd = 0.0
  /// Yuan: what lost units would have earned.
  public var lostGain = 0.0

  public init() {}

  /// How often the stock is sold in a year at this pace; nil without stock.
  public func turnover(days: Int) -> Double? {
    meanStock > 0 ? costOfSales / meanStock * 365 / Double(max(1, days)) : nil
  }

  /// The share of what is asked for that is missed, 0…1.
  public var lostShare: Double { asked > 0 ? lost / asked : 0 }

  static func + (a: PlanOutlook, b: PlanOutlook) -> PlanOutlook {
    var sum = a
    sum.orderedUnits += b.orderedUnits
    sum.orderCost += b.orderCost
    sum.asked += b.asked
    sum.lost += b.lost
    sum.costOfSales += b.costOfSales
    sum.meanStock += b.meanStock
    sum.stockAtEnd += b.stockAtEnd
    sum.lostGain += b.lostGain
    return sum
  }
}

extension PlanOutlook {
  /// Follows a pool of stock with orders of today through the futures; counts do not scatter beyond their means.
  init(
    _ pool: NeedPaths.Pool, _ product: NeedPaths.Product, _ scenarios: DemandScenarios, _ supply: SupplyPosition,
    regular: Int, rush: Int, terms: SupplyTerms, gain: Double, days: Int
  ) {
    self.init()
    orderedUnits = Double(regular + rush)
    orderCost = Double(regular) * terms.unitCost + Double(rush) * terms.rushUnitCost
    orderCost += terms.orderFee * Double((regular > 0 ? 1 : 0) + (rush > 0 ? 1 : 0))
    let span = min(days, scenarios.horizon)
    guard span > 0, scenarios.count > 0 else { return }
    let weight = 1 / Double(scenarios.count)
    for scenario in 0..<scenarios.count {
      var coming = (0..<scenarios.horizon).map { $0 < pool.comingBack.count ? pool.comingBack[$0] : 0 }
      for lot in pool.lots {
        let day = supply.arrivals[scenario * supply.lots.count + lot]
        if day < coming.count { coming[max(0, day)] += Double(supply.lots[lot].units) }
      }
      if supply.lead[scenario] < coming.count { coming[supply.lead[scenario]] += Double(regular) }
      if supply.rushLead[scenario] < coming.count { coming[supply.rushLead[scenario]] += Double(rush) }
      var flow = NeedPaths.Flow(pool, product, coming)
      for day in 0..<span {
        let demand =
          scenarios.lines[scenario * scenarios.horizon + day] * pool.share * product.units * product.standing
        let served = flow.pass(day, demand, keepsDeficit: false)
        asked += weight * demand
        lost += weight * (demand - served)
        costOfSales += weight * served * (1 - product.comesBack) * terms.unitCost
        meanStock += weight * max(0, flow.stock) * terms.unitCost / Double(span)
      }
      stockAtEnd += weight * max(0, flow.stock) * terms.unitCost
    }
    lostGain = lost * max(0, gain)
  }
}
