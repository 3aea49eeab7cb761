internal import LiveshelfCore

/// Orders of some lines, each through its own life.
extension LedgerHistory {
  /// What is known of a line while it is told.
  private struct Line {
    var orderID: String
    var source: String
    var number: String
    var cell: StockCell
    /// The option by which rows name it: that of its creation, or the one chosen since.
    var namedOption: String
    /// Units ordered together, and when those expire that nobody pays.
    var pots: [(units: Int, expires: Double)] = []

    var units: Int { pots.reduce(0) { $0 + $1.units } }
    var firstEnd: Double { pots.map(\.expires).min() ?? .infinity }
  }

  mutating func addOrder() {
    let source = isLucky(2) ? "app" : "live"
    let isShared = isLucky(4) && sharing.insert(source).inserted
    let orderID = isShared ? "SHARED\(suffix)" : "O\(suffix)-\(id(of: "orders"))"
    let numbersLines = isLucky(2)
    var told: Set<String> = []
    for (line, cell) in cells.shuffled(using: &dice).prefix(roll(1...3)).enumerated() {
      // Lines of one variant can be told apart by their number alone.
      guard numbersLines || told.insert("\(cell.sku) \(cell.option)").inserted else { continue }
      // A kit's line is that of a product of its own.
      let isKit = cell.sku == sku("CUP") && isLucky(2)
      let own = isKit ? StockCell(sku: sku("BOX"), warehouse: cell.warehouse) : cell
      addLine(
        Line(
          orderID: orderID, source: source, number: numbersLines ? "L\(line)" : "", cell: own, namedOption: own.option))
    }
  }

  /// What one unit of a product takes from the stock, and where.
  private func parts(_ cell: StockCell) -> [(cell: StockCell, units: Int)] {
    guard cell.sku == sku("BOX") else { return [(cell, 1)] }
    return [
      (StockCell(sku: sku("TEA"), warehouse: cell.warehouse), 2),
      (StockCell(sku: sku("CUP"), warehouse: cell.warehouse), 1),
    ]
  }

  mutating func change(_ cell: StockCell, _ units: Int, at time: Double) {
    for part in parts(cell) { changes.append((part.cell, time, units * part.units)) }
  }

  func isLate(_ cell: StockCell) -> Bool { parts(cell).contains { $0.cell == late } }

  private mutating func tell(_ type: OrderEventType, _ quantity: Int, of line: Line, at time: Double) {
    add(
      .order(
        OrderEvent(
          eventID: id(of: line.source), orderID: line.orderID, lineID: line.number, type: type, sku: line.cell.sku,
          option: line.namedOption, quantity: quantity, unitPrice: Money(hundredths: 5900),
          warehouse: line.cell.warehouse, source: line.source, eventTime: Self.start + time)), at: time)
  }

  private mutating func addLine(_ told: Line) {
    var line = told
    let patience = line.source == "app" ? Self.patience * 60 : .infinity
    var time = 5 + seconds(upTo: 180)
    let isCreated = !isLucky(8)
    if isCreated {
      // One line may be told in two rows.
      for _ in 0..<(isLucky(4) ? 2 : 1) {
        let quantity = roll(1...6)
        tell(.created, quantity, of: line, at: time)
        change(line.cell, -quantity, at: time)
        line.pots.append((quantity, time + patience))
        if line.number.isEmpty || line.source == "app" { break }
        time += 1 + seconds(upTo: 1)
      }
      if isLucky(8) { return payBefore(line, time) }
      if isLucky(4) { edit(&line, &time) }
      if isLucky(5) { reroute(&line, &time) }
      if line.cell.sku == sku("COAT"), isLucky(2) { choose(&line, &time) }
    } else {
      line.pots = [(roll(1...6), .infinity)]
    }
    let paysAt = moment(after: time)
    let isPaid = !isCreated || !isLucky(3)
    // Partial cancellations before anything expires.
    var cancelled = 0
    for _ in 0..<roll(0...2) where isCreated && line.pots.count == 1 && cancelled < line.units && isLucky(2) {
      let quantity = roll(1...(line.units - cancelled))
      time += 1 + seconds(upTo: 3)
      guard time < min(line.firstEnd, paysAt) else { break }
      tell(.cancelled, quantity, of: line, at: time)
      change(line.cell, quantity, at: time)
      cancelled += quantity
    }
    if line.pots.count == 1 { line.pots[0].units -= cancelled }
    guard line.units > 0 else { return }
    for pot in line.pots where pot.expires < .infinity && (!isPaid || paysAt >= pot.expires) {
      change(line.cell, pot.units, at: pot.expires)
      if isPaid { change(line.cell, -pot.units, at: paysAt) }
    }
    guard isPaid else { return }
    if !isCreated { change(line.cell, -line.units, at: paysAt) }
    // Some pay in two parts, both before or both after it expired.
    if line.units > 1, isCreated, line.firstEnd == .infinity, isLucky(4) {
      let part = roll(1...(line.units - 1))
      tell(.paid, part, of: line, at: paysAt)
      tell(.paid, line.units - part, of: line, at: paysAt + 0.5)
    } else {
      tell(.paid, line.units, of: line, at: paysAt)
    }
    addAfterlife(line, paysAt + 1)
  }

