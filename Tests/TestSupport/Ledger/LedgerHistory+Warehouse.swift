internal import LiveshelfCore

/// What warehouses report.
extension LedgerHistory {
  mutating func addTransaction() {
    let cell = cells[roll(0...(cells.count - 1))]
    let other = StockCell(sku: cell.sku, option: cell.option, warehouse: cell.warehouse == "EAST" ? "WEST" : "EAST")
    // Nothing is booked in a place that nobody has told of.
    guard late != cell, late != other else { return }
    let (time, quantity) = (1 + seconds(upTo: 250), roll(1...20))
    let kind: StockTransaction.Change
    switch roll(1...8) {
    case 1:
      kind = .receipt(warehouse: cell.warehouse, quantity: quantity)
      change(cell, quantity, at: time)
    case 2:
      kind = .transfer(from: cell.warehouse, to: other.warehouse, quantity: quantity)
      change(cell, -quantity, at: time)
      change(other, quantity, at: time)
    case 3:
      let arrival = time + 1 + seconds(upTo: 150)
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
    case 7:
      return assemble(in: cell.warehouse, at: time)
    default:
      kind = .receipt(warehouse: cell.warehouse, quantity: 1)
      change(cell, 1, at: time)
    }
    add(
      .transaction(
        StockTransaction(
          id: id(of: "warehouse"), time: Self.start + time, sku: cell.sku, option: cell.option, reason: "盘点", kind)),
      at: time)
  }

  /// Sets are put together, or taken apart.
  private mutating func assemble(in warehouse: String, at time: Double) {
    let units = isLucky(3) ? -roll(1...5) : roll(1...5)
    let set = StockCell(sku: sku("SET"), warehouse: warehouse)
    let (tea, cup) = (
      StockCell(sku: sku("TEA"), warehouse: warehouse), StockCell(sku: sku("CUP"), warehouse: warehouse)
    )
    guard ![set, tea, cup].contains(late) else { return }
    add(
      .transaction(
        StockTransaction(
          id: id(of: "warehouse"), time: Self.start + time, sku: set.sku,
          .assembly(warehouse: warehouse, quantity: units))), at: time)
    change(set, units, at: time)
    change(tea, -units, at: time)
    change(cup, -3 * units, at: time)
  }

  mutating func addCount() {
    let cell = cells[roll(0...(cells.count - 1))]
    let (time, units) = (1 + seconds(upTo: 300), roll(0...40))
    let isFull = isLucky(3)
    let counted = cells.filter {
      $0 == cell || (isFull && $0.sku == cell.sku && $0.warehouse == cell.warehouse)
    }
    guard !counted.contains(where: { $0 == late }) else { return }
    for other in counted { counts.append((other, time, other == cell ? units : 0)) }
    add(
      .transaction(
        StockTransaction(
          id: id(of: "warehouse"), time: Self.start + time, sku: cell.sku, option: cell.option,
          .count(warehouse: cell.warehouse, units: units, scope: isFull ? .full : .cycle))), at: time)
  }
}
