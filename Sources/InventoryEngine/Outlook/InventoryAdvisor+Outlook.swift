public import LiveshelfCore

extension InventoryAdvisor {
  /// The horizons of an outlook that nobody says otherwise: 5, 15 and 60 minutes.
  public static let usualHorizons = [300.0, 900, 3600]

  /// Where products stand at the newest time that the advisor knows.
  ///
  /// - Parameters:
  ///   - skus: nil: all that were ever named, in the catalog's order, then in order of appearance.
  ///   - horizons: in seconds.
  public func outlooks(of skus: Set<SKU>? = nil, horizons: [Double] = usualHorizons) -> [ProductOutlook] {
    watches.indices.compactMap { index in
      skus.map { $0.contains(watches[index].product.sku) } ?? true ? outlook(of: index, horizons: horizons) : nil
    }
  }

  /// When the stock of a product runs out, in seconds from now, as long as a stock-out is predicted and its time can be
  /// told; renewed every few seconds.
  public func stockoutETA(of sku: SKU) -> Double? {
    guard let now, let watch = watch(of: sku), let looked = watch.looked, board.isOpen("stockout/\(sku)"),
      let forecast = watch.stockout, forecast.isTellable
    else { return nil }
    return forecast.after(now - looked).median
  }

  private func outlook(of index: Int, horizons: [Double]) -> ProductOutlook {
    let watch = watches[index]
    let sku = watch.product.sku
    let demand = now.flatMap { forecaster.outlook(of: sku, at: $0) }
    let baseline = forecaster.baselineRate(of: sku)
    let units = forecaster.unitMoments(of: sku)
    let unitsPerOrder = max(units.mean, 1e-6)
    let moments = horizons.map {
      (seconds: $0, orders: demand?.moments(within: $0) ?? OrderMoments(mean: 0, spread: 0))
    }
    func expected(_ share: Double) -> [ExpectedDemand] {
      moments.map { ExpectedDemand($0.orders.demand(share: share, units: units), over: $0.seconds, unitsPerOrder) }
    }
    let warehouses = ledger.warehouses(of: sku).map { warehouse in
      let share = forecaster.share(of: warehouse, in: sku)
      return WarehouseOutlook(
        warehouse: warehouse,
        balance: ledger.balance(of: sku, in: warehouse)
          ?? StockBalance(onHand: ledger.available(sku, in: warehouse) ?? 0),
        availableByOption: ledger.availableByOption(of: sku, in: warehouse),
        share: share, demand: expected(share))
    }
    let sellable = ledger.sellable(sku)
    let perDay = baseline * unitsPerOrder * 60 * watch.thresholds.sellingHoursPerDay
    func isOpen(_ situation: String) -> Bool { board.isOpen("\(situation)/\(sku)") }
    let stockout = sellable.flatMap { units in
      units <= 0
        ? .now(horizon: watch.thresholds.stockoutHorizon)
        : watch.stockout?.after(now.flatMap { now in watch.looked.map { now - $0 } } ?? 0)
    }
    return ProductOutlook(
      sku: sku, opening: watch.opening, warehouses: warehouses, demand: expected(1),
      baselineOrdersPerMinute: baseline,
      stockout: stockout,
      daysOfCover: sellable.flatMap { perDay > 1e-6 ? Double($0) / perDay : nil },
      presentationUnits: forecaster.expectedUplift(of: sku) * forecaster.unitsPerOrder(of: sku),
      isStockoutPredicted: isOpen("stockout"), isDepleted: isOpen("depleted"), isOversold: isOpen("oversold"),
      isSurging: isOpen("surge"), isSlow: isOpen("slow"),
      verdict: verdict(of: watch, sellable: sellable, stockout: stockout))
  }
}

extension ExpectedDemand {
  init(_ demand: PredictedDemand, over seconds: Double, _ unitsPerOrder: Double) {
    let interval = demand.interval(from: 0.05, to: 0.95)
    let scale = 60 / max(seconds, 1e-6) / unitsPerOrder
    self.init(
      seconds: seconds, ordersPerMinute: demand.mean * scale, ordersPerMinuteLow: Double(interval.low) * scale,
      ordersPerMinuteHigh: Double(interval.high) * scale, units: demand.mean, unitsLow: interval.low,
      unitsHigh: interval.high)
  }
}

extension StockoutForecast {
  /// The same forecast, seen `elapsed` seconds later.
  func after(_ elapsed: Double) -> StockoutForecast {
    var later = self
    later.median = median.map { max(0, $0 - elapsed) }
    later.low = low.map { max(0, $0 - elapsed) }
    later.high = high.map { max(0, $0 - elapsed) }
    return later
  }
}
