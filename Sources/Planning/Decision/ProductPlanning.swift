import Foundation
import LiveshelfCore

/// The plan of one product: its futures, its stock, the order, the split, the rows.
struct ProductPlanning {
  let data: PlanData
  let fit: DemandFit
  let future: FutureStage
  let after: AfterSale
  let settings: DecisionSettings
  let text: PlanText
  let product: Int
  let horizon: Int

  mutating func run(_ plan: inout Plan) {
    let terms = data.products[product]
    var random = RandomSource(for: "\(terms.sku)/\(data.now.microseconds)")
    let ahead = terms.supply.map { Int(($0.leadDays + 2 * $0.leadDeviation).rounded(.up)) + 2 + deadAfter($0) } ?? 14
    let scenarios = DemandScenarios(
      fit, future, product: product, count: settings.scenarios, horizon: min(horizon, max(3, ahead)), random: &random)
    let forecast = CellForecast(data, after, product: product, scenarios, random: &random)
    guard let supply = terms.supply else {
      add(forecast, reason: { _, _ in text.noSupply }, orders: [:], to: &plan)
      return
    }
    let gain = settings.serviceLevel.map { deadLoss(supply) * $0 / (1 - min($0, 0.999)) } ?? gain(supply)
    let position = SupplyPosition(
      supply, lots: data.lots.filter { data.productOfItem[$0.item] == product },
      laneDays: data.laneDays.flatMap { $0 }.max() ?? 2, scenarios: settings.scenarios, random: &random)
    let pools = pools(position)
    let cover = coverDays(supply, scenarios)
    let context = NeedPaths.Product(
      units: after.unitsPerLine[product], sizeRatio: max(1, after.sizeRatio[product]),
      standing: after.standing[product], comesBack: after.returned[product] * after.resellable[product],
      delay: after.returnDelay, deadAfter: deadAfter(supply), cover: cover,
      capacity: supply.capacity.map(Double.init))
    let paths = pools.map { pool in
      NeedPaths(pool.stock, context, scenarios, position, random: &random)
    }
    let decision = OrderDecision(
      terms: supply, settings: settings, gain: gain, deadLoss: deadLoss(supply),
      rowsPerPool: terms.servesAcrossRegions ? 1.6 : 1)
    let result = decision.decide(paths, freeToday: position.freeToday)
    var orders: [Order: Int] = [:]
    for (index, pool) in pools.enumerated() {
      for (mode, units, days) in [
        (PlanRow.Mode.rush, result.rush[index], Int((supply.rushLeadDays ?? 0).rounded()) + 3),
        (.regular, result.regular[index], Int(supply.leadDays.rounded()) + cover + 1),
      ] where units > 0 {
        for (warehouse, part) in split(units, pool, scenarios, supply, days: days) {
          orders[Order(item: pool.item, warehouse: warehouse, mode: mode), default: 0] += part
        }
      }
    }
    addOutlook(
      zip(pools.map(\.stock), zip(result.regular, result.rush)), context, scenarios, position, supply, to: &plan)
    addTransfers(scenarios, supply, position, rush: orders.filter { $0.key.mode == .rush }, gain: gain, to: &plan)
    let isOrdered = !orders.isEmpty
    let endsSoon = terms.sellUntil.map { $0 <= Int(supply.leadDays.rounded()) } ?? false
    add(
      forecast,
      reason: { facts, order in
        switch order {
        case .rush: text.rush(facts)
        case .regular: text.order(facts)
        case nil:
          gain <= 0
            ? text.lossMaking
            : endsSoon
              ? text.ends(facts)
              : isOrdered ? text.sibling(facts) : fit.hasHistory(product) ? text.later(facts) : text.noHistory
        }
      }, orders: orders, to: &plan)
  }

  struct Order: Hashable {
    var item: Int
    var warehouse: Int
    var mode: PlanRow.Mode
  }

  // MARK: - Money

  /// What a unit in time earns, against one that is missing: margin, less what returns cost, and the cost of a lost unit.
  private func gain(_ supply: SupplyTerms) -> Double {
    let terms = data.products[product]
    let back = after.returned[product]
    let kept = (1 - back) * (terms.price * (1 - terms.feeShare) - supply.unitCost)
    let returns = back * (terms.returnCost + (1 - after.resellable[product]) * supply.unitCost)
    let margin = kept - terms.shipCost - returns + terms.lostCost / max(0.2, after.standing[product])
    // A part of the buyers waits for goods on order.
    guard let days = terms.presaleDays, Double(days) >= supply.leadDays + supply.leadDeviation else { return margin }
    return margin * (1 - settings.presaleKept)
  }

  private func deadLoss(_ supply: SupplyTerms) -> Double {
    data.products[product].shelfLifeDays == nil ? supply.unitCost - supply.salvageValue : supply.unitCost
  }

