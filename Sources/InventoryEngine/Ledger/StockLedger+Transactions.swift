public import LiveshelfCore

extension StockLedger {
  /// Books what a warehouse reports. The same id again changes nothing. What is left out does not use its id up: it can be
  /// sent again when its cause is mended.
  ///
  /// - **Receipt.** Units that the ledger booked when their shipment was due are not booked again; other units in transit
  ///   become fewer. What pre-sold orders are owed is taken from it.
  /// - **Transfer.** Where it precedes the opening of a cell, that cell's opening snapshot contains it already.
  /// - **Count.** Tells of the moment `time`, whatever came in since: orders after it still count, and events before it that
  ///   come late change nothing, because the count contains them. The balance therefore does not depend on the order in
  ///   which counts and events arrive. Of several counts of a cell the newest holds.
  public mutating func apply(_ transaction: StockTransaction) -> LedgerResult {
    var result = LedgerResult()
    if let known = transactions[transaction.id] {
      result.isRepeat = known == transaction
      result.isRefused = known != transaction
      if known != transaction { result.notices.append(.idReused(causeID: transaction.id)) }
      return result
    }
    if book(transaction, into: &result) {
      transactions[transaction.id] = transaction
    } else {
      result.isRefused = true
    }
    return result
  }

  /// False: it is left out, and notices say why.
  private mutating func book(_ transaction: StockTransaction, into result: inout LedgerResult) -> Bool {
    let units = 1...rules.largestQuantity
    switch transaction.change {
    case .receipt(let warehouse, let quantity):
      guard let cells = accept(quantity, units, transaction, [warehouse], into: &result) else { return false }
      receive(quantity, at: cells[0], transaction, into: &result)
    case .transfer(let source, let destination, let quantity, let arrival):
      guard let cells = accept(quantity, units, transaction, [source, destination], into: &result) else { return false }
      guard source != destination else { break }
      move(-quantity, .transferOut, at: cells[0], transaction, into: &result)
      enter(quantity, at: cells[1], arrival, transaction, into: &result)
    case .count(let warehouse, let counted, let scope):
      guard let cells = accept(counted, 0...Self.largestCount, transaction, [warehouse], into: &result) else {
        return false
      }
      return count(counted, scope, at: cells[0], transaction, into: &result)
    case .adjustment(let warehouse, let change):
      let range = -rules.largestQuantity...rules.largestQuantity
      guard let cells = accept(change, range, transaction, [warehouse], into: &result) else { return false }
      move(change, .adjustment, at: cells[0], transaction, into: &result)
    case .damage(let warehouse, let quantity):
      guard let cells = accept(quantity, units, transaction, [warehouse], into: &result) else { return false }
      move(-quantity, .damage, at: cells[0], transaction, into: &result)
    case .returnReceived(let warehouse, let quantity, let resellable, _):
      return takeBack(quantity, min(max(0, resellable), quantity), in: warehouse, transaction, into: &result)
    case .returnToSupplier(let warehouse, let quantity):
      guard let cells = accept(quantity, units, transaction, [warehouse], into: &result) else { return false }
      move(-quantity, .returnToSupplier, at: cells[0], transaction, into: &result)
    case .assembly(let warehouse, let quantity):
      return assemble(quantity, in: warehouse, transaction, into: &result)
    case .presaleAllowance(let warehouse, let allowed, _):
      let range = 0...rules.largestQuantity
      guard let cells = accept(allowed, range, transaction, [warehouse], into: &result) else { return false }
      // Of several allowances the newest holds.
      guard accounts[cells[0]]?.allowedAt.map({ transaction.time > $0 }) ?? true else { break }
      accounts[cells[0]]?.allowedAt = transaction.time
      accounts[cells[0]]?.balance.presaleAllowance = allowed
    case .allocation(let warehouse, let units, let channel, let until):
      let range = 0...rules.largestQuantity
      guard let cells = accept(units, range, transaction, [warehouse], into: &result) else { return false }
      return allocate(units, to: channel, until: until, at: cells[0], transaction, into: &result)
    }
    return true
  }

  /// The cells of a transaction in some warehouses; nil: the ledger cannot book it.
  private func accept(
    _ quantity: Int, _ allowed: ClosedRange<Int>, _ transaction: StockTransaction, _ warehouses: [String],
    into result: inout LedgerResult
  ) -> [Int32]? {
    guard allowed.contains(quantity) else {
      result.notices.append(.quantityRefused(causeID: transaction.id, quantity: quantity, allowed: allowed))
      return nil
    }
    var numbers: [Int32] = []
    for warehouse in warehouses {
      let cell = StockCell(sku: transaction.sku, option: transaction.option, warehouse: warehouse)
      guard let number = places.opened(cell) else {
        result.notices.append(.unknownCell(causeID: transaction.id, cell: cell))
        return nil
      }
      numbers.append(number)
    }
    return numbers
  }

  private mutating func receive(
    _ quantity: Int, at number: Int32, _ transaction: StockTransaction, into result: inout LedgerResult
  ) {
    guard follows(transaction, at: number, into: &result), var account = accounts[number] else { return }
    let cell = places.cell(number)
    var fresh = quantity
    if let assumed = account.assumedReceipt {
      let confirmed = min(quantity, assumed.units)
      fresh -= confirmed
      account.assumedReceipt = assumed.units > confirmed ? (assumed.units - confirmed, assumed.time) : nil
      result.notices.append(.receiptWasExpected(causeID: transaction.id, cell: cell, quantity: confirmed))
    }
    // The shipments from outside become smaller, the earliest first; then those of which nobody knows when they come.
    let undated = account.balance.inTransit - account.shipments.reduce(0) { $0 + $1.units }
    var left = fresh
    for index in account.shipments.indices where account.shipments[index].transfer == nil {
      let units = min(left, account.shipments[index].units)
      left -= units
      account.shipments[index].units -= units
    }
    account.shipments.removeAll { $0.units == 0 }
    account.balance.inTransit = account.shipments.reduce(max(0, undated - left)) { $0 + $1.units }
    account.balance.arrival = account.shipments.first?.arrival
    accounts[number] = account
    record(movement(.receipt, fresh, transaction, number), at: number, into: &result)
    fill(number, causeID: transaction.id, into: &result) { $0.receive(fresh, at: transaction.time.microseconds) }
  }

