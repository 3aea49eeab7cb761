import LiveshelfCore

extension OrderColumns {
  /// The order report of a Douyin shop (抖店): byte order mark, ids with a tab before them, `-` for nothing, ids of one
  /// order's products joined by `;`, local times. The encrypted columns about the buyer are not read.
  public static let douyin = OrderColumns(
    name: "douyin", layout: .lifecycle,
    headers: [
      .orderID: ["主订单编号", "订单编号", "订单号"], .lineID: ["子订单编号", "子订单号"],
      .sku: ["商家编码", "商家SKU编码", "SKU编码", "商品ID"], .productName: ["选购商品", "商品名称", "商品"],
      .option: ["商品规格", "规格"], .quantity: ["商品数量", "数量"], .unitPrice: ["商品单价", "商品金额", "单价"],
      .region: ["省", "省份"], .warehouse: ["仓库名称", "仓库"], .source: ["流量体裁", "流量来源", "流量类型", "APP渠道"],
      .createdTime: ["订单提交时间", "下单时间", "订单创建时间"], .paidTime: ["支付完成时间", "支付时间", "付款时间"],
      .cancelledTime: ["取消时间", "订单取消时间"], .closedTime: ["订单完成时间"],
      .refundedTime: ["退款时间", "退款完成时间"], .status: ["订单状态"], .refundStatus: ["售后状态"],
    ],
    emptyTexts: ["-", "--"], cancelledStatuses: ["已关闭", "已取消", "交易关闭"], refundedStatuses: ["退款成功", "已退款"])

  /// An order export of Taobao or Tmall: GB18030, headers with blanks behind them, local times.
  public static let taobao = OrderColumns(
    name: "taobao", layout: .lifecycle,
    headers: [
      .orderID: ["主订单编号", "订单编号"], .lineID: ["子订单编号"], .sku: ["商家编码", "外部系统编号", "商品编码"],
      .productName: ["标题", "宝贝标题", "商品标题"], .option: ["商品属性", "套餐信息", "宝贝属性"],
      .quantity: ["购买数量", "宝贝总数量", "数量"], .unitPrice: ["价格", "商品价格", "单价"], .region: ["收货省份", "省份"],
      .warehouse: ["发货仓库", "仓库"], .source: ["订单来源", "渠道"],
      .createdTime: ["订单创建时间", "创建时间"], .paidTime: ["订单付款时间", "订单付款时间 ", "付款时间"],
      .closedTime: ["交易结束时间", "确认收货时间"], .refundedTime: ["退款时间", "退款完结时间"], .status: ["订单状态"],
      .refundStatus: ["退款状态"],
    ],
    emptyTexts: ["-", "null", "无"], cancelledStatuses: ["交易关闭", "已取消"], refundedStatuses: ["退款成功"])

  /// The order export of TikTok Shop's seller centre: a second line that explains the columns, times with a tab.
  public static let tiktokShop = OrderColumns(
    name: "tiktok-shop", layout: .lifecycle,
    headers: [
      .orderID: ["Order ID"], .sku: ["Seller SKU", "SKU ID"], .productName: ["Product Name"], .option: ["Variation"],
      .quantity: ["Quantity"], .unitPrice: ["SKU Unit Original Price"], .region: ["State", "Province"],
      .warehouse: ["Warehouse Name"], .source: ["Purchase Channel"], .createdTime: ["Created Time"],
      .paidTime: ["Paid Time"], .cancelledTime: ["Cancelled Time"],
      .refundedQuantity: ["Sku Quantity of return", "Sku Quantity of Return"], .closedTime: ["Delivered Time"],
      .status: ["Order Status"], .refundStatus: ["Cancelation/Return Type"],
    ],
    times: TimeStyle(zone: .utc, dateOrder: .dayMonthYear), emptyTexts: ["-"],
    cancelledStatuses: ["cancel"], refundedStatuses: ["return", "refund"])

  /// The order export of Shopify: one line for each product, what concerns the whole order only on the first of them.
  public static let shopify = OrderColumns(
    name: "shopify", layout: .lifecycle,
    headers: [
      .orderID: ["Name", "Order"], .sku: ["Lineitem sku"], .productName: ["Lineitem name"],
      .quantity: ["Lineitem quantity"], .unitPrice: ["Lineitem price"], .region: ["Shipping Province"],
      .warehouse: ["Location"], .source: ["Source"], .createdTime: ["Created at"], .paidTime: ["Paid at"],
      .cancelledTime: ["Cancelled at"], .status: ["Financial Status"],
    ],
    times: TimeStyle(zone: .utc, dateOrder: .monthDayYear), cancelledStatuses: ["voided"],
    refundedStatuses: ["refunded"])
}
