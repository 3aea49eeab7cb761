import LiveshelfCore
import Rooms

/// Orders that are made, the same each time.
struct MadeOrders {
  static let skus = (1...30).map { SKU("S\($0)") }
  static let warehouses = ["GZ", "HZ", "BJ", "CD"]

  static var catalog: Catalog {
    Catalog(skus.enumerated().map { Product(sku: $0.element, name: "商品\($0.offset + 1)", livePrice: Money("59")) })
  }

  /// The opening stock: enough that some cells run out.
  static func stock(at time: WallTime, each units: Int) -> [Row] {
    skus.flatMap { sku in
      warehouses.map { .stock(StockSnapshot(time: time, sku: sku, warehouse: $0, onHand: units)) }
    }
  }

  /// The event with number `index`: orders are created, most are paid, some cancelled.
  static func event(_ index: Int, at time: WallTime) -> Row {
    let order = index / 2
    let sku = skus[(order &* 7919) % skus.count]
    let warehouse = warehouses[(order &* 104_729) % warehouses.count]
    let type: OrderEventType = index % 2 == 0 ? .created : (order % 10 == 0 ? .cancelled : .paid)
    return .order(
      OrderEvent(
        eventID: "e\(index)", orderID: "o\(order)", type: type, sku: sku, quantity: 1 + order % 3,
        unitPrice: Money(hundredths: 5900), region: "广东", warehouse: warehouse, source: "live_mini", eventTime: time,
        ingestTime: time))
  }
}