  /// Units that another warehouse sent: at once, or when they arrive.
  private mutating func enter(
    _ quantity: Int, at number: Int32, _ arrival: WallTime?, _ transaction: StockTransaction,
    into result: inout LedgerResult
  ) {
    guard let arrival, arrival > transaction.time else {
      move(quantity, .transferIn, at: number, transaction, into: &result)
      fill(number, causeID: transaction.id, into: &result) { $0.receive(quantity, at: transaction.time.microseconds) }
      return
    }
    guard follows(transaction, at: number, into: &result) else { return }
    send(Shipment(arrival: arrival, units: quantity, transfer: transaction.id), to: number)
    if let now { takeArrivals(at: number, until: now, into: &result) }
  }

  private mutating func move(
    _ quantity: Int, _ kind: StockMovement.Kind, at number: Int32, _ transaction: StockTransaction,
    into result: inout LedgerResult
  ) {
    guard quantity != 0, follows(transaction, at: number, into: &result) else { return }
    record(movement(kind, quantity, transaction, number), at: number, into: &result)
    if quantity < 0, let onHand = accounts[number]?.balance.onHand, onHand < 0 {
      result.notices.append(.belowZero(causeID: transaction.id, cell: places.cell(number), onHand: onHand))
    }
  }

  /// The same of a product; of a kit that sells its parts, its parts come back. False: it is to be left out.
  private mutating func takeBack(
    _ quantity: Int, _ resellable: Int, in warehouse: String, _ transaction: StockTransaction,
    into result: inout LedgerResult
  ) -> Bool {
    let cell = StockCell(sku: transaction.sku, option: transaction.option, warehouse: warehouse)
    var back: [(number: Int32, of: Int)] = []
    for part in partCells(of: cell, at: transaction.time.microseconds) ?? [] {
      guard let number = places.opened(part.cell) else { break }
      back.append((number, part.quantity))
    }
    if back.isEmpty || !(1...rules.largestQuantity).contains(quantity) || back.count < kits[cell.sku]?.count ?? 0 {
      guard let cells = accept(quantity, 1...rules.largestQuantity, transaction, [warehouse], into: &result) else {
        return false
      }
      back = [(cells[0], 1)]
    }
    for (number, count) in back {
      takeBack(quantity * count, resellable * count, at: number, transaction, into: &result)
    }
    return true
  }

  /// Units that buyers sent back; those of them that can be sold again.
  private mutating func takeBack(
    _ quantity: Int, _ resellable: Int, at number: Int32, _ transaction: StockTransaction,
    into result: inout LedgerResult
  ) {
    guard follows(transaction, at: number, into: &result), let account = accounts[number] else { return }
    // What the return rule gave back before anybody saw it is confirmed, or taken back.
    let assumed = min(quantity, account.assumedReturns)
    accounts[number]?.assumedReturns -= assumed
    accounts[number]?.cameBack += quantity - assumed
    let change = resellable - assumed
    guard change != 0 else { return }
    record(movement(.returnReceived, change, transaction, number), at: number, into: &result)
  }

  /// Kits put together out of their parts, or taken apart.
  private mutating func assemble(
    _ quantity: Int, in warehouse: String, _ transaction: StockTransaction, into result: inout LedgerResult
  ) -> Bool {
    let range = -rules.largestQuantity...rules.largestQuantity
    guard let kit = accept(quantity, range, transaction, [warehouse], into: &result)?.first else { return false }
    guard let parts = kits[transaction.sku] else {
      result.notices.append(.noKit(causeID: transaction.id, cell: places.cell(kit)))
      return false
    }
    var moves: [(number: Int32, units: Int)] = []
    for part in parts {
      var cell = StockCell(sku: part.sku, option: part.option, warehouse: warehouse)
      if cell.option.isEmpty, places.isByOption(cell) { cell.option = transaction.option }
      guard let number = places.opened(cell) else {
        result.notices.append(.unknownCell(causeID: transaction.id, cell: cell))
        return false
      }
      moves.append((number, -quantity * max(1, min(part.quantity, 10_000))))
    }
    for (number, units) in moves { move(units, .assembly, at: number, transaction, into: &result) }
    move(quantity, .assembly, at: kit, transaction, into: &result)
    return true
  }

  private func movement(
    _ kind: StockMovement.Kind, _ units: Int, _ transaction: StockTransaction, _ number: Int32
  ) -> StockMovement {
    StockMovement(
      kind: kind, cell: places.cell(number), onHand: units, reserved: 0, causeID: transaction.id,
      time: transaction.time)
  }

  /// Whether a transaction changes a cell: what precedes its opening is in the opening's count.
  func follows(_ transaction: StockTransaction, at number: Int32, into result: inout LedgerResult) -> Bool {
    guard let opened = accounts[number]?.openedAt, transaction.time < opened else { return true }
    result.notices.append(.precedesOpening(causeID: transaction.id, cell: places.cell(number), opened: opened))
    return false
  }
}