  private func deadAfter(_ supply: SupplyTerms) -> Int {
    min(settings.deadAfterDays, data.products[product].shelfLifeDays ?? settings.deadAfterDays)
  }

  /// Days that an order covers beyond the next chance: the economic order quantity (Harris 1913) in days of demand, held
  /// short since demand changes.
  private func coverDays(_ supply: SupplyTerms, _ scenarios: DemandScenarios) -> Int {
    let days = min(14, scenarios.horizon)
    let daily =
      (0..<days).reduce(0) { $0 + scenarios.mean($1) } / Double(max(1, days)) * after.unitsPerLine[product]
      * after.standing[product] * max(0.1, 1 - after.returned[product] * after.resellable[product])
    guard daily > 0.05 else { return 1 }
    let rows =
      Double(data.products[product].items.count)
      * (data.products[product].servesAcrossRegions ? 1.6 : Double(data.warehouseCount))
    let wait = supply.holdingCost + settings.waitingLoss * supply.unitCost
    let cycle = (2 * supply.orderFee * rows / max(1e-6, wait * daily)).squareRoot()
    return Int(max(1, min(settings.longestCover, 0.5 * cycle)).rounded())
  }

  // MARK: - Outlook

  private func addOutlook(
    _ pools: some Sequence<(NeedPaths.Pool, (Int, Int))>, _ context: NeedPaths.Product, _ scenarios: DemandScenarios,
    _ position: SupplyPosition, _ supply: SupplyTerms, to plan: inout Plan
  ) {
    guard settings.outlookDays > 0 else { return }
    let worth = gain(supply)
    var (with, without) = (PlanOutlook(), PlanOutlook())
    for (pool, (regular, rush)) in pools {
      func outlook(_ regular: Int, _ rush: Int) -> PlanOutlook {
        PlanOutlook(
          pool, context, scenarios, position, regular: regular, rush: rush, terms: supply, gain: worth,
          days: settings.outlookDays)
      }
      let planned = outlook(regular, rush)
      with = with + planned
      without = without + (regular + rush > 0 ? outlook(0, 0) : planned)
    }
    plan.outlooks.append(Plan.ProductOutlook(sku: data.products[product].sku, with: with, without: without))
  }

  // MARK: - Stock

  struct Pool {
    var item: Int
    var warehouses: [Int]
    var stock: NeedPaths.Pool
  }

  private func pools(_ position: SupplyPosition) -> [Pool] {
    let terms = data.products[product]
    let all = Array(0..<data.warehouseCount)
    return terms.items.flatMap { item -> [Pool] in
      let groups = terms.servesAcrossRegions ? [all] : all.map { [$0] }
      return groups.map { warehouses in
        let cells = warehouses.map { data.cells[data.cell(item, $0)] }
        let regional = warehouses.reduce(0) { $0 + after.regionShare[product][$1] }
        let expiring = cells.compactMap(\.expiresDay).min()
        return Pool(
          item: item, warehouses: warehouses,
          stock: NeedPaths.Pool(
            onHand: Double(cells.reduce(0) { $0 + $1.onHand - $1.owed }), expiresDay: expiring,
            expiresUnits: Double(cells.reduce(0) { $0 + ($1.expiresDay == expiring ? $1.expiresUnits : 0) }),
            lots: position.lots.indices.filter {
              position.lots[$0].item == item && warehouses.contains(position.lots[$0].warehouse)
            },
            comingBack: after.comingBack[item].map { $0 * regional }, share: after.optionShare[item] * regional))
      }
    }
  }

  private func split(
    _ units: Int, _ pool: Pool, _ scenarios: DemandScenarios, _ supply: SupplyTerms, days: Int
  ) -> [(warehouse: Int, units: Int)] {
    guard pool.warehouses.count > 1 else { return pool.warehouses.map { ($0, units) } }
    let window = min(days, scenarios.horizon)
    let lines = (0..<window).reduce(0) { $0 + scenarios.mean($1) }
    let demand = lines * after.unitsPerLine[product] * after.standing[product] * after.optionShare[pool.item]
    let back = after.comingBack[pool.item].prefix(window).reduce(0, +)
    let deficit = pool.warehouses.map { warehouse -> Double in
      let cell = data.cells[data.cell(pool.item, warehouse)]
      let coming = data.lots.reduce(0) { $0 + ($1.item == pool.item && $1.warehouse == warehouse ? $1.units : 0) }
      return (demand - back) * after.regionShare[product][warehouse] - Double(cell.onHand - cell.owed + coming)
    }
    let factors = data.laneFactor.flatMap { $0 }.filter { $0 > 0 }
    let factor = factors.isEmpty ? 1 : factors.reduce(0, +) / Double(factors.count)
    let parts = WarehouseSplit.split(
      units, pack: supply.pack, deficit: deficit, crossCost: supply.crossRegionCost * factor, rowFee: supply.orderFee)
    return zip(pool.warehouses, parts).filter { $0.1 > 0 }.map { ($0.0, $0.1) }
  }

