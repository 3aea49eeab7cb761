public import LiveshelfCore

extension StockLedger {
  /// The balance of a cell; nil before its opening snapshot.
  public func balance(of cell: StockCell) -> StockBalance? {
    places.opened(cell).flatMap { accounts[$0]?.balance }
  }

  /// What a warehouse has of a SKU, all options together; nil before its first opening snapshot.
  public func balance(of sku: SKU, in warehouse: String) -> StockBalance? {
    let numbers = places.cells(of: sku, in: warehouse)
    guard let first = numbers.first, let balance = accounts[first]?.balance else { return nil }
    return numbers.dropFirst().reduce(into: balance) { sum, number in
      if let own = accounts[number]?.balance { sum.add(own) }
    }
  }

  /// Units of a SKU that a warehouse can still promise (negative: oversold); nil before its opening snapshot. A kit without
  /// stock of its own has as many as its parts make.
  public func available(_ sku: SKU, in warehouse: String) -> Int? {
    if let balance = balance(of: sku, in: warehouse) { return balance.available }
    guard kits[sku] != nil else { return nil }
    var kits: Int?
    for part in partCells(of: StockCell(sku: sku, warehouse: warehouse)) ?? [] {
      guard
        let own = part.cell.option.isEmpty ? available(part.cell.sku, in: warehouse) : balance(of: part.cell)?.available
      else { return nil }
      let enough = own >= 0 ? own / part.quantity : -((-own + part.quantity - 1) / part.quantity)
      kits = min(kits ?? enough, enough)
    }
    return kits
  }

  /// Units that can still be promised by option (negative: oversold), in one warehouse; empty where stock is not told by
  /// option. Units whose option nobody knows are under the empty option, as long as there are some.
  public func availableByOption(of sku: SKU, in warehouse: String) -> [String: Int] {
    let numbers = places.cells(of: sku, in: warehouse)
    guard let first = numbers.first, places.isByOption(places.cell(first)) else { return [:] }
    var options: [String: Int] = [:]
    for number in numbers {
      let (option, available) = (places.cell(number).option, accounts[number]?.balance.available ?? 0)
      if !option.isEmpty || available != 0 { options[option] = available }
    }
    return options
  }

  /// When the stock that an event draws on was told; nil: it was not yet.
  func openingTime(of event: OrderEvent) -> WallTime? {
    places.open(StockCell(sku: event.sku, option: event.option, warehouse: event.warehouse), rules).flatMap {
      accounts[$0.number]?.openedAt
    }
  }

  /// The warehouses that hold, or held, a SKU, or all parts of a kit, sorted.
  public func warehouses(of sku: SKU) -> [String] {
    if let own = places.warehouses[sku] { return own }
    guard let parts = kits[sku], let first = parts.first else { return [] }
    return (places.warehouses[first.sku] ?? []).filter { available(sku, in: $0) != nil }
  }

  /// Units of a SKU that can be promised somewhere: what an oversold warehouse lacks is not taken from the others, units whose
  /// option nobody knows are, and what may be sold beyond stock is there. Nil before the first opening snapshot.
  public func sellable(_ sku: SKU) -> Int? {
    let warehouses = warehouses(of: sku)
    guard !warehouses.isEmpty else { return nil }
    return warehouses.reduce(0) { sum, warehouse in
      let numbers = places.cells(of: sku, in: warehouse)
      guard let first = numbers.first else { return sum + max(0, available(sku, in: warehouse) ?? 0) }
      guard places.isByOption(places.cell(first)) else { return sum + max(0, accounts[first]?.balance.promisable ?? 0) }
      let known = numbers.dropFirst().reduce(0) { $0 + max(0, accounts[$1]?.balance.promisable ?? 0) }
      return sum + max(0, known + min(0, accounts[first]?.balance.available ?? 0))
    }
  }

  /// Where orders promise more than there is and than may be sold beyond it: warehouse, and option where stock is told by
  /// option, with the units that lack (negative). A kit lacks nothing: its parts do.
  func shortfalls(of sku: SKU) -> [(place: String, units: Int)] {
    rows(of: sku).compactMap { row in
      // Units whose option nobody knows are short only where the whole place is.
      let isUnassigned = row.cell.option.isEmpty && places.isByOption(row.cell)
      let units = isUnassigned ? available(sku, in: row.cell.warehouse) ?? 0 : row.balance.promisable
      guard units < 0 else { return nil }
      return (row.cell.option.isEmpty ? row.cell.warehouse : "\(row.cell.warehouse) \(row.cell.option)", units)
    }
  }

  /// Units of a SKU over all warehouses, oversold ones subtracted. Nil before the first opening snapshot.
  public func available(_ sku: SKU) -> Int? {
    let warehouses = warehouses(of: sku)
    guard !warehouses.isEmpty else { return nil }
    return warehouses.reduce(0) { $0 + (available(sku, in: $1) ?? 0) }
  }

  /// The SKUs with an open cell, sorted.
  public var skus: [SKU] { places.warehouses.keys.sorted() }

  /// Every open cell, sorted by SKU, warehouse and option: the rows of `inventory_final.csv`. Where stock is told by option,
  /// units whose option nobody knows have a row without one, as long as there are some.
  public var table: [StockRow] { skus.flatMap { rows(of: $0) } }

  /// The open cells of one SKU, by warehouse and option.
  public func rows(of sku: SKU) -> [StockRow] {
    (places.warehouses[sku] ?? []).flatMap { warehouse in
      places.cells(of: sku, in: warehouse).compactMap { number -> StockRow? in
        let cell = places.cell(number)
        guard let balance = accounts[number]?.balance else { return nil }
        if cell.option.isEmpty, places.isByOption(cell), accounts[number]?.isUsed != true { return nil }
        return StockRow(cell: cell, balance: balance)
      }
    }
  }

  /// Where stock is told by option: what rows named no known option, by cell. A rule of `LedgerRules` assigns them.
  public var unassigned: [StockRow] { table.filter { $0.cell.option.isEmpty && places.isByOption($0.cell) } }

  /// What the newest snapshots differ by from the ledger, as far as no count has answered them; sorted by cell.
  public var differences: [StockDifference] {
    accounts.values.compactMap(\.difference).sorted { $0.cell < $1.cell }
  }
}
