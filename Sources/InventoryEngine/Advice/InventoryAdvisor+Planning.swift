import Foundation
import LiveshelfCore

extension InventoryAdvisor {
  /// Products after the first of a ranking that are worth a word.
  private static let followers = 2

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
      // Nobody is told to present what is to be taken down, or to be left out.
      guard !["depleted", "oversold", "markdown"].contains(where: { board.isOpen("\($0)/\(sku)") }) else { continue }
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

  /// A recommendation holds until something is presented.
  mutating func closeRecommendation(into outcome: inout InventoryOutcome) {
    guard let now, let last = board.statement(of: "next"),
      case .nextProductRecommended(let ranking) = last.kind, let sku = ranking.first
    else { return }
    if let finding = board.report("next", .clear, sku: sku, at: now, { last }) { outcome.findings.append(finding) }
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
