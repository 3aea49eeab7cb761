import Foundation
import LiveshelfCore

extension InventoryAdvisor {
  /// Seconds over which demand is compared with what was expected.
  private static let surgeWindow = 30.0
  /// A surge is over when demand has fallen below this share of what was said of it.
  private static let shareThatStays = 0.7
  /// Presentations after which a product that still does not move is worth a look at its price.
  private static let enoughTries = 2

  /// Compares the demand of the last half minute with what was expected before it.
  mutating func compareDemand(
    of index: Int, _ outlook: DemandOutlook, _ time: WallTime, into outcome: inout InventoryOutcome
  ) {
    let window = Self.surgeWindow
    let sku = watches[index].product.sku
    watches[index].recentOrders.removeAll { time - $0.time > window }
    while watches[index].expectations.count > 1, time - watches[index].expectations[1].from >= window {
      watches[index].expectations.removeFirst()
    }
    if watches[index].expectations.last.map({ time - $0.from >= 5 }) ?? true {
      watches[index].expectations.append(
        Expectation(from: time, demand: outlook.demand(within: window)))
    }
    let watch = watches[index]
    guard let expectation = watch.expectations.first, time - expectation.from >= window else { return }
    let orders = watch.recentOrders.count
    let units = watch.recentOrders.reduce(0) { $0 + $1.units }
    let chance = expectation.demand.probability(ofAtLeast: units)
    let unitsPerOrder = max(forecaster.unitsPerOrder(of: sku), 1)
    let expected = expectation.demand.mean / unitsPerOrder
    let limits = watch.thresholds
    // Orders for what is sold out are no news: nobody can sell more of it.
    let isSoldOut = ledger.sellable(sku).map { $0 <= 0 } ?? false || board.isOpen("depleted/\(sku)")
    let rate = Double(orders) * 60 / window
    let before = board.measure(of: "surge/\(sku)") ?? 0
    let isUsual = Double(orders) <= 2 * expected || orders < limits.surgeOrders / 2
    let condition: SituationBoard.Condition =
      isSoldOut
      ? .clear
      : orders >= limits.surgeOrders && chance < limits.surgeProbability
        ? .holds : isUsual && rate < Self.shareThatStays * before ? .clear : .doubtful
    report("surge", condition, index, into: &outcome) {
      let usual = expected * 60 / window
      return SituationBoard.Statement(
        kind: .demandSurge(demandRate: rate, expectedRate: usual), confidence: 1 - chance,
        reason: isSoldOut
          ? .stock(.ranOut) : .demand(condition == .clear ? .fell(rate: rate) : .above(rate: rate, expected: usual)),
        measure: rate, step: max(10, rate * 0.5))
    }
  }

  /// Finds products that do not move: presented without an effect, or with cover above the limit.
  mutating func judgeMovement(of index: Int, into outcome: inout InventoryOutcome) {
    let watch = watches[index]
    let (sku, limits) = (watch.product.sku, watch.thresholds)
    guard let available = ledger.sellable(sku), let response = forecaster.response(to: sku) else { return }
    let unitsPerDay =
      forecaster.baselineRate(of: sku) * forecaster.unitsPerOrder(of: sku) * 60 * limits.sellingHoursPerDay
    let cover = unitsPerDay > 1e-6 ? Double(available) / unitsPerDay : nil
    let isIdle = response.arrived >= 0.6 && response.size < limits.slowResponseShare * response.usualSize
    let isDeep = (cover ?? .infinity) > limits.slowDaysOfCover
    // What is about to be gone, or is asked for as never before, is not slow, whatever its presentation brought.
    let isWanted = ["depleted", "oversold", "stockout", "surge", "replenish"].contains { board.isOpen("\($0)/\(sku)") }
    let condition: SituationBoard.Condition =
      available > 0 && !isWanted && !watch.isPresented && (isIdle || isDeep)
      ? .holds
      : available <= 0 || isWanted || (response.size > 2 * limits.slowResponseShare * response.usualSize && !isDeep)
        ? .clear : .doubtful
    let cause: SlowCause =
      isIdle ? .presentation(orders: response.size, usual: response.usualSize) : .cover(days: cover)
    report("slow", condition, index, into: &outcome) {
      SituationBoard.Statement(
        kind: .slowMoving(daysOfCover: cover), confidence: isIdle ? response.arrived : 0.8,
        reason: condition == .clear ? .movesAgain : .slow(cause),
        measure: 0, step: 1)
    }
    // A word about the price is more than "slow" once more: it was tried again, did not move, and there is too much of it.
    let isHopeless = isIdle && isDeep && watch.presentations >= Self.enoughTries
    report(
      "markdown", condition == .clear ? .clear : condition == .holds && isHopeless ? .holds : .doubtful, index,
      into: &outcome
    ) {
      SituationBoard.Statement(
        kind: .priceReviewRecommended(condition == .clear ? .keep : .markDown),
        confidence: response.arrived,
        reason: .price(condition == .clear ? .movesAgain : .slow(cause, available: available)),
        measure: 0, step: 1)
    }
  }
}
