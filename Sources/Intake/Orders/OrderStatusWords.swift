import Foundation

/// What the words of a status say of an order line.
struct StatusMeaning: OptionSet, Hashable, Sendable {
  let rawValue: UInt16

  static let unpaid = StatusMeaning(rawValue: 1)
  static let paid = StatusMeaning(rawValue: 1 << 1)
  static let unshipped = StatusMeaning(rawValue: 1 << 2)
  static let shipped = StatusMeaning(rawValue: 1 << 3)
  static let completed = StatusMeaning(rawValue: 1 << 4)
  /// Cancelled, or closed in any other way: nothing will be sent any more.
  static let closed = StatusMeaning(rawValue: 1 << 5)
  static let refunded = StatusMeaning(rawValue: 1 << 6)
  /// Some of the money, or of the pieces.
  static let partly = StatusMeaning(rawValue: 1 << 7)
  /// The buyer has sent the pieces back, or will: they had left.
  static let returned = StatusMeaning(rawValue: 1 << 8)
  /// A refund is asked for and not decided.
  static let asked = StatusMeaning(rawValue: 1 << 9)
  /// A refund was asked for and won't be.
  static let declined = StatusMeaning(rawValue: 1 << 10)
  /// Waits: for money, dispatch or a decision, as the column says.
  static let waits = StatusMeaning(rawValue: 1 << 11)
}

/// The words of statuses, on all platforms. A longer word hides the shorter ones within it: `unpaid` is not `paid`.
enum OrderStatusWords {
  private static let words: [(meaning: StatusMeaning, words: [String])] = [
    (.unpaid, ["待付款", "未付款", "等待买家付款", "等待付款", "待支付", "未支付", "等待支付", "待买家付款", "尚未付款"]),
    (.unpaid, ["unpaid", "pending payment", "payment pending", "awaiting payment", "on hold", "not paid", "to pay"]),
    (.paid, ["已付款", "买家已付款", "已支付", "支付成功", "付款成功", "已成团", "拼团成功", "待审核", "已审核"]),
    (.paid, ["paid", "processing", "authorized", "payment received"]),
    (
      [.paid, .unshipped],
      ["待发货", "等待卖家发货", "等待发货", "备货中", "待出库", "待配货", "待揽收", "等待出库", "配货中", "待打包", "打包中", "待商家发货", "待出货"]
    ),
    (
      [.paid, .unshipped],
      [
        "to ship", "awaiting shipment", "awaiting collection", "ready to ship", "awaiting fulfillment",
        "ready for pickup", "packing", "packed",
      ]
    ),
    (.unshipped, ["未发货", "发货前", "未出库", "未揽收", "unshipped", "not shipped", "unfulfilled", "not fulfilled"]),
    (
      .unshipped,
      ["before shipping", "before shipment", "before dispatch", "not dispatched", "not yet shipped", "no shipment"]
    ),
    ([], ["部分发货", "partially fulfilled", "partially shipped", "partial shipment", "换货成功", "换货", "补寄"]),
    (
      .shipped,
      [
        "已发货", "待收货", "运输中", "配送中", "已出库", "待签收", "已签收", "派送中", "已揽收", "已收货", "已出货", "运送中", "等待买家确认收货", "等待确认收货",
        "买家已签收", "已送达",
      ]
    ),
    (
      .shipped,
      ["shipped", "in transit", "delivered", "fulfilled", "out for delivery", "dispatched", "to receive", "en route"]
    ),
    ([.shipped, .completed], ["已完成", "交易成功", "交易完成", "订单完成", "已评价", "待评价", "确认收货", "completed", "complete"]),
    (.closed, ["已关闭", "交易关闭", "订单关闭", "已取消", "订单取消", "交易取消", "取消", "关闭", "作废", "失效", "超时未付款", "不成立"]),
    (
      .closed,
      [
        "cancelled", "canceled", "cancel", "cancellation", "cancelation", "closed", "voided", "void", "failed",
        "expired",
      ]
    ),
    (
      [.closed, .shipped, .returned], ["拒收", "已拒收", "拒签", "return to sender", "returned to sender", "delivery refused"]
    ),
    (.refunded, ["退款成功", "已退款", "退款完成", "全额退款", "已全额退款", "售后完成", "售后成功", "已完成退款", "退款已完成", "退款到账"]),
    (
      .refunded,
      [
        "refunded", "refund completed", "refund complete", "refund success", "refund successful", "refund succeeded",
        "fully refunded",
        "refund issued", "chargeback", "refund only", "charged back",
      ]
    ),
    (
      [.refunded, .partly],
      ["部分退款", "部分退款成功", "已部分退款", "部分退货", "partially refunded", "partial refund", "partially returned"]
    ),
    (
      [.refunded, .returned],
      ["退货退款成功", "退货退款完成", "已退货退款", "已退货", "退货成功", "退货完成", "returned", "return completed", "return complete"]
    ),
    ([.refunded, .returned], ["return refund", "returned and refunded", "return and refund"]),
    (.returned, ["退货退款", "退货"]),
    (
      .asked,
      [
        "退款中", "退款处理中", "售后中", "售后处理中", "待退款", "申请退款", "退款申请中", "退款申请", "申请售后", "待商家处理", "待卖家处理", "待平台处理",
        "平台处理中", "商家处理中", "待买家退货", "待商家收货", "退货中", "退款审核中", "待处理", "处理中", "待用户处理", "协商中", "待退货",
      ]
    ),
    (
      .asked,
      [
        "refund pending", "pending refund", "refund requested", "return requested", "return in progress",
        "refund in progress",
        "refund processing", "processing refund", "return pending", "cancel requested", "cancellation requested",
        "in progress",
        "requested",
      ]
    ),
    (
      .declined,
      [
        "退款关闭", "售后关闭", "售后已关闭", "退款失败", "售后失败", "拒绝退款", "商家拒绝", "售后拒绝", "已拒绝", "撤销", "已撤销", "取消售后", "售后取消", "取消退款",
        "退款取消", "退款已取消", "售后已取消", "无售后", "无售后或售后取消", "无退款", "未退款", "没有退款", "无需退款", "未申请退款", "没有申请退款", "未申请售后", "退款已关闭",
      ]
    ),
    (
      .declined,
      [
        "refund declined", "refund rejected", "return rejected", "request rejected", "refund cancelled",
        "refund canceled", "not refunded",
        "no refund", "return cancelled", "return canceled", "refund closed", "refund failed", "rejected", "declined",
        "none",
      ]
    ),
    (.waits, ["pending"]),
  ]

