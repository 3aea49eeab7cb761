import LiveshelfCore

extension OrderPreset {
  /// The presets by name, `liveshelf` first, those of no platform last.
  public static let all: [OrderPreset] = [
    liveshelf, douyin, taobao, pinduoduo, kuaishou, xiaohongshu, weixin, jd, tiktokShop, shopify, whatnot, wooCommerce,
    amazon, chinese, english,
  ]

  /// Liveshelf's own format: one event a row.
  public static let liveshelf = OrderPreset(
    name: "liveshelf", title: "liveshelf", layout: .event,
    headers: Dictionary(uniqueKeysWithValues: eventFields.map { ($0, [$0.rawValue]) }), emptyTexts: [])

  static let eventFields: [OrderField] = [
    .eventID, .orderID, .eventType, .sku, .productName, .option, .quantity, .unitPrice, .region, .warehouse, .source,
    .eventTime, .ingestTime, .lineID, .currency, .discount, .presaleDue, .room,
  ]

  /// The order report of a Douyin shop: ids with a tab before them, `-` for nothing, ids of one order's products joined by `;`,
  /// local times. The encrypted columns about the buyer are not read.
  static let douyin = ofChina("douyin", "抖店", marks: ["选购商品", "流量体裁", "旗帜颜色", "达人昵称", "主订单编号", "订单提交时间", "支付完成时间"])

  /// An order export of Taobao or Tmall: GB18030, headers with blanks behind them; orders and their lines in one file or two.
  static let taobao = ofChina(
    "taobao", "淘宝/千牛", marks: ["宝贝标题", "宝贝总数量", "买家会员名", "套餐信息", "外部系统编号", "买家实际支付金额", "订单创建时间", "订单付款时间"])

  static let pinduoduo = ofChina(
    "pinduoduo", "拼多多",
    marks: ["商家编码-规格维度", "商家编码-商品维度", "样式ID", "商家实收金额(元)", "拼单成功时间", "商品数量(件)", "平台优惠折扣(元)", "承诺发货时间"],
    [.orderAmount: ["用户实付金额(元)", "商家实收金额(元)"], .lineAmount: ["商品总价(元)"]])

  static let kuaishou = ofChina(
    "kuaishou", "快手", marks: ["快手订单", "快手商品ID", "CPS达人", "成交数量", "团长ID", "订单支付时间", "买家快手昵称"],
    [.sku: ["SKU编码", "商家编码"], .skuID: ["SKU ID", "skuId"], .productID: ["快手商品ID"]])

  static let xiaohongshu = ofChina(
    "xiaohongshu", "小红书", marks: ["包裹号", "小红书编码", "SKU件数", "SKU名称", "商家应收金额", "包裹状态", "薯店"],
    [.orderID: ["订单号", "包裹号"], .sku: ["商家编码", "小红书编码"], .status: ["订单状态", "包裹状态"]])

  static let weixin = ofChina(
    "weixin", "微信小店/视频号",
    marks: ["SKU编码(自定义)", "商品编码(自定义)", "商品编码(平台)", "视频号昵称", "订单下单时间", "商品发货", "带货者昵称", "视频号ID"],
    [.sku: ["SKU编码(自定义)", "商品编码(自定义)"], .productID: ["商品编码(平台)"], .skuID: ["SKU编码(平台)", "SKU编码"]])

  static let jd = ofChina(
    "jd", "京东", marks: ["京东价", "订购数量", "付款确认时间", "商家SKUID", "京东订单号", "SOP", "店铺编码"],
    [.orderID: ["京东订单号", "订单号"], .sku: ["商家SKUID", "货号", "商家SKU"], .skuID: ["SKU ID", "商品编号", "商品ID"]])

  /// The order export of TikTok Shop's seller centre: a second line that explains the columns, times with a tab, days or months
  /// first as the country has it.
  static let tiktokShop = abroad(
    "tiktok-shop", "TikTok Shop",
    marks: [
      "Order Substatus", "Cancelation/Return Type", "Seller SKU", "Sku Quantity of return", "SKU Unit Original Price",
      "Created Time", "RTS Time",
    ],
    [.status: ["Order Status"], .skuID: ["SKU ID"], .refundedQuantity: ["Sku Quantity of return"]], dates: .dayMonthYear
  )

  /// The order export of Shopify: one line for each product, what concerns the whole order only on the first of them.
  static let shopify = abroad(
    "shopify", "Shopify",
    marks: [
      "Lineitem sku", "Lineitem quantity", "Lineitem name", "Lineitem price", "Financial Status",
      "Lineitem fulfillment status",
    ],
    [
      .orderID: ["Name"], .status: ["Financial Status"],
      .fulfillment: ["Lineitem fulfillment status", "Fulfillment Status"],
      .orderAmount: ["Total"], .discount: ["Lineitem discount"],
    ])

  static let whatnot = abroad(
    "whatnot", "Whatnot",
    marks: [
      "sold_price", "cancelled_or_failed", "placed_at", "order_numeric_id", "shipment_manifest", "product_category",
      "cost_per_item",
    ],
    [.refundStatus: ["cancelled_or_failed"], .unitPrice: ["sold_price"]])

  /// WooCommerce has no export of orders of its own: columns of the usual plug-ins.
  static let wooCommerce = abroad(
    "woocommerce", "WooCommerce",
    marks: [
      "Item Cost", "Quantity (- Refund)", "Order Refund Amount", "Cart Discount Amount", "Payment Method Title",
      "Customer Note", "Item #",
    ],
    [.refundedAmount: ["Order Refund Amount"], .quantity: ["Quantity (- Refund)"]])

  /// The order report of Amazon's seller central, whose price of an item is that of all its pieces.
  static let amazon: OrderPreset = {
    var preset = abroad(
      "amazon", "Amazon",
      marks: [
        "amazon-order-id", "merchant-order-id", "item-status", "ship-service-level", "fulfillment-channel",
        "purchase-date",
      ], [.source: ["sales-channel"], .region: ["ship-state"]])
    preset.headers[.unitPrice] = []
    preset.headers[.lineAmount] = ["item-price"]
    return preset
  }()

  /// Any export with Chinese headers.
  static let chinese = ofChina("chinese", "中文导出", marks: [])
  /// Any export with English headers.
  static let english = abroad("english", "English-language export", marks: [])

  private static func ofChina(
    _ name: String, _ title: String, marks: [String], _ own: [OrderField: [String]] = [:]
  ) -> OrderPreset {
    OrderPreset(
      name: name, title: title, layout: .lifecycle, marks: marks,
      headers: headers(own, before: chineseHeaders, englishHeaders))
  }

  private static func abroad(
    _ name: String, _ title: String, marks: [String], _ own: [OrderField: [String]] = [:],
    dates: TimeStyle.DateOrder = .monthDayYear
  ) -> OrderPreset {
    OrderPreset(
      name: name, title: title, layout: .lifecycle, marks: marks,
      headers: headers(own, before: englishHeaders, chineseHeaders), times: TimeStyle(zone: .utc, dateOrder: dates),
      refundsAreOfOrder: true)
  }
}