  /// The payment's clock is behind that of the order, and not all of it is paid.
  private mutating func payBefore(_ line: Line, _ created: Double) {
    guard line.pots.count == 1 else { return }
    let paid = roll(1...line.units)
    tell(.paid, paid, of: line, at: created - 1 - seconds(upTo: 3))
    if line.firstEnd < .infinity { change(line.cell, line.units - paid, at: line.firstEnd) }
  }

  /// The buyer wants more or fewer.
  private mutating func edit(_ line: inout Line, _ time: inout Double) {
    let at = moment(after: time)
    guard at < line.firstEnd, line.pots.count == 1 else { return }
    time = at
    let units = roll(1...9)
    tell(.edited, units, of: line, at: at)
    change(line.cell, line.units - units, at: at)
    if units > line.units {
      line.pots.append((units - line.units, line.source == "app" ? at + Self.patience * 60 : .infinity))
    } else {
      line.pots[0].units = units
    }
  }

  /// Another warehouse sends it. Without line ids a row that names another warehouse may be about another line: only numbered
  /// lines move.
  private mutating func reroute(_ line: inout Line, _ time: inout Double) {
    let at = moment(after: time)
    guard !line.number.isEmpty, at < line.firstEnd else { return }
    time = at
    change(line.cell, line.units, at: at)
    line.cell.warehouse = line.cell.warehouse == "EAST" ? "WEST" : "EAST"
    tell(.rerouted, line.units, of: line, at: at)
    change(line.cell, -line.units, at: at)
  }

  /// The buyer chooses another option. Only a numbered line is known to be the same afterwards, and its later rows may still
  /// name the first.
  private mutating func choose(_ line: inout Line, _ time: inout Double) {
    let at = moment(after: time)
    guard !line.number.isEmpty, at < line.firstEnd else { return }
    time = at
    change(line.cell, line.units, at: at)
    let first = line.namedOption
    line.cell.option = line.cell.option == "黑色" ? "白色" : "黑色"
    line.namedOption = line.cell.option
    tell(.edited, line.units, of: line, at: at)
    change(line.cell, -line.units, at: at)
    if isLucky(2) { line.namedOption = first }
  }

  /// Dispatch, refunds, cancellations that come too late, and what comes back.
  private mutating func addAfterlife(_ line: Line, _ paid: Double) {
    guard isLucky(2) else { return }
    let (units, undoneAt) = (line.units, moment(after: paid))
    let quantity = roll(1...units)
    let sent = isLucky(2) ? 0 : isLucky(2) ? units : roll(0...units)
    if sent > 0 { tell(.shipped, sent, of: line, at: Self.written(paid + dice.uniform() * (undoneAt - paid))) }
    tell(isLucky(3) ? .cancelled : .refunded, quantity, of: line, at: undoneAt)
    // What was not sent can be sold again at once; what is with the buyer, when it has come back.
    let kept = min(quantity, units - sent)
    change(line.cell, kept, at: undoneAt)
    guard quantity > kept, !isLate(line.cell) else { return }
    let back = moment(after: undoneAt)
    let good = roll(0...(quantity - kept))
    add(
      .transaction(
        StockTransaction(
          id: id(of: "warehouse"), time: Self.start + back, sku: line.cell.sku, option: line.cell.option,
          .returnReceived(warehouse: line.cell.warehouse, quantity: quantity - kept, resellable: good))), at: back)
    change(line.cell, good, at: back)
  }
}
