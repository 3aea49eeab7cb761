public import LiveshelfCore

/// A made-up show of a shop: rows as sources send them, and beside them what they come to by the simplest arithmetic there is.
/// It knows nothing of the ledger: a list of changes with their moments, added up.
public struct LedgerHistory: Sendable {
  public static let start = WallTime(microseconds: 1_775_822_400_000_000)
  /// Minutes after which unpaid orders of the source `app` expire.
  public static let patience = 1.0
  /// Seconds after which nothing comes any more.
  public static let length = 1500.0

  public struct Told: Sendable {
    public var content: Row
    /// When it happened, in seconds since the start, and when it came.
    var time: Double
    public var arrival: Double
  }

  public internal(set) var rows: [Told] = []
  /// Rows that must change nothing: ids used for something else, times that cannot be.
  public internal(set) var refused = 0
  public internal(set) var repeats = 0
  var changes: [(cell: StockCell, time: Double, units: Int)] = []
  var counts: [(cell: StockCell, time: Double, units: Int)] = []
  var openings: [StockCell: Int] = [:]
  /// The cell whose first snapshot comes after orders of it.
  var late: StockCell?
  var dice: Dice
  let suffix: String
  private var numbers: [String: Int] = [:]
  /// Sources that have an order under the id that two of them use.
  var sharing: Set<String> = []

  static let warehouses = ["EAST", "WEST"]

  /// - Parameter suffix: of every SKU and order, so that many histories can be told to one shop.
  public init(seed: UInt64, suffix: String = "") {
    dice = Dice(seed: seed)
    self.suffix = suffix
    if isLucky(3) { late = cells.randomElement(using: &dice) }
    for cell in cells { open(cell) }
    for _ in 0..<roll(3...8) { addOrder() }
    for _ in 0..<roll(0...6) { addTransaction() }
    for _ in 0..<roll(0...2) { addCount() }
    // Some rows come twice, and some ids again for something else.
    for row in rows where roll(1...8) == 1 { again(row) }
  }

  /// The products of histories with these suffixes. The box has no stock of its own and sells its parts; the set has.
  public static func catalog(_ suffixes: [String] = [""]) -> Catalog {
    Catalog(
      suffixes.flatMap { suffix in
        func sku(_ name: String) -> SKU { SKU("\(name)\(suffix)") }
        return [
          Product(sku: sku("TEA"), name: "龙井茶", livePrice: Money(hundredths: 5900)),
          Product(sku: sku("COAT"), name: "长款羽绒服", options: ["黑色", "白色"]), Product(sku: sku("CUP"), name: "马克杯"),
          Product(
            sku: sku("BOX"), name: "茶礼盒",
            parts: [KitPart(sku: sku("TEA"), quantity: 2), KitPart(sku: sku("CUP"), quantity: 1)]),
          Product(
            sku: sku("SET"), name: "茶具套装",
            parts: [KitPart(sku: sku("TEA"), quantity: 1), KitPart(sku: sku("CUP"), quantity: 3)]),
        ]
      })
  }

  func sku(_ name: String) -> SKU { SKU("\(name)\(suffix)") }

  public var cells: [StockCell] {
    Self.warehouses.flatMap { warehouse in
      [
        StockCell(sku: sku("TEA"), warehouse: warehouse), StockCell(sku: sku("CUP"), warehouse: warehouse),
        StockCell(sku: sku("COAT"), option: "黑色", warehouse: warehouse),
        StockCell(sku: sku("COAT"), option: "白色", warehouse: warehouse),
        StockCell(sku: sku("SET"), warehouse: warehouse),
      ]
    }
  }

  /// Units that can be promised in the end.
  public var expected: [StockCell: Int] {
    var result: [StockCell: Int] = [:]
    for cell in cells {
      let count = counts.filter { $0.cell == cell }.max { $0.time < $1.time }
      let from = count?.time ?? 0
      result[cell] = changes.filter { $0.cell == cell && $0.time >= from }.reduce(count?.units ?? openings[cell] ?? 0) {
        $0 + $1.units
      }
    }
    return result
  }

  mutating func roll(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &dice) }
  mutating func isLucky(_ oneIn: Int) -> Bool { roll(1...oneIn) == 1 }

  /// Seconds up to so many, in thousandths: finer times are not written.
  mutating func seconds(upTo most: Double) -> Double { Self.written(dice.uniform() * most) }

  /// A moment of its own.
  mutating func moment(after time: Double) -> Double { Self.written(time + 1 + dice.uniform() * 45) }

  static func written(_ seconds: Double) -> Double { (seconds * 1000).rounded() / 1000 }

  /// Every source counts by itself: the same id from two of them names two events.
  mutating func id(of source: String) -> String {
    numbers[source, default: 0] += 1
    return "id\(suffix)-\(numbers[source] ?? 0)"
  }

  mutating func add(_ content: Row, at time: Double) {
    // Rows come up to six minutes late, in any order; a clock that is fast lets some come before they happened.
    var isCount = false
    if case .transaction(let transaction) = content, case .count = transaction.change { isCount = true }
    let delay =
      isLucky(3)
      ? seconds(upTo: 360) : isLucky(5) && !isCount ? -seconds(upTo: 15) : seconds(upTo: 20)
    rows.append(Told(content: content, time: time, arrival: max(1, time + delay)))
  }

  private mutating func open(_ cell: StockCell) {
    let units = roll(0...60)
    openings[cell] = units
    let snapshot = StockSnapshot(
      time: Self.start, sku: cell.sku, option: cell.option, warehouse: cell.warehouse, onHand: units)
    rows.append(Told(content: .stock(snapshot), time: 0, arrival: cell == late ? 60 + seconds(upTo: 240) : 0.5))
  }

  private mutating func again(_ row: Told) {
    var row = row
    row.arrival += seconds(upTo: 180)
    switch row.content {
    case .order(var event):
      if isLucky(3) {
        event.quantity += 1
        refused += 1
      } else if isLucky(4) {
        event.eventID += "-late"
        event.eventTime = Self.start + row.arrival + 9 * 3600
        refused += 1
      } else {
        repeats += 1
      }
      row.content = .order(event)
    case .transaction(var transaction):
      if isLucky(3) { transaction.time = transaction.time + 1 }
      if isLucky(3) {
        transaction.id += "-late"
        transaction.time = Self.start + row.arrival + 9 * 3600
      }
      row.content = .transaction(transaction)
    default: return
    }
    rows.append(row)
  }
}
