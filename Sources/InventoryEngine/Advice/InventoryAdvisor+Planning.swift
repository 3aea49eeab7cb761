import Foundation
import LiveshelfCore

extension InventoryAdvisor {
  /// Products after the first of a ranking that are worth a word.
  private static let followers = 2

  /// Recommends an order to the supplier when what is there and on its way will not last until one would arrive.
  mutating func judgeReplenishment(of index: Int, _ time: WallTime, into outcome: inout InventoryOutcome) {
    let watch = watches[index]
    let (sku, limits) = (watch.product.sku, watch.thresholds)
    guard let available = ledger.available(sku), board.isOpen("stockout/\(sku)") || available <= 0,
      watch.opening > 0 || watch.wasRejected
    else { return }
    let onTheWay = ledger.warehouses(of: sku).reduce(0) {
      $0 + (ledger.balance(of: sku, in: $1)?.inTransit ?? 0)
    }
    let level =
      limits.serviceLevel
      ?? ReplenishmentPolicy.criticalRatio(underage: limits.marginShare, overage: limits.leftoverLossShare)
    let sellingSeconds = limits.sellingHoursPerDay * 3600
    let position = available + onTheWay
    let leadTimeDemand = forecaster.demand(for: sku, at: time, horizon: limits.leadTimeDays * sellingSeconds)
    let order = ReplenishmentPolicy.order(
      position: position, leadTimeDemand: leadTimeDemand,
      protectedDemand: forecaster.demand(
        for: sku, at: time, horizon: (limits.leadTimeDays + limits.reviewDays) * sellingSeconds),
      serviceLevel: level)
    let forecaster = forecaster
    let isPlenty = Double(position) > 1.5 * Double(leadTimeDemand.quantile(level))
    report("replenish", order != nil ? .holds : isPlenty ? .clear : .doubtful, index, into: &outcome) {
      let runsOut = forecaster.stockout(
        of: sku, available: max(0, position), at: time, horizon: limits.leadTimeDays * sellingSeconds)
      let neededIn = runsOut.median.map { $0 / sellingSeconds * 86_400 } ?? limits.leadTimeDays * 86_400
      return SituationBoard.Statement(
        kind: .replenishmentRecommended(
          quantity: order?.quantity ?? 0, neededBy: time + (available > 0 ? min(neededIn, 3e7) : 0),
          leadTimeSeconds: limits.leadTimeDays * 86_400, serviceLevel: level),
        confidence: level,
        reason: .stock(
          order.map {
            StockReason.reorder(
              available: available, onTheWay: onTheWay, lasts: runsOut.median == nil ? nil : neededIn,
              leadTime: limits.leadTimeDays * 86_400, quantity: $0.quantity)
          } ?? .enough),
        measure: Double(order?.quantity ?? 0), step: max(20, Double(order?.quantity ?? 0) * 0.5))
    }
  }

  /// What to present next, the best first: by what it would earn, and by how much stock stands idle. Products on stage
  /// and those that rest after their presentation are left out.
  public func nextProducts(limit: Int = 5) -> [NextProduct] {
    guard let now else { return [] }
    var ranked: [(index: Int, score: Double, units: Double, idle: Double)] = []
    for (index, watch) in watches.enumerated() where !watch.isPresented {
      guard let sellable = ledger.sellable(watch.product.sku), sellable > 0,
        watch.presentationEnded.map({ now - $0 >= watch.thresholds.restAfterPresentation }) ?? true
      else { continue }
      let sku = watch.product.sku
      let price = Double((watch.product.livePrice ?? watch.product.listPrice)?.hundredths ?? 100) / 100
      let wanted = forecaster.expectedUplift(of: sku) * forecaster.unitsPerOrder(of: sku)
      let units = min(wanted, Double(sellable))
      // Stock at risk: what the next hour's demand leaves over, as a share of the stock.
      let demand = forecaster.demand(for: sku, at: now, horizon: 3600).mean
      let idle = max(0, 1 - demand / Double(sellable))
      ranked.append((index, price * watch.thresholds.marginShare * units * (1 + idle), units, idle))
    }
    ranked.sort { ($1.score, $0.index) < ($0.score, $1.index) }
    return ranked.prefix(max(0, limit)).map { place in
      let product = watches[place.index].product
      return NextProduct(
        sku: product.sku, score: place.score, expectedUnits: place.units, idleShare: place.idle)
    }
  }

  /// Says what to present next, when a presentation has ended.
  mutating func recommendNext(_ now: WallTime, into outcome: inout InventoryOutcome) {
    guard !watches.contains(where: \.isPresented) else { return }
    let ranked = nextProducts()
    guard let first = ranked.first, let place = watches.firstIndex(where: { $0.product.sku == first.sku }) else {
      return
    }
    let others = ranked.dropFirst().prefix(Self.followers).map { catalog[$0.sku]?.name ?? $0.sku.text }
    let statement = SituationBoard.Statement(
      kind: .nextProductRecommended(ranking: ranked.map(\.sku)), confidence: 0.5,
      reason: .nextProduct(units: first.expectedUnits, idleShare: first.idleShare, others: others),
      measure: Double(place), step: 1)
    if let finding = board.report("next", .holds, sku: first.sku, at: now, { statement }) {
      outcome.findings.append(finding)
    }
  }
}
