import LiveshelfCore

extension InventoryAdvisor {
  /// Orders of a show from which its demand can be judged.
  private static let fewestOrders = 8
  /// An order below this part of what a show needs lies within the error of that.
  private static let leastShare = 0.3
  /// Days of orders before the show that tell what days usually ask for.
  private static let fewestDays = 3.0

  /// What a whole show like this one asks for of a product, as far as it can be told.
  private struct ShowDemand {
    /// Units asked for so far, and those that the rest of the show is expected to ask for.
    var seen: Double
    var coming: Double
    /// Units that usual days ask for until an order after the next one arrives; 0: too few days are known.
    var usual: Double

    /// Most of it has been seen: what is expected of the rest is no mere belief.
    var isKnown: Bool { 4 * coming <= 3 * seen }
    var ofShow: Double { seen + coming }
  }

  /// Recommends an order to the supplier when a product runs out, and what is there and on its way will not do for one more
  /// show like this one (`ShowNeed`). An order comes after this show: it cannot save its sales.
  mutating func judgeReplenishment(of index: Int, _ time: WallTime, into outcome: inout InventoryOutcome) {
    let watch = watches[index]
    let (sku, limits) = (watch.product.sku, watch.thresholds)
    guard let available = ledger.available(sku) else { return }
    let isShort =
      (board.isOpen("stockout/\(sku)") || available <= 0) && (watch.opening > 0 || watch.wasRejected)
    guard isShort || board.isOpen("replenish/\(sku)") else { return }
    let onTheWay = ledger.warehouses(of: sku).reduce(0) {
      $0 + max(0, ledger.balance(of: sku, in: $1)?.inTransit ?? 0)
    }
    let level =
      limits.serviceLevel
      ?? ReplenishmentPolicy.criticalRatio(underage: limits.marginShare, overage: limits.leftoverLossShare)
    let demand = showDemand(of: watch, time)
    func need(_ units: Double) -> ShowNeed {
      ShowNeed(
        demand: units, unitsPerOrder: Double(watch.asked) / Double(max(1, watch.askedOrders)), serviceLevel: level)
    }
    let sells = min(demand.coming, Double(max(0, available)))
    let left = available - Int(sells) + onTheWay
    // Whether to speak is the show's business; how much, also that of the days before it.
    let show = need(demand.ofShow)
    let isWorthIt = Double(show.order(left: left)) >= max(1, Self.leastShare * Double(show.stock))
    let all = need(max(demand.ofShow, demand.usual))
    let quantity = all.order(left: left)
    let isKnown = watch.askedOrders >= Self.fewestOrders && demand.isKnown
    report(
      "replenish", isShort && isWorthIt && isKnown ? .holds : quantity == 0 ? .clear : .doubtful, index, into: &outcome
    ) {
      SituationBoard.Statement(
        kind: .replenishmentRecommended(
          quantity: quantity, neededBy: time + limits.leadTimeDays * 86_400,
          leadTimeSeconds: limits.leadTimeDays * 86_400, serviceLevel: level),
        confidence: level,
        reason: .stock(
          quantity > 0
            ? .reorder(
              available: available, onTheWay: onTheWay, demand: Int(all.demand.rounded()),
              leadTime: limits.leadTimeDays * 86_400, quantity: quantity)
            : .enough),
        measure: Double(quantity), step: max(5, Double(quantity) * 0.25))
    }
  }

  private func showDemand(of watch: Watch, _ time: WallTime) -> ShowDemand {
    let sku = watch.product.sku
    let since = watchedSince ?? time
    // What nobody planned is taken to go on for as long as it has been watched; what is no show, for half of that.
    let ahead =
      switch forecaster.show(at: time) {
      case .over: max(0, time - since) / 2
      case let show: min(show.medianSeconds, max(0, time - since))
      }
    let coming = forecaster.demand(for: sku, at: time, horizon: ahead).mean
    let days = oldestOrder.map { (since - $0) / 86_400 } ?? 0
    let horizon = watch.thresholds.leadTimeDays + watch.thresholds.reviewDays
    let usual = days >= Self.fewestDays ? Double(watch.unitsBefore) / days * horizon : 0
    return ShowDemand(seen: Double(watch.asked), coming: coming, usual: usual)
  }
}
