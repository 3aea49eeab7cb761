import Foundation
import LiveshelfCore

extension InventoryAdvisor {
  /// So many refused orders in a row say that a product with hardly any stock is sold out.
  private static let refusalsOfSoldOut = 2
  /// The probability with which another warehouse's help covers what one will ship, and leaves the other enough.
  private static let helpCertainty = 0.95

  /// Depleted and oversold: facts of the ledger, told at once.
  mutating func checkPromises(of index: Int, into outcome: inout InventoryOutcome) {
    let watch = watches[index]
    let sku = watch.product.sku
    guard let sellable = ledger.sellable(sku), let available = ledger.available(sku) else { return }
    let back = max(3, watch.opening / 20)
    // The shop takes no orders any more: what the ledger still has is out of its reach.
    let isRefused = watch.refusals >= Self.refusalsOfSoldOut && sellable < back
    let isFine = sellable > 0 && sellable == available && !isRefused
    guard !isFine || watch.promisesBroken else { return }
    let wasThere = watch.opening > 0 || watch.isPresented || watch.wasRejected
    let said = outcome.findings.count
    // What contradicts it is taken back with the same input.
    defer { if outcome.findings.count > said { watches[index].looked = nil } }
    report(
      "depleted", sellable <= 0 && wasThere || isRefused ? .holds : sellable >= back ? .clear : .doubtful, index,
      into: &outcome
    ) {
      SituationBoard.Statement(
        kind: .stockDepleted(available: available), confidence: 1,
        reason: .stock(
          sellable <= 0
            ? .soldOut(isPresented: watch.isPresented)
            : isRefused ? .ordersRefused(available: sellable) : .isBack(available: sellable)),
        measure: 0, step: 1)
    }
    let short = ledger.shortfalls(of: sku)
    let owed = short.reduce(0) { $0 + $1.units }
    watches[index].promisesBroken = owed < 0 || sellable < back
    guard !isLed else { return }
    report("oversold", owed < 0 ? .holds : .clear, index, into: &outcome) {
      SituationBoard.Statement(
        kind: .oversold(available: owed), confidence: 1,
        reason: .stock(
          owed < 0
            ? .oversold(
              units: -owed, places: short.map { OwingWarehouse(warehouse: $0.place, units: -$0.units) },
              elsewhere: sellable) : .nothingOwed),
        measure: Double(owed), step: max(1, Double(-owed) / 4))
    }
  }

  /// Predicts when the stock of a product runs out.
  mutating func predictStockout(
    of index: Int, _ outlook: DemandOutlook, _ now: WallTime, into outcome: inout InventoryOutcome
  ) {
    let watch = watches[index]
    let limits = watch.thresholds
    guard let available = ledger.sellable(watch.product.sku) else { return }
    let isOpen = board.isOpen("stockout/\(watch.product.sku)")
    guard available > 0 || isOpen else { return }
    let forecast = outlook.stockout(
      available: available, horizon: limits.stockoutHorizon, share: 1,
      floor: isOpen ? 0 : limits.stockoutDoubt, slack: limits.stockoutSlack)
    watches[index].stockout = forecast
    let isSharp = forecast.median.map { forecast.probabilityWithSlack >= limits.sharpness(at: $0) } ?? false
    // A few units that come back from cancelled orders do not end a sold-out.
    let isOver = available <= 0 || board.isOpen("depleted/\(watch.product.sku)")
    let condition: SituationBoard.Condition =
      isOver || forecast.probability < limits.stockoutDoubt
      ? .clear : forecast.probability >= limits.stockoutProbability && isSharp ? .holds : .doubtful
    let eta = forecast.median ?? forecast.horizon
    let runsOutAt = now + eta
    report("stockout", condition, index, into: &outcome) {
      SituationBoard.Statement(
        kind: .stockoutPredicted(
          eta: eta, etaLow: forecast.low ?? eta, etaHigh: forecast.high ?? forecast.horizon, available: available),
        confidence: forecast.probability,
        reason: .stock(
          isOver
            ? .ranOut
            : condition == .clear
              ? .holds(available: available)
              : .runningOut(
                available: available, eta: eta, low: forecast.low ?? eta, high: forecast.high ?? forecast.horizon,
                isPresented: watch.isPresented)),
        measure: Double(runsOutAt.microseconds) / 1e6, step: max(60, eta * 0.5),
        urgentFall: max(30, eta * 0.5))
    }
  }

