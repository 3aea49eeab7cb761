import InventoryEngine
import LiveshelfCore
import RoomEngine

/// A made-up show of a shop: rows as sources send them, and beside them what they come to by the simplest arithmetic there is.
/// It knows nothing of the ledger: a list of changes with their moments, added up.
struct LedgerHistory {
  static let start = WallTime(microseconds: 1_775_822_400_000_000)
  static let catalog = Catalog([
    Product(sku: "TEA", name: "龙井茶", livePrice: Money(hundredths: 5900)),
    Product(sku: "COAT", name: "长款羽绒服", options: ["黑色", "白色"]),
    Product(sku: "CUP", name: "马克杯"),
    Product(
      sku: "BOX", name: "茶礼盒", parts: [KitPart(sku: "TEA", quantity: 2), KitPart(sku: "CUP", quantity: 1)]),
  ])
  /// Minutes after which unpaid orders of the source `app` expire.
  static let patience = 1.0

  struct Told {
    var content: Row
    /// When it happened, in seconds since the start, and when it came.
    var time: Double
    var arrival: Double
  }

  private(set) var rows: [Told] = []
  /// Rows that must change nothing: ids used for something else, times that cannot be.
  private(set) var refused = 0
  private(set) var repeats = 0
  private var changes: [(cell: StockCell, time: Double, units: Int)] = []
  private var counts: [(cell: StockCell, time: Double, units: Int)] = []
  private var openings: [StockCell: Int] = [:]
  private var dice: Dice
  private var number = 0
  private static let warehouses = ["EAST", "WEST"]
  private static let cells: [StockCell] = warehouses.flatMap { warehouse in
    [
      StockCell(sku: "TEA", warehouse: warehouse), StockCell(sku: "CUP", warehouse: warehouse),
      StockCell(sku: "COAT", option: "黑色", warehouse: warehouse),
      StockCell(sku: "COAT", option: "白色", warehouse: warehouse),
    ]
  }

  init(seed: UInt64) {
    dice = Dice(seed: seed)
    for cell in Self.cells { open(cell) }
    for _ in 0..<roll(3...8) { addOrder() }
    for _ in 0..<roll(0...6) { addTransaction() }
    for _ in 0..<roll(0...2) { addCount() }
    // Some rows come twice, and some ids again for something else.
    for row in rows where roll(1...8) == 1 { again(row) }
  }

  /// Units that can be promised in the end.
  var expected: [StockCell: Int] {
    var result: [StockCell: Int] = [:]
    for cell in Self.cells {
      let count = counts.filter { $0.cell == cell }.max { $0.time < $1.time }
      let from = count?.time ?? 0
      result[cell] = changes.filter { $0.cell == cell && $0.time >= from }.reduce(count?.units ?? openings[cell] ?? 0) {
        $0 + $1.units
      }
    }
    return result
  }

