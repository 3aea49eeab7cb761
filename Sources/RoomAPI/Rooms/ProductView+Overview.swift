internal import InventoryEngine
internal import LiveshelfCore
internal import RoomEngine

extension ProductView {
  /// - Parameter offset: the offset from UTC in which times are written.
  init(_ overview: ProductOverview, offset: ZoneOffset) {
    let (product, outlook) = (overview.product, overview.outlook)
    let counted = !outlook.warehouses.isEmpty
    self.init(
      sku: product.sku.text, name: product.name, category: product.category, linkNumber: product.linkNumber,
      listPrice: product.listPrice?.yuan, livePrice: product.livePrice?.yuan, available: outlook.available,
      opening: counted ? outlook.opening : nil, onHand: counted ? outlook.onHand : nil,
      inTransit: outlook.inTransit, units: overview.sales.units, orders: overview.sales.orders,
      gmv: overview.sales.value.yuan, ordersPerMinute: overview.ordersPerMinute,
      expectedOrdersPerMinute: outlook.demand.first.map { Self.rounded($0.ordersPerMinute) },
      heat: overview.heat,
      stockoutETA: outlook.stockout?.median.map(Self.rounded), etaLow: outlook.stockout?.low.map(Self.rounded),
      etaHigh: outlook.stockout?.high.map(Self.rounded), daysOfCover: outlook.daysOfCover.map(Self.rounded),
      presentationUnits: Int(min(max(0, outlook.presentationUnits), 1e9).rounded(.up)),
      presenting: overview.isPresented,
      state: outlook.verdict.state, step: outlook.verdict.step.code, mentions: overview.mentions,
      comments: overview.comments,
      warehouses: outlook.warehouses.map { WarehouseStock($0, offset: offset) })
  }

  /// To a tenth, so that what nobody can see does not count as a change; infinities, which JSON cannot hold, become large.
  private static func rounded(_ value: Double) -> Double {
    value.isFinite ? (value * 10).rounded() / 10 : 1e9
  }
}

extension WarehouseStock {
  init(_ outlook: WarehouseOutlook, offset: ZoneOffset) {
    let balance = outlook.balance
    self.init(
      warehouse: outlook.warehouse, available: balance.available, onHand: balance.onHand,
      inTransit: balance.inTransit, arrival: balance.arrival.map { $0.formatted(in: offset) },
      safetyStock: balance.safetyStock)
  }
}

extension InventoryRow {
  init(_ row: StockRow, catalog: Catalog, offset: ZoneOffset) {
    let balance = row.balance
    self.init(
      sku: row.cell.sku.text, product: catalog[row.cell.sku]?.name ?? row.cell.sku.text,
      warehouse: row.cell.warehouse, onHand: balance.onHand, reserved: balance.reserved,
      available: balance.available, inTransit: balance.inTransit,
      arrival: balance.arrival.map { $0.formatted(in: offset) }, safetyStock: balance.safetyStock,
      option: row.cell.option, owed: balance.owed, expectedBack: balance.returning, allocated: balance.allocated)
  }
}

extension TurnoverRow {
  init(_ metrics: TurnoverMetrics) {
    self.init(
      group: metrics.group, openingUnits: metrics.openingUnits, receivedUnits: metrics.receivedUnits,
      soldUnits: metrics.soldUnits, closingUnits: metrics.closingUnits, averageUnits: metrics.averageUnits,
      turnoverRatio: metrics.turnoverRatio, daysOfInventory: metrics.daysOfInventory,
      sellThrough: metrics.sellThrough, daysOfCover: metrics.daysOfCover, stockoutMinutes: metrics.stockoutMinutes,
      rejectedUnits: metrics.rejectedUnits, lostUnits: metrics.lostUnits,
      lostSalesValue: metrics.lostSalesValue.yuan, deadStockValue: metrics.deadStockValue.yuan,
      replenishmentResponseSeconds: metrics.replenishmentResponse)
  }
}
