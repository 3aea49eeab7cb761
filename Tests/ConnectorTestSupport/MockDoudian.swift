public import Connectors
internal import Crypto
public import DeliveryTestSupport
internal import Foundation
internal import LiveshelfCore

/// 抖店 as its documents describe it.
public struct MockDoudian: MockPlatform {
  static let secret = "5f6d0e5c-0000-4000-8000-000000000001"
  static let key = "7100000000000000001"

  public static var habits: ShopWorld.Habits {
    var habits = ShopWorld.Habits()
    habits.splitsWarehouses = true
    return habits
  }

  public init() {}

  public var settings: ConnectorSettings {
    var settings = ConnectorSettings(name: "doudian", kind: .doudian, room: .main)
    settings.key = Self.key
    settings.account = "4463798"
    settings.secrets = [Self.secret]
    settings.warehouses = ["31201": "GZ", "31202": "HZ"]
    settings.marks = ["7301000000000000001": "room-a", "88000000000000001": "room-a"]
    return settings
  }

  private static let tags = [
    "created": "100", "paid": "101", "shipped": "102", "cancelled": "106", "refunded": "206", "edited": "105",
  ]

  public func call(about order: ShopWorld.Order, _ what: String, id: String, now: Int64) -> WebhookCall {
    // Half of the messages hold their data as text, and their ids as numbers.
    let isText = order.id.hasSuffix("1") || order.id.hasSuffix("4")
    let data: PlatformJSON = [
      "p_id": isText ? .string(order.id) : .number(order.id), "s_ids": .array(order.lines.map { .string($0.id) }),
      "shop_id": 4_463_798, "order_status": .number("\(status(order))"), "update_time": .number("\(now)"),
    ]
    let message: PlatformJSON = [
      "tag": .string(Self.tags[what] ?? "999"), "msg_id": .string(id),
      "data": isText ? .string(String(decoding: data.encoded, as: UTF8.self)) : data,
    ]
    let body = PlatformJSON.array([message]).encoded
    return Self.signed(body)
  }

  public static func signed(_ body: [UInt8]) -> WebhookCall {
    let digest = Insecure.MD5.hash(data: Data(key.utf8) + Data(body) + Data(secret.utf8))
    let sign = digest.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    return WebhookCall(headers: ["app-id": key, "event-sign": sign], body: body)
  }

  private func status(_ order: ShopWorld.Order) -> Int {
    if order.cancelledAt != nil { return 4 }
    if order.shippedAt != nil { return 3 }
    return order.paidAt == nil ? 1 : 2
  }

  public func answer(_ request: ReceivedRequest, _ world: ShopWorld) -> PlatformJSON? {
    guard let parameters = try? PlatformJSON(parsing: request.body), request.path.contains("sign=") else { return nil }
    func fine(_ data: PlatformJSON) -> PlatformJSON { ["code": 10_000, "msg": "success", "data": data] }
    switch request.path.prefix(while: { $0 != "?" }) {
    case "/token/create", "/token/refresh":
      return fine(["access_token": "token-1", "refresh_token": "refresh-1", "expires_in": 604_800])
    case "/order/orderDetail":
      guard let order = world.order(parameters["shop_order_id"]?.text ?? "") else {
        return ["code": 50_002, "msg": "error", "sub_code": "isv.business-failed:1000"]
      }
      return fine(["shop_order_detail": picture(order)])
    case "/order/searchList":
      let from = parameters["update_time_start"]?.integer ?? 0
      let until = parameters["update_time_end"]?.integer ?? 0
      let (page, size) = (Int(parameters["page"]?.integer ?? 0), Int(parameters["size"]?.integer ?? 10))
      let orders = world.orders.filter { $0.updatedAt >= from && $0.updatedAt < until }
      let part = orders.dropFirst(page * size).prefix(size)
      return fine([
        "shop_order_list": .array(part.map(picture)), "total": .number("\(orders.count)"), "page": .number("\(page)"),
      ])
    case "/afterSale/List":
      guard let order = world.order(parameters["order_id"]?.text ?? "") else { return fine(["items": []]) }
      return fine(["items": .array(order.lines.flatMap(afterSales))])
    default: return nil
    }
  }

  private func picture(_ order: ShopWorld.Order) -> PlatformJSON {
    [
      "order_id": .string(order.id), "order_status": .number("\(status(order))"), "shop_id": 4_463_798,
      "create_time": .number("\(order.createdAt)"), "update_time": .number("\(order.updatedAt)"),
      "pay_time": .number("\(order.paidAt ?? 0)"), "ship_time": .number("\(order.shippedAt ?? 0)"),
      "finish_time": .number("\(order.cancelledAt ?? 0)"), "encrypt_post_tel": "#invented#", "buyer_words": "请快点发货",
      "sku_order_list": .array(order.lines.map { self.line($0, of: order) }),
    ]
  }

  private func line(_ line: ShopWorld.Line, of order: ShopWorld.Order) -> PlatformJSON {
    let stock: [PlatformJSON] = line.shares.map { share in
      let number = share.warehouse == "GZ" ? "31201" : "31202"
      return ["warehouse_id": .string(number), "out_warehouse_id": "", "count": .number("\(share.quantity)")]
    }
    let sale: PlatformJSON = ["after_sale_status": .number(line.undoings.isEmpty ? "0" : "12")]
    return [
      "order_id": .string(line.id), "parent_order_id": .string(order.id), "out_sku_id": .string(line.sku),
      "sku_id": .number("1700000000000000001"), "item_num": .number("\(line.quantity)"),
      "goods_price": .number("\(line.price)"), "room_id": .number(order.room.isEmpty ? "0" : order.room),
      "author_id": .number("88000000000000001"), "theme_type": "1", "order_status": .number("\(status(order))"),
      "given_product_type": .string(line.isGift ? "FREE" : ""),
      "pre_sale_type": .number(line.presaleDue == nil ? "0" : "1"),
      "exp_ship_time": .number("\(line.presaleDue ?? 0)"), "after_sale_info": sale, "inventory_list": .array(stock),
    ]
  }

  private func afterSales(_ line: ShopWorld.Line) -> [PlatformJSON] {
    line.undoings.map { undoing in
      let sale: PlatformJSON = [
        "aftersale_id": .string(undoing.id), "related_id": .string(line.id), "aftersale_status": .number("12"),
        "aftersale_type": .number(undoing.isAfterShipping ? "0" : "2"),
        "aftersale_num": .number("\(undoing.quantity)"), "update_time": .number("\(undoing.time)"),
      ]
      return ["aftersale_info": sale]
    }
  }
}