  /// All words in the form in which they are compared, the longest first.
  private static let sorted: [(word: String, meaning: StatusMeaning)] = words.flatMap { entry in
    entry.words.map { (word: plain($0), meaning: entry.meaning) }
  }.sorted { ($1.word.count, $0.word) < ($0.word.count, $1.word) }

  /// What a status says.
  static func meaning(of status: String) -> StatusMeaning {
    var text = plain(status)
    var meaning: StatusMeaning = []
    for (word, part) in sorted where text.contains(word) {
      meaning.formUnion(part)
      text = text.replacing(word, with: "|")
      if text.allSatisfy({ $0 == "|" }) { break }
    }
    return meaning
  }

  /// Small simplified letters without blanks and signs.
  private static func plain(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      let scalar = TextWidth.halved(scalar)
      if scalar.properties.isAlphabetic || scalar.properties.numericType != nil { result.unicodeScalars.append(scalar) }
    }
    result = result.lowercased()
    guard result.utf8.contains(where: { $0 >= 0x80 }) else { return result }
    return result.applyingTransform(StringTransform("Hant-Hans"), reverse: false) ?? result
  }
}

/// Meanings of the statuses that a file has, each looked up once.
struct StatusBook: Sendable {
  private static let maximumTexts = 1000
  private var known: [String: StatusMeaning] = [:]

  mutating func meaning(of status: String) -> StatusMeaning {
    if status.isEmpty { return [] }
    if let meaning = known[status] { return meaning }
    let meaning = status.utf8.count > 256 ? [] : OrderStatusWords.meaning(of: status)
    if known.count < Self.maximumTexts { known[status] = meaning }
    return meaning
  }
}
