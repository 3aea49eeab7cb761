internal import InventoryEngine
internal import LiveshelfCore
internal import RoomEngine

/// The tables that a show's conclusion is written as.
enum ConclusionTables {
  /// attribution.csv: a row for the baseline of each order, and one for each presentation that may have caused it.
  static func attribution(_ orders: [OrderAttribution]) -> String {
    var table = CSVText(header: ["order_id", "sku", "presentation_id", "probability"])
    for order in orders {
      table.append([order.orderID, order.sku.text, "", order.baseline.text(places: 6)])
      for cause in order.causes {
        table.append([order.orderID, order.sku.text, cause.presentationID, cause.probability.text(places: 6)])
      }
    }
    return table.text
  }

  /// orders.csv: a row for each order that counts and each that the shop refused, at its true time, without its buyer.
  static func orders(_ demand: [DemandEvent], clock: ShowClock, window: SalesWindow) -> String {
    var table = CSVText(header: [
      "event_time", "stream_time", "order_id", "event_type", "sku", "option", "qty", "unit_price", "sales", "currency",
      "estimated", "undone", "source", "warehouse", "in_show",
    ])
    func flag(_ value: Bool) -> String { value ? "1" : "0" }
    // Beyond it no reader takes a time for one of the show.
    for event in demand where abs(event.time.seconds) <= ShowFolder.longestSeconds {
      table.append([
        clock.text(of: event.time), event.time.seconds.text(places: 6), event.orderID,
        (event.isOrder ? OrderEventType.created : .rejectedOutOfStock).rawValue, event.sku.text, event.option,
        String(event.quantity), event.unitPrice?.description ?? "", event.value?.description ?? "",
        event.value?.currency.code ?? "", flag(event.isEstimated), flag(event.isUndone), event.source, event.warehouse,
        flag(window.contains(event.time)),
      ])
    }
    return table.text
  }

  static func uplift(_ rows: [PresentationUplift]) -> String {
    var table = CSVText(header: [
      "presentation_id", "sku", "orders", "units", "baseline_orders", "uplift_orders", "uplift_lo", "uplift_hi",
      "revenue", "cancelled_share",
    ])
    for row in rows {
      table.append([
        row.presentationID, row.sku.text, String(row.orders), row.units.text(places: 2),
        row.baselineOrders.text(places: 2), row.upliftOrders.text(places: 2), row.upliftLow.text(places: 2),
        row.upliftHigh.text(places: 2), row.revenue.description, row.cancelledShare.text(places: 4),
      ])
    }
    return table.text
  }

  static func timeline(_ conclusion: ShowConclusion, clock: ShowClock) -> String {
    var table = CSVText(header: [
      "bin_start", "stream_start", "sku", "presenting", "mentions", "orders_created", "orders_paid", "units",
      "cancelled", "refunded", "comments", "baseline_rate", "demand_rate", "stock_available", "stockout_eta_s",
      "rejected_oos", "rejected_units",
    ])
    for row in conclusion.timeline {
      table.append([
        clock.text(of: row.binStart), row.binStart.seconds.text(places: 3), row.sku.text,
        row.presenting.text(places: 3),
        String(row.mentions), String(row.ordersCreated), String(row.ordersPaid), String(row.units),
        String(row.cancelled), String(row.refunded), String(row.comments), row.baselineRate?.text(places: 4) ?? "",
        row.demandRate?.text(places: 4) ?? "", row.stockAvailable.map { String($0) } ?? "",
        row.stockoutETA?.text(places: 1) ?? "", String(row.refused), String(row.refusedUnits),
      ])
    }
    return table.text
  }

  static func inventory(_ rows: [StockRow]) -> String {
    var table = CSVText(header: [
      "sku", "warehouse", "on_hand", "reserved", "available", "reserved_elsewhere", "in_transit", "safety_stock",
      "option",
      "owed", "returning",
    ])
    for row in rows {
      let balance = row.balance
      table.append(
        [row.cell.sku.text, row.cell.warehouse]
          + [
            balance.onHand, balance.reserved, balance.available, balance.reservedElsewhere, balance.inTransit,
            balance.safetyStock,
          ].map { String($0) } + [row.cell.option, String(balance.owed), String(balance.returning)])
    }
    return table.text
  }
}

/// alignment.json.
struct AlignmentRecord: Encodable {
  private struct Source: Encodable {
    let source: String
    let offset_s: Double
    let drift_s_per_hour: Double
    let ci95_s: [Double]
    let events: Int
    let steps: [Step]
  }
  private struct Step: Encodable {
    let at: String
    let size_s: Double
  }
  private struct Lag: Encodable {
    let p10: Double
    let p50: Double
    let p90: Double
    let p50_ci95: [Double]
  }
  private struct OwnLag: Encodable {
    let sku: SKU
    let p50: Double
    let orders: Double
  }
  private struct Change: Encodable {
    let at: StreamTime
    let change_s: Double
  }

  private let sources: [Source]
  private let order_lag_s: Lag
  private let product_lags_s: [OwnLag]
  private let delay_change: Change?

  init(_ orders: OrderConclusion) {
    sources = orders.clocks.map { clock in
      Source(
        source: clock.source, offset_s: rounded(clock.offset), drift_s_per_hour: rounded(clock.driftPerHour),
        ci95_s: [rounded(clock.interval.lowerBound), rounded(clock.interval.upperBound)], events: clock.events,
        steps: clock.steps.map { Step(at: $0.at.formatted(in: .utc), size_s: rounded($0.size)) })
    }
    let lag = orders.lag
    order_lag_s = Lag(
      p10: rounded(lag.p10), p50: rounded(lag.p50), p90: rounded(lag.p90),
      p50_ci95: [rounded(lag.p50Interval.lowerBound), rounded(lag.p50Interval.upperBound)])
    product_lags_s = orders.productLags.map { OwnLag(sku: $0.sku, p50: rounded($0.p50), orders: rounded($0.orders)) }
    delay_change = orders.delayChange.map { Change(at: $0.at, change_s: rounded($0.change)) }
  }
}

/// To a tenth of a millisecond: JSON of the same value is always the same text.
private func rounded(_ value: Double) -> Double {
  value.isFinite ? (value * 10_000).rounded() / 10_000 : 0
}