  private mutating func roll(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &dice) }
  private mutating func isLucky(_ oneIn: Int) -> Bool { roll(1...oneIn) == 1 }

  private mutating func id() -> String {
    number += 1
    return "id-\(number)"
  }

  /// A moment of its own.
  private mutating func moment(after time: Double) -> Double { time + 1 + dice.uniform() * 45 }

  private mutating func add(_ content: Row, at time: Double) {
    // Rows come up to six minutes late, in any order; a clock that is fast lets some come before they happened.
    var isCount = false
    if case .transaction(let transaction) = content, case .count = transaction.change { isCount = true }
    let delay =
      isLucky(3) ? dice.uniform() * 360 : isLucky(5) && !isCount ? -dice.uniform() * 15 : dice.uniform() * 20
    rows.append(Told(content: content, time: time, arrival: max(1, time + delay)))
  }

  private mutating func open(_ cell: StockCell) {
    let units = roll(0...60)
    openings[cell] = units
    let snapshot = StockSnapshot(
      time: Self.start, sku: cell.sku, option: cell.option, warehouse: cell.warehouse, onHand: units)
    rows.append(Told(content: .stock(snapshot), time: 0, arrival: 0.5))
  }

  private mutating func again(_ row: Told) {
    var row = row
    row.arrival += dice.uniform() * 180
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

extension LedgerHistory {
  /// An order of some lines, each through its own life.
  private mutating func addOrder() {
    let orderID = "O\(id())"
    let source = isLucky(2) ? "app" : "live"
    let numbersLines = isLucky(2)
    var told: Set<String> = []
    for (line, cell) in Self.cells.shuffled(using: &dice).prefix(roll(1...3)).enumerated() {
      // Lines of one variant can be told apart by their number alone.
      guard numbersLines || told.insert("\(cell.sku) \(cell.option)").inserted else { continue }
      // A kit's line is that of a product of its own.
      let isKit = cell.sku == "CUP" && isLucky(2)
      addLine(
        orderID, source, numbersLines ? "L\(line)" : "",
        isKit ? StockCell(sku: "BOX", warehouse: cell.warehouse) : cell)
    }
  }

  /// What one unit of a product takes from the stock, and where.
  private func parts(_ cell: StockCell) -> [(cell: StockCell, units: Int)] {
    guard cell.sku == "BOX" else { return [(cell, 1)] }
    return [
      (StockCell(sku: "TEA", warehouse: cell.warehouse), 2), (StockCell(sku: "CUP", warehouse: cell.warehouse), 1),
    ]
  }

  private mutating func change(_ cell: StockCell, _ units: Int, at time: Double) {
    for part in parts(cell) { changes.append((part.cell, time, units * part.units)) }
  }

  private mutating func addLine(_ orderID: String, _ source: String, _ line: String, _ cell: StockCell) {
    func event(_ type: OrderEventType, _ quantity: Int, _ cell: StockCell, _ time: Double, id: String) -> OrderEvent {
      OrderEvent(
        eventID: id, orderID: orderID, lineID: line, type: type, sku: cell.sku, option: cell.option,
        quantity: quantity, unitPrice: Money(hundredths: 5900), warehouse: cell.warehouse, source: source,
        eventTime: Self.start + time)
    }
    var (cell, units, time) = (cell, 0, dice.uniform() * 180 + 1)
    let isCreated = !isLucky(8)
    if isCreated {
      // One line may be told in two rows.
      for _ in 0..<(isLucky(4) ? 2 : 1) {
        let quantity = roll(1...6)
        add(.order(event(.created, quantity, cell, time, id: id())), at: time)
        change(cell, -quantity, at: time)
        units += quantity
        if line.isEmpty || source == "app" { break }
        time += 1 + dice.uniform()
      }
    } else {
      units = roll(1...6)
    }
    let created = time
    if isCreated, isLucky(5) {
      time = moment(after: time)
      let target = StockCell(sku: cell.sku, option: cell.option, warehouse: cell.warehouse == "EAST" ? "WEST" : "EAST")
      // Without line ids a row that names another warehouse may be about another line: only numbered lines move.
      if !line.isEmpty, time < created + Self.patience * 60 {
        add(.order(event(.rerouted, units, target, time, id: id())), at: time)
        change(cell, units, at: time)
        change(target, -units, at: time)
        cell = target
      }
    }
    let paysAt = moment(after: time)
    let isPaid = !isCreated || !isLucky(3)
    let expires = source == "app" ? created + Self.patience * 60 : .infinity
    var cancelled = 0
    // Partial cancellations before it expires.
    for _ in 0..<roll(0...2) where isCreated && cancelled < units && isLucky(2) {
      let quantity = roll(1...(units - cancelled))
      time += 1 + dice.uniform() * 3
      guard time < min(expires, paysAt) else { break }
      add(.order(event(.cancelled, quantity, cell, time, id: id())), at: time)
      change(cell, quantity, at: time)
      cancelled += quantity
    }
    let rest = units - cancelled
    guard rest > 0 else { return }
    if !isPaid || paysAt >= expires, expires < .infinity { change(cell, rest, at: expires) }
    guard isPaid else { return }
    add(.order(event(.paid, rest, cell, paysAt, id: id())), at: paysAt)
    if !isCreated || paysAt >= expires { change(cell, -rest, at: paysAt) }
    addAfterlife(rest, cell, paysAt, event)
  }

  /// Dispatch, refunds, and what comes back.
  private mutating func addAfterlife(
    _ units: Int, _ cell: StockCell, _ paid: Double,
    _ event: (OrderEventType, Int, StockCell, Double, String) -> OrderEvent
  ) {
    guard isLucky(3) else { return }
    let refundedAt = moment(after: paid)
    let quantity = roll(1...units)
    if isLucky(2) {
      let sent = moment(after: paid)
      add(.order(event(.shipped, units, cell, sent, id())), at: sent)
      // The goods are with the buyer: a refund gives nothing back until they have come.
      add(.order(event(.refunded, quantity, cell, refundedAt, id())), at: refundedAt)
      guard cell.sku != "BOX" else { return }
      let back = moment(after: refundedAt)
      let good = roll(0...quantity)
      add(
        .transaction(
          StockTransaction(
            id: id(), time: Self.start + back, sku: cell.sku, option: cell.option,
            .returnReceived(warehouse: cell.warehouse, quantity: quantity, resellable: good))), at: back)
      change(cell, good, at: back)
    } else {
      // Nothing was sent: the units can be sold again at once.
      add(.order(event(.refunded, quantity, cell, refundedAt, id())), at: refundedAt)
      change(cell, quantity, at: refundedAt)
    }
  }

  private mutating func addTransaction() {
    let cell = Self.cells[roll(0...(Self.cells.count - 1))]
    let other = StockCell(sku: cell.sku, option: cell.option, warehouse: cell.warehouse == "EAST" ? "WEST" : "EAST")
    let (time, quantity) = (1 + dice.uniform() * 250, roll(1...20))
    let kind: StockTransaction.Change
    switch roll(1...7) {
    case 1:
      kind = .receipt(warehouse: cell.warehouse, quantity: quantity)
      change(cell, quantity, at: time)
    case 2:
      kind = .transfer(from: cell.warehouse, to: other.warehouse, quantity: quantity)
      change(cell, -quantity, at: time)
      change(other, quantity, at: time)
    case 3:
      let arrival = time + 1 + dice.uniform() * 150
      kind = .transfer(
        from: cell.warehouse, to: other.warehouse, quantity: quantity, arrival: Self.start + arrival)
      change(cell, -quantity, at: time)
      change(other, quantity, at: arrival)
    case 4:
      let units = roll(0...1) == 0 ? quantity : -quantity
      kind = .adjustment(warehouse: cell.warehouse, units: units)
      change(cell, units, at: time)
    case 5:
      kind = .damage(warehouse: cell.warehouse, quantity: quantity)
      change(cell, -quantity, at: time)
    case 6:
      kind = .returnToSupplier(warehouse: cell.warehouse, quantity: quantity)
      change(cell, -quantity, at: time)
    default:
      kind = .receipt(warehouse: cell.warehouse, quantity: 1)
      change(cell, 1, at: time)
    }
    add(
      .transaction(
        StockTransaction(id: id(), time: Self.start + time, sku: cell.sku, option: cell.option, reason: "盘点", kind)),
      at: time)
  }

  private mutating func addCount() {
    let cell = Self.cells[roll(0...(Self.cells.count - 1))]
    let (time, units) = (1 + dice.uniform() * 300, roll(0...40))
    let isFull = isLucky(3)
    for other in Self.cells
    where other == cell || (isFull && other.sku == cell.sku && other.warehouse == cell.warehouse) {
      counts.append((other, time, other == cell ? units : 0))
    }
    add(
      .transaction(
        StockTransaction(
          id: id(), time: Self.start + time, sku: cell.sku, option: cell.option,
          .count(warehouse: cell.warehouse, units: units, scope: isFull ? .full : .cycle))), at: time)
  }
}
