/// What columns are called across platforms, the preferred header first. A preset adds its own before these, so that the wording of
/// one platform is understood in the file of another, or of none that is known.
extension OrderPreset {
  static let chineseHeaders: [OrderField: [String]] = [
    .orderID: [
      "主订单编号", "订单编号", "订单号", "主订单号", "线上订单号", "平台订单号", "平台单号", "原始单号", "交易编号", "订单ID", "单号",
    ],
    .lineID: ["子订单编号", "子订单号", "子单号", "线上子订单编号", "商品订单号", "订单明细编号", "包裹明细号"],
    .sku: [
      "商家编码", "商家SKU编码", "商家sku", "商家编码-规格维度", "规格商家编码", "规格编码", "SKU编码", "SKU编码(自定义)", "商品编码(自定义)", "商家货号",
      "商家商品编码", "单品货号", "商品选项货号", "主商品货号", "选项货号", "外部编码", "外部系统编号", "商家编码-商品维度", "商品编码", "货品编码", "货品编号", "货号", "sku",
      "商品货号", "条形码", "条码",
    ],
    .skuID: ["SKU ID", "SKUID", "规格ID", "样式ID", "平台SKU编码", "sku编号", "平台规格ID"],
    .productID: ["商品ID", "商品编号", "商品编码(平台)", "宝贝ID", "货品ID", "平台商品ID"],
    .productName: ["选购商品", "商品名称", "商品标题", "宝贝标题", "标题", "宝贝名称", "SKU名称", "货品名称", "商品信息", "商品", "品名"],
    .option: [
      "商品规格", "规格", "规格名称", "商品属性", "SKU规格", "销售属性", "宝贝属性", "套餐信息", "颜色规格", "颜色尺码", "颜色/尺码", "颜色及规格", "颜色分类", "款式",
      "SKU属性",
    ],
    .quantity: [
      "商品数量", "购买数量", "成交数量", "订购数量", "下单数量", "销售数量", "商品件数", "SKU件数", "数量", "件数", "购买件数", "货品数量", "销量",
    ],
    .orderQuantity: ["宝贝总数量", "商品总数量", "商品总数", "总数量", "总件数", "订单商品总数", "订单总数量"],
    .unitPrice: ["商品单价", "单价", "商品价格", "价格", "销售单价", "成交单价", "实付单价", "SKU单价", "京东价", "商品售价", "售价", "货品单价"],
    .lineAmount: [
      "商品金额", "商品总价", "商品小计", "小计", "明细金额", "商品实付金额", "子订单金额", "货品金额", "销售金额", "商品总金额", "商品实际成交金额",
    ],
    .orderAmount: [
      "订单应付金额", "买家应付货款", "订单金额", "订单总额", "应付金额", "总金额", "用户实付金额", "买家实际支付金额", "买家实付金额", "实付金额", "实付款",
      "实际支付金额", "订单实际支付金额", "支付金额", "商家实收金额", "订单实付金额", "结算金额", "付款金额",
    ],
    .region: ["省", "省份", "收货省份", "收货省", "收件省份", "州/省"],
    .warehouse: ["仓库名称", "发货仓库", "发货仓", "仓库"],
    .source: ["流量体裁", "流量来源", "流量类型", "APP渠道", "订单来源", "渠道", "来源", "销售渠道", "店铺"],
    .currency: ["币种", "货币"],
    .createdTime: [
      "订单提交时间", "下单时间", "订单创建时间", "创建时间", "拍下时间", "订单下单时间", "提交时间", "拼单成功时间", "订单成交时间", "成交时间", "订单时间", "订单日期", "下单日期",
      "订单成立日期", "订单成立时间",
    ],
    .paidTime: [
      "支付完成时间", "支付时间", "付款时间", "订单付款时间", "订单支付时间", "付款确认时间", "付款日期", "支付成功时间", "买家付款时间", "支付日期",
    ],
    .cancelledTime: ["取消时间", "订单取消时间", "关闭时间", "订单关闭时间", "交易关闭时间"],
    .shippedTime: ["发货时间", "订单发货时间", "商品发货时间", "卖家发货时间", "发货日期", "出库时间", "实际发货时间", "发货完成时间", "揽收时间"],
    .refundedTime: ["退款时间", "退款完成时间", "退款完结时间", "退款成功时间", "售后完成时间", "售后完结时间"],
    .refundedQuantity: ["退款数量", "退货数量", "售后数量", "退款件数", "已退数量", "退款商品数量", "实际退款数量", "退货件数"],
    .refundedAmount: ["退款金额", "已退款金额", "商品已退款金额", "实际退款金额", "退款成功金额", "退款总额", "成功退款金额", "售后退款金额", "退款金额合计"],
    .closedTime: ["订单完成时间", "交易结束时间", "确认收货时间", "交易成功时间", "完成时间", "签收时间", "收货时间", "订单结束时间"],
    .tracking: ["物流单号", "快递单号", "运单号", "快递信息", "物流编号", "包裹单号"],
    .status: ["订单状态", "交易状态", "状态", "平台状态", "线上状态"],
    .fulfillment: ["发货状态", "物流状态", "配送状态"],
    .refundStatus: [
      "售后状态", "退款状态", "商品售后状态", "商品售后", "售后/退款状态", "售后", "退货状态", "售后类型", "退款类型", "商品退款状态", "退款/退货状态", "退货/退款状态",
    ],
    .reason: ["取消原因", "关闭原因", "订单关闭原因", "交易关闭原因", "退款原因类型"],
    .room: ["直播间ID", "直播间", "直播场次ID"],
  ]

