import Foundation
import LiveshelfCore

extension InventoryAdvisor {
  /// Seconds of demand that count as lost with a product that is sold out.
  private static let lossHorizon = 900.0

  /// What the open situations of a product come to: the gravest decides, the others add no second advice.
  func verdict(of watch: Watch, sellable: Int?, stockout: StockoutForecast?) -> ProductVerdict {
    let sku = watch.product.sku
    func open(_ situation: String) -> SituationBoard.Statement? { board.statement(of: "\(situation)/\(sku)") }
    func verdict(
      _ state: ProductState, _ step: NextStep, _ statement: SituationBoard.Statement, left: Double? = nil,
      units: Double = 0
    ) -> ProductVerdict {
      var verdict = ProductVerdict()
      (verdict.state, verdict.step, verdict.type) = (state, step, SignalType(statement.kind))
      verdict.reason = statement.reason
      (verdict.asks, verdict.secondsLeft) = (step != .none, left)
      verdict.atStake = worth(units, of: watch.product)
      return verdict
    }
    func soon() -> Double {
      now.map { forecaster.demand(for: sku, at: $0, horizon: Self.lossHorizon).mean } ?? 0
    }

    if let owed = open("oversold"), case .stock(.oversold(let units, let places, let elsewhere)) = owed.reason {
      let step: NextStep =
        elsewhere >= units
        ? .ship(units: units, from: nil, insteadOf: places.map(\.warehouse).joined(separator: "、"))
        : .stopSelling(units: units)
      return verdict(.oversold, step, owed, left: 0, units: Double(units))
    }
    if var gone = open("depleted") {
      if case .stock(.ordersRefused(let left)) = gone.reason {
        return verdict(.soldOut, .checkStock(units: left), gone, left: 0, units: Double(left))
      }
      if !watch.isPresented, let reorder = open("replenish"), let units = order(for: reorder) {
        return verdict(.soldOut, .reorder(units: units), reorder, left: 0, units: soon())
      }
      gone.reason = .stock(.soldOut(isPresented: watch.isPresented))
      return verdict(.soldOut, .takeDown, gone, left: 0, units: soon())
    }
    if var leaving = open("stockout"), let sellable, let stockout, let eta = stockout.median {
      leaving.reason = .stock(
        .runningOut(
          available: sellable, eta: eta, low: stockout.low ?? eta, high: stockout.high ?? stockout.horizon,
          isPresented: watch.isPresented))
      let isNear = eta <= SignalKind.brinkSeconds
      let step: NextStep =
        isNear && watch.isPresented
        ? .wrapUp : order(for: open("replenish")).map { .reorder(units: $0) } ?? (isNear ? .prepare : .none)
      let units = max(0, soon() - Double(sellable))
      return verdict(.sellingOut, step, leaving, left: eta, units: units)
    }
    if let short = ledger.warehouses(of: sku).lazy.compactMap({ open("warehouse/\($0)") }).first,
      case .warehouseLow(let warehouse, let available, let source, let units) = short.kind
    {
      return verdict(
        .warehouseShort, .ship(units: units, from: source, insteadOf: warehouse), short,
        left: available <= 0 ? 0 : watch.thresholds.warehouseHorizon, units: Double(units))
    }
    if let reorder = open("replenish"), let units = order(for: reorder) {
      return verdict(.short, .reorder(units: units), reorder)
    }
    if let surge = open("surge") { return verdict(.surging, .none, surge) }
    if let slow = open("slow") {
      let left = Double(sellable ?? 0) * watch.thresholds.leftoverLossShare
      if let price = open("markdown") {
        return verdict(.slow, watch.isPresented ? .none : .markDown, price, units: left)
      }
      return verdict(.slow, watch.isPresented ? .none : .leaveOut, slow, units: left)
    }
    return ProductVerdict()
  }

  private func order(for statement: SituationBoard.Statement?) -> Int? {
    guard case .replenishmentRecommended(let units, _, _, _)? = statement?.kind, units > 0 else { return nil }
    return units
  }

  private func worth(_ units: Double, of product: Product) -> Money {
    guard let price = product.livePrice ?? product.listPrice, units.isFinite else { return Money(hundredths: 0) }
    return price * Int(min(max(0, units), 1e9).rounded())
  }
}