  /// Finds warehouses that run short while others have stock that they will not need in this show themselves, and how
  /// many orders those can ship instead. Nothing is moved: a truck arrives after the show.
  mutating func compareWarehouses(of index: Int, _ outlook: DemandOutlook, into outcome: inout InventoryOutcome) {
    let watch = watches[index]
    let (sku, limits) = (watch.product.sku, watch.thresholds)
    let warehouses = ledger.warehouses(of: sku)
    guard warehouses.count > 1 else { return }
    let stock = warehouses.map { warehouse in
      (
        name: warehouse, available: ledger.available(sku, in: warehouse) ?? 0,
        safety: ledger.balance(of: sku, in: warehouse)?.safetyStock ?? 0,
        share: forecaster.share(of: warehouse, in: sku)
      )
    }
    for own in stock {
      let best = stock.filter { $0.name != own.name }.map { other in
        (
          other,
          ReplenishmentPolicy.balancingTransfer(from: other.available, other.share, to: own.available, own.share)
        )
      }.max { ($0.1, $1.0.name) < ($1.1, $0.0.name) }
      guard let (source, balancing) = best else { continue }
      let orders = outlook.moments(within: limits.warehouseHorizon)
      func demand(at share: Double) -> PredictedDemand { orders.demand(share: share, units: outlook.units) }
      func chance(ofAtLeast units: Int, at share: Double) -> Double {
        demand(at: share).probability(ofAtLeast: max(1, units))
      }
      let probability = chance(ofAtLeast: own.available, at: own.share)
      let isShort =
        own.available <= 0 || probability >= limits.warehouseProbability
        || (own.available < own.safety && probability >= limits.warehouseProbability / 2)
      // No more than the one will want within the horizon, and the other will have left over when the show ends.
      var quantity = 0
      if isShort {
        let ownUse = outlook.demand(
          within: max(limits.warehouseHorizon, outlook.show.medianSeconds), share: source.share)
        let kept = max(source.safety, ownUse.quantile(Self.helpCertainty))
        let spare = source.available - min(kept, source.available)
        let wanted = demand(at: own.share).quantile(Self.helpCertainty) - max(own.available, -balancing)
        quantity = max(0, min(balancing, spare, wanted))
      }
      // Where the source would run out as soon, the product as a whole is short, and moving units helps nobody.
      let helps =
        quantity >= limits.warehouseTransfer
        && (own.available <= 0 || chance(ofAtLeast: source.available - quantity, at: source.share) < 0.8 * probability)
      let isFine = probability < limits.warehouseProbability / 4 && own.available > own.safety
      let isGone = source.available <= 0 || board.isOpen("depleted/\(sku)")
      let condition: SituationBoard.Condition =
        isGone ? .clear : isShort && helps ? .holds : isFine ? .clear : .doubtful
      report("warehouse/\(own.name)", condition, index, coolDown: settings.warehouseCoolDown, into: &outcome) {
        SituationBoard.Statement(
          kind: .warehouseLow(
            warehouse: own.name, available: own.available, transferFrom: source.name, transferQuantity: quantity),
          confidence: own.available <= 0 ? 1 : max(probability, own.available < own.safety ? 0.5 : 0),
          reason: .stock(
            condition != .clear
              ? .warehouseShort(
                warehouse: own.name, available: own.available, source: source.name, sourceAvailable: source.available,
                quantity: quantity)
              : isGone
                ? .nothingToMove(warehouse: own.name) : .warehouseFine(warehouse: own.name)),
          measure: Double(quantity), step: max(20, Double(quantity)))
      }
    }
  }
}