  static let englishHeaders: [OrderField: [String]] = [
    .orderID: [
      "Order ID", "Order Number", "Order No", "Order #", "Order", "Order Reference", "Sales Order", "Order Name",
      "Amazon Order ID", "Sale ID",
    ],
    .lineID: [
      "Line ID", "Line Item ID", "Order Item ID", "Order Line ID", "Item ID", "Sub Order ID", "Suborder ID",
    ],
    .sku: [
      "Seller SKU", "Lineitem sku", "SKU", "Merchant SKU", "Item SKU", "Product SKU", "Variant SKU", "Seller SKU ID",
      "SKU Code",
      "Item Code", "Custom SKU", "Custom Label", "Custom Label (SKU)", "SKU Reference No.", "Parent SKU Reference No.",
      "Article Number",
    ],
    .skuID: ["SKU ID", "Variant ID", "Variation ID", "Platform SKU", "Lazada SKU", "Shop SKU"],
    .productID: ["Product ID", "Listing ID", "Item Number", "ASIN"],
    .productName: [
      "Product Name", "Lineitem name", "Item Name", "Product Title", "Listing Title", "Title", "Product", "Item",
      "Item Title",
    ],
    .option: [
      "Variation", "Variant", "Variant Title", "Item Variation", "Option", "Options", "Size / Color", "Variation Name",
    ],
    .quantity: [
      "Quantity", "Lineitem quantity", "Qty", "Item Quantity", "Quantity Ordered", "Quantity Purchased", "Units",
      "Item Qty",
      "Quantity (- Refund)", "Ordered Quantity", "Qty Ordered", "Pieces",
    ],
    .orderQuantity: [
      "Total Quantity", "Order Quantity", "Items Sold", "Number of Items", "Total Items", "Total Qty", "Item Count",
    ],
    .unitPrice: [
      "SKU Unit Original Price", "Lineitem price", "Unit Price", "Item Price", "Item Cost", "Sold Price", "Sold For",
      "Sale Price", "Deal Price",
      "Price",
      "Price Each", "Original Item Price",
    ],
    .lineAmount: [
      "SKU Subtotal Before Discount", "Item Subtotal", "Line Total", "Line Subtotal", "Order Line Total", "Item Total",
      "Line Amount",
      "Order Line Subtotal",
    ],
    .orderAmount: [
      "Order Amount", "Order Total", "Order Total Amount", "Total", "Subtotal", "Grand Total", "Order Subtotal Amount",
    ],
    .region: [
      "State", "Province", "Shipping Province", "Shipping State", "State Code (Shipping)", "Ship State", "Region",
    ],
    .warehouse: ["Warehouse Name", "Warehouse", "Location", "Fulfillment Location"],
    .source: ["Purchase Channel", "Source", "Sales Channel", "Channel"],
    .currency: ["Currency", "Order Currency", "Currency Code"],
    .createdTime: [
      "Created Time", "Created at", "Order Date", "Order Created Time", "Order Time", "Date Created", "Placed At",
      "Order Placed",
      "Created", "Purchase Date", "Order Creation Date", "Creation Date", "Order Created", "Date", "Created On",
      "Ordered At",
      "Order Placed At", "Sale Date", "Create Time",
    ],
    .paidTime: [
      "Paid Time", "Paid at", "Paid Date", "Payment Date", "Payment Time", "Date Paid", "Paid On", "Order Paid Time",
      "Payments Date", "Paid On Date",
    ],
    .cancelledTime: [
      "Cancelled Time", "Cancelled at", "Canceled at", "Canceled Time", "Cancelled Date", "Cancellation Date",
      "Cancelled On",
    ],
    .shippedTime: [
      "Shipped Time", "Fulfilled at", "Shipped at", "Ship Date", "Shipped Date", "Dispatch Date", "Date Shipped",
      "Shipped On",
      "Fulfillment Date", "Dispatched at", "Shipped On Date",
    ],
    .refundedTime: ["Refunded at", "Refund Time", "Refund Date", "Refunded Time", "Date Refunded"],
    .refundedQuantity: [
      "Sku Quantity of return", "Refunded Quantity", "Quantity Refunded", "Returned Quantity", "Quantity Returned",
      "Refund Qty",
      "Qty Refunded", "Item Quantity Refunded", "Return Quantity",
    ],
    .refundedAmount: [
      "Refunded Amount", "Order Refund Amount", "Refund Amount", "Amount Refunded", "Total Refunded", "Refund Total",
      "Refunded",
    ],
    .closedTime: [
      "Delivered Time", "Completed Date", "Completed at", "Delivered at", "Date Completed", "Delivery Date",
      "Delivered Date",
    ],
    .tracking: ["Tracking ID", "Tracking Number", "Tracking Code", "Tracking No", "Tracking", "Tracking #"],
    .status: ["Order Status", "Financial Status", "Status", "Payment Status", "State of order"],
    .fulfillment: [
      "Fulfillment Status", "Lineitem fulfillment status", "Order Substatus", "Shipping Status", "Shipment Status",
      "Delivery Status",
      "Fulfilment Status",
    ],
    .refundStatus: [
      "Cancelation/Return Type", "Cancellation/Return Type", "Refund Status", "Return Status", "Cancelled or Failed",
      "Return/Refund Status", "Refund Type",
    ],
    .reason: ["Cancel Reason", "Cancellation Reason", "Refund Reason Type"],
    .room: ["Livestream ID", "Live ID", "Show ID"],
  ]

  /// `own` headers before those of `others`.
  static func headers(
    _ own: [OrderField: [String]], before others: [OrderField: [String]]...
  ) -> [OrderField: [String]] {
    others.reduce(own) { result, other in
      result.merging(other) { first, second in first + second.filter { !first.contains($0) } }
    }
  }
}
