public import LiveshelfCore

extension StockLedger {
  /// Takes over a piece of another ledger's state. The pieces come in their order, before anything else.
  ///
  /// - Returns: what cells begin with, so that balances stay sums of movements.
  /// - Throws: when it cannot be understood; the ledger is then to be given up.
  public mutating func restore(_ piece: [UInt8]) throws(WireError) -> LedgerResult {
    var result = LedgerResult()
    var reader = try WireReader(encoded: piece)
    while let field = try reader.next() {
      var content = try field.fields()
      switch field.number {
      case LedgerCheckpoint.Piece.places: try restorePlaces(&content)
      case LedgerCheckpoint.Piece.accounts:
        while let field = try content.next() { try restoreAccount(field.fields(), into: &result) }
      case LedgerCheckpoint.Piece.transactions:
        while let field = try content.next() {
          let transaction: StockTransaction = try field.value()
          transactions[transaction.id] = transaction
        }
      case LedgerCheckpoint.Piece.orders:
        while let field = try content.next() { try restoreOrder(field.fields()) }
      case LedgerCheckpoint.Piece.events:
        while let field = try content.next() { try register.restore(field.fields()) }
      default: throw .unknown("piece of a ledger's state")
      }
    }
    return result
  }

  private mutating func restorePlaces(_ reader: inout WireReader) throws(WireError) {
    while let field = try reader.next() {
      switch field.number {
      case 4: _ = sources.number(of: try field.text())
      case 5: now = try field.wallTime()
      default: try places.restore(field)
      }
    }
  }

  private mutating func restoreAccount(_ fields: WireReader, into result: inout LedgerResult) throws(WireError) {
    var reader = fields
    var (number, account) = (Int32?.none, Account(openedAt: WallTime(microseconds: 0)))
    while let field = try reader.next() {
      if field.number == 1 { number = try field.number() } else { try account.restore(field) }
    }
    // Zero is not written.
    let place = number ?? 0
    guard places.isKnown(place) else { throw .impossible("the number of a cell") }
    account.finishRestoring()
    accounts[place] = account
    for until in account.allocations.values.compactMap(\.until) {
      nextAllocationEnd = min(nextAllocationEnd ?? until, until)
    }
    if let due = account.shipments.first?.arrival { nextArrival = min(nextArrival ?? due, due) }
    let balance = account.balance
    guard account.isUsed || balance != StockBalance() else { return }
    result.movements.append(
      StockMovement(
        kind: .opening, cell: places.cell(place), onHand: balance.onHand, reserved: balance.reserved,
        causeID: "carried",
        time: now ?? account.openedAt))
  }

  private mutating func restoreOrder(_ fields: WireReader) throws(WireError) {
    var reader = fields
    var (key, sku, events) = (Fingerprint?.none, SKU(""), [LineEvent]())
    while let field = try reader.next() {
      switch field.number {
      case 1: key = try field.fingerprint()
      case 2: sku = try field.sku()
      case 3: events.append(try LineEvent(reading: field.fields()))
      default: break
      }
    }
    guard let key else { throw .missing("key of an order") }
    guard events.allSatisfy({ places.isKnown($0.cell) && sources.isKnown($0.source) && sources.isKnown($0.room) })
    else {
      throw .impossible("the number of a cell or source")
    }
    adopt(events, of: sku, under: key)
  }
}

extension LineEvent {
  init(reading fields: WireReader) throws(WireError) {
    var reader = fields
    self.init(
      time: 0, id: 0, quantity: 0, cell: 0, line: 0, source: 0, room: 0, type: .created, isPresale: false)
    while let field = try reader.next() {
      switch field.number {
      case 1: time = try field.int64()
      case 2: id = try field.number()
      case 3: quantity = try field.number()
      case 4: cell = try field.number()
      case 5: line = try field.number()
      case 6: source = try field.number()
      case 7: type = try field.choice("type of order event")
      case 8: isPresale = try field.bool()
      case 9: room = try field.number()
      default: break
      }
    }
  }
}