  private func addTransfers(
    _ scenarios: DemandScenarios, _ supply: SupplyTerms, _ position: SupplyPosition, rush: [Order: Int], gain: Double,
    to plan: inout Plan
  ) {
    let terms = data.products[product]
    let window = min(scenarios.horizon, max(1, Int(supply.leadDays.rounded())))
    let daily = (0..<window).map { scenarios.mean($0) * after.unitsPerLine[product] * after.standing[product] }
    for item in terms.items {
      let places = data.warehouses.indices.map { warehouse -> TransferDecision.Place in
        let cell = data.cells[data.cell(item, warehouse)]
        let share = after.optionShare[item] * after.regionShare[product][warehouse]
        let coming = position.lots.reduce(0) {
          $0 + ($1.item == item && $1.warehouse == warehouse && $1.promisedDay < window ? $1.units : 0)
        }
        let back = after.comingBack[item].prefix(window).reduce(0, +) * after.regionShare[product][warehouse]
        let rushed = rush[Order(item: item, warehouse: warehouse, mode: .rush)] ?? 0
        return TransferDecision.Place(
          onHand: Double(cell.onHand), supply: Double(cell.onHand - cell.owed + coming + rushed) + back,
          demand: daily.reduce(0, +) * share,
          demandAfterTransfer: data.warehouses.indices.map {
            daily.dropFirst(data.laneDays[$0][warehouse]).reduce(0, +) * share
          })
      }
      let moves = TransferDecision.decide(places) { from, to in
        let factor = data.laneFactor[from][to]
        let saved = terms.servesAcrossRegions ? supply.crossRegionCost * factor : gain
        return saved - supply.transferCost * factor
      }
      for move in moves {
        plan.transfers.append(
          TransferRow(
            sku: terms.sku, option: data.optionOfItem[item], from: data.warehouses[move.from],
            to: data.warehouses[move.to], quantity: move.units))
      }
    }
  }

  // MARK: - Rows

  private func add(
    _ forecast: CellForecast, reason: (PlanText.Facts, PlanRow.Mode?) -> String, orders: [Order: Int],
    to plan: inout Plan
  ) {
    let terms = data.products[product]
    let window = forecast.days
    let promotion = (0..<window).lazy.compactMap { day in
      fit.effects.promotions(day, category: terms.category, data).first.map { _ in
        data.promotions.first {
          $0.category == terms.category && $0.start <= data.now + (Double(day) + 0.5) * 86_400
            && data.now + (Double(day) + 0.5) * 86_400 < $0.end
        }?.name ?? ""
      }
    }.first
    for item in terms.items {
      for warehouse in data.warehouses.indices {
        let cell = data.cells[data.cell(item, warehouse)]
        let quantiles = forecast.quantiles[(item - terms.items.lowerBound) * data.warehouseCount + warehouse]
        let facts = PlanText.Facts(
          onHand: cell.onHand,
          comingUnits: data.lots.reduce(0) { $0 + ($1.item == item && $1.warehouse == warehouse ? $1.units : 0) },
          announcedReturns: after.announced[item],
          presentations: future.plannedCount[product].prefix(window).reduce(0, +),
          leadDays: max(1, Int((terms.supply?.leadDays ?? Double(window)).rounded())),
          rushDays: Int((terms.supply?.rushLeadDays ?? 0).rounded()), expected: Int(quantiles.p50.rounded()),
          isHit: forecast.isHit, promotion: promotion, spoilsWithin: terms.shelfLifeDays)
        var isFirst = true
        for mode in [PlanRow.Mode.rush, .regular] {
          let units = orders[Order(item: item, warehouse: warehouse, mode: mode)] ?? 0
          guard units > 0 || (mode == .regular && isFirst) else { continue }
          plan.rows.append(
            PlanRow(
              sku: terms.sku, option: data.optionOfItem[item], warehouse: data.warehouses[warehouse], quantity: units,
              orderBy: units > 0 ? data.now : nil, mode: mode, reason: reason(facts, units > 0 ? mode : nil),
              demand: isFirst ? quantiles : nil, coverUntil: isFirst ? data.now + Double(window) * 86_400 : nil))
          isFirst = false
        }
      }
    }
  }
}

extension DemandFit {
  /// Whether anything of a product was ever shown or on sale.
  func hasHistory(_ product: Int) -> Bool { days[product].contains { $0.live + $0.shelf > 0 } }
}
