import LiveshelfCore

/// Short ways to write inputs in tests.
let start = WallTime(microseconds: 1_775_822_400_000_000)
let tea: SKU = "TEA"

func order(
  _ type: OrderEventType, _ orderID: String, _ quantity: Int = 1, sku: SKU = tea, option: String = "",
  warehouse: String = "EAST", at seconds: Double = 10, eventID: String? = nil, line: String = "", source: String = ""
) -> OrderEvent {
  OrderEvent(
    eventID: eventID ?? "\(orderID)-\(type.rawValue)", orderID: orderID, lineID: line, type: type, sku: sku,
    option: option,
    quantity: quantity, unitPrice: Money(hundredths: 5990), warehouse: warehouse, source: source,
    eventTime: start + seconds)
}

func snapshot(
  _ onHand: Int, sku: SKU = tea, option: String = "", warehouse: String = "EAST", at seconds: Double = 0,
  reserved: Int = 0,
  inTransit: Int = 0, arrival: Double? = nil, safetyStock: Int = 0
) -> StockSnapshot {
  StockSnapshot(
    time: start + seconds, sku: sku, option: option, warehouse: warehouse, onHand: onHand, reserved: reserved,
    inTransit: inTransit,
    arrival: arrival.map { start + $0 }, safetyStock: safetyStock)
}

func receipt(_ units: Int, _ id: String, sku: SKU = tea, at warehouse: String = "EAST", time seconds: Double = 30)
  -> StockTransaction
{
  StockTransaction(id: id, time: start + seconds, sku: sku, .receipt(warehouse: warehouse, quantity: units))
}

func transfer(_ units: Int, _ id: String, from source: String, to destination: String, time seconds: Double = 30)
  -> StockTransaction
{
  StockTransaction(id: id, time: start + seconds, sku: tea, .transfer(from: source, to: destination, quantity: units))
}

func count(_ units: Int, _ id: String, sku: SKU = tea, at warehouse: String = "EAST", time seconds: Double)
  -> StockTransaction
{
  StockTransaction(id: id, time: start + seconds, sku: sku, .count(warehouse: warehouse, units: units))
}

/// SplitMix64 (Steele, Lea and Flood 2014): the same numbers in every run.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) {
    state = seed
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
