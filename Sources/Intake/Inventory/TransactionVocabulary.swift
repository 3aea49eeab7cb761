/// What the columns and types of warehouses' reports are called: Liveshelf's own format, and ERPs.
enum TransactionVocabulary {
  /// What a row tells.
  enum Kind: Hashable, Sendable {
    case receipt, transfer, count, adjustment, damage, returnReceived, returnToSupplier, assembly, presale, allocation
    /// More, or less, than there should have been.
    case gain, loss
    /// Pieces that were sent to buyers.
    case sale
  }

  static let types =
    "receipt, transfer, count, adjustment, damage, return_received, return_to_supplier, assembly, presale or allocation"

  static let columns = [
    Column(
      "id",
      or: ["transaction_id", "event_id", "单据编号", "单据号", "流水号", "出入库单号", "业务单号", "单号", "Document Number", "Reference"],
      required: true, .id),
    Column(
      "type", or: ["单据类型", "业务类型", "出入库类型", "操作类型", "变动类型", "类型", "Transaction Type", "Movement Type"], required: true),
    Column("sku", or: StockVocabulary.skus, required: true, .id),
    Column("warehouse", or: StockVocabulary.warehouses + ["调出仓库", "出库仓库", "源仓库", "From Location"], required: true),
    Column("qty", or: ["quantity", "units", "数量", "变动数量", "出入库数量", "实际数量", "变动数", "Change"], required: true, .count),
    Column(
      "event_time",
      or: ["time", "ts", "业务时间", "出入库时间", "操作时间", "发生时间", "完成时间", "单据日期", "单据时间", "时间", "日期", "Created At", "Date"],
      required: true, .time),
    Column("to_warehouse", or: ["to", "调入仓库", "目标仓库", "入库仓库", "To Location", "Destination"]),
    Column("option", or: StockVocabulary.options), Column("reason", or: ["原因", "变动原因", "Reason"]),
    Column("arrival", or: ["due", "until", "预计到货时间", "预计到货"], .time), Column("scope", or: ["盘点范围"]),
    Column("resellable_qty", or: ["良品数量", "正品数量", "可售数量"], .count), Column("order_id", or: ["订单编号", "订单号", "线上订单号"]),
    Column("channel", or: ["渠道", "直播间"]),
  ]

  private static let words: [String: Kind] = {
    var words: [String: Kind] = [:]
    for (kind, names) in all { for name in names { words[HeaderName.words(name)] = kind } }
    return words
  }()

  private static let all: [(Kind, [String])] = [
    (
      .receipt,
      [
        "receipt", "received", "stock in", "purchase receipt", "inbound", "采购入库", "入库", "采购到货", "生产入库", "其他入库", "其它入库",
        "采购",
      ]
    ),
    (.transfer, ["transfer", "stock transfer", "调拨", "调拨出库", "仓间调拨", "移库"]),
    (.count, ["count", "cycle count", "stocktake", "盘点", "盘点单"]),
    (.adjustment, ["adjustment", "adjust", "correction", "库存调整", "调整", "调整单"]),
    (.gain, ["盘盈", "盘盈入库", "gain", "found"]),
    (.loss, ["盘亏", "盘亏出库", "其他出库", "其它出库", "领用出库", "loss", "lost", "shrinkage"]),
    (.damage, ["damage", "damaged", "报损", "报损出库", "残损", "报废", "write off"]),
    (
      .returnReceived,
      ["return_received", "return", "customer return", "restock", "销售退货", "销售退货入库", "退货入库", "退换入库", "售后入库", "退货"]
    ),
    (.returnToSupplier, ["return_to_supplier", "supplier return", "采购退货", "采购退货出库", "退供出库", "采购退出"]),
    (.assembly, ["assembly", "组装", "组装入库", "拆分", "加工"]), (.presale, ["presale", "预售"]),
    (.allocation, ["allocation", "channel allocation", "渠道预留", "预留", "库存预留"]),
    (.sale, ["sale", "sales", "shipment", "销售出库", "订单出库", "发货出库", "零售出库", "order fulfillment"]),
  ]

  /// Nil: the word is not known.
  static func kind(of type: String) -> Kind? { words[HeaderName.words(type)] }
}
