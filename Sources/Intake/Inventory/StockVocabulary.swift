/// What the columns of stock files are called: Liveshelf's own format, 千牛, 聚水潭, 旺店通, 抖店, Shopify and their like. The first
/// name is Liveshelf's, and that by which a mapping calls the column.
enum StockVocabulary {
  static let skus =
    OrderPreset.headers(
      [.sku: ["sku"]], before: [.sku: OrderPreset.chineseHeaders[.sku] ?? []],
      [.sku: OrderPreset.englishHeaders[.sku] ?? []])[.sku] ?? []
  static let skuIDs = (OrderPreset.chineseHeaders[.skuID] ?? []) + (OrderPreset.englishHeaders[.skuID] ?? [])
  static let productIDs =
    (OrderPreset.chineseHeaders[.productID] ?? []) + (OrderPreset.englishHeaders[.productID] ?? [])
  static let warehouses = [
    "仓库", "仓库名称", "发货仓", "发货仓库", "库房", "门店", "仓", "Location", "Warehouse Name", "Location Name", "Store", "Site",
  ]
  static let options = [
    "颜色规格", "商品规格", "规格", "规格名称", "颜色及规格", "商品属性", "销售属性", "颜色尺码", "颜色/尺码", "颜色", "SKU规格", "Option1 Value", "Variant",
    "Variant Title", "Variation", "Option Value",
  ]

  static let columns = [
    Column(
      "snapshot_time",
      or: ["盘点时间", "统计时间", "快照时间", "库存时间", "导出时间", "截止时间", "Snapshot Time", "Counted At", "As Of", "Export Time"],
      .time),
    Column("sku", or: skus, .id), Column("sku_id", or: skuIDs, .id), Column("product_id", or: productIDs, .id),
    Column("warehouse", or: warehouses), Column("option", or: options),
    Column(
      "on_hand",
      or: [
        "实际库存数", "实际库存", "库存量", "库存数量", "库存数", "现有库存", "在库数", "在库库存", "现货库存", "账面库存", "商品库存", "总库存", "主仓实际库存", "实物库存",
        "库存",
        "On hand (current)", "On hand", "Quantity on hand", "Qty on hand", "Stock on hand", "Stock quantity",
        "Stock level", "Stock",
        "Inventory", "Inventory quantity", "Variant Inventory Qty", "Quantity", "Qty", "数量",
      ], .count),
    Column(
      "available",
      or: [
        "可用数", "可用库存", "可售库存", "可销售库存", "可发库存", "可用量", "可销库存", "可售数", "可售数量", "可用数量", "剩余库存", "可卖库存", "可发数", "可用库存数",
        "Available (not editable)", "Available", "Available quantity", "Sellable", "Available stock", "Qty available",
      ], .count),
    Column(
      "reserved",
      or: [
        "订单占有数", "订单占用数", "占用库存", "预占库存", "待发货量", "锁定库存", "已占用", "占用数", "待发数", "锁定数", "预占数", "Committed (not editable)",
        "Committed", "Allocated", "Reserved quantity", "On order by customers",
      ], .count),
    Column(
      "in_transit",
      or: [
        "在途数", "采购在途数", "采购在途", "采购在途量", "在途库存", "采购在途库存", "在途", "在途量", "Incoming (not editable)", "Incoming",
        "In transit",
        "On order", "Inbound",
      ], .count),
    Column("eta", or: ["预计到货时间", "预计到货", "到货时间", "Expected arrival", "Arrival", "Arrival date"], .time),
    Column(
      "safety_stock", or: ["安全库存下限", "安全库存", "警戒库存", "库存预警值", "预警库存", "最低库存", "Safety stock", "Minimum stock"], .count),
    Column("owed", or: ["预售未发", "预售待发", "预售未发数"], .count),
    Column("bin", or: ["货位", "库位", "仓位", "货位编号", "Bin name", "Bin", "Bin location"]),
  ]

  static let names = columns.map(\.name)
  static func place(_ name: String) -> Int { names.firstIndex(of: name) ?? 0 }
}
