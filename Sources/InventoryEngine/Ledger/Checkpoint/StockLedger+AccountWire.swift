internal import LiveshelfCore

/// An account's state, from field 2 on; see `LedgerCheckpoint`.
extension StockLedger.Account {
  func write(to writer: inout WireWriter) {
    writer.write(openedAt, as: 2)
    writer.write(balance.onHand, as: 3)
    writer.write(balance.reserved, as: 4)
    writer.write(balance.reservedElsewhere, as: 5)
    writer.write(balance.inTransit, as: 6)
    writer.write(balance.safetyStock, as: 7)
    writer.write(balance.presaleAllowance, as: 8)
    writer.write(newestCount?.time, as: 9)
    writer.write(newestCount?.onHand ?? 0, as: 10)
    writer.write(count?.time, as: 11)
    writer.write(count?.id ?? "", as: 12)
    writer.write(count?.isImplied ?? false, as: 13)
    writer.write(assumedReceipt?.time, as: 14)
    writer.write(assumedReceipt?.units ?? 0, as: 15)
    for shipment in shipments {
      writer.write(as: 16) { inner in
        inner.write(shipment.arrival, as: 1)
        inner.write(shipment.units, as: 2)
        inner.write(shipment.transfer ?? "", as: 3)
      }
    }
    writer.write(assumedReturns, as: 17)
    writer.write(refunded, as: 18)
    writer.write(cameBack, as: 19)
    writer.write(allowedAt, as: 20)
    writer.write(isUsed, as: 21)
    writer.write(as: 22) { presales.write(to: &$0) }
    writer.write(as: 23) { recent.write(to: &$0) }
    for (channel, allocation) in allocations.sorted(by: { $0.key < $1.key }) {
      writer.write(as: 25) { inner in
        inner.write(channel, as: 1)
        inner.write(allocation.units, as: 2)
        inner.write(allocation.used, as: 3)
        inner.write(allocation.since, as: 4)
        inner.write(allocation.until, as: 5)
        inner.write(allocation.causeID, as: 6)
      }
    }
    if let difference {
      writer.write(as: 24) { inner in
        inner.write(difference.cell.sku, as: 1)
        inner.write(difference.cell.option, as: 2)
        inner.write(difference.cell.warehouse, as: 3)
        inner.write(difference.time, as: 4)
        inner.write(difference.counted, as: 5)
        inner.write(difference.expected, as: 6)
        inner.write(difference.standing, as: 7)
      }
    }
  }

  mutating func restore(_ field: WireField) throws(WireError) {
    switch field.number {
    case 2: openedAt = try field.wallTime()
    case 3: balance.onHand = try field.int()
    case 4: balance.reserved = try field.int()
    case 5: balance.reservedElsewhere = try field.int()
    case 6: balance.inTransit = try field.int()
    case 7: balance.safetyStock = try field.int()
    case 8: balance.presaleAllowance = try field.int()
    case 9: newestCount = (try field.wallTime(), 0)
    case 10: newestCount?.onHand = try field.int()
    case 11: count = (try field.wallTime(), "", false)
    case 12: count?.id = try field.text()
    case 13: count?.isImplied = try field.bool()
    case 14: assumedReceipt = (0, try field.wallTime())
    case 15: assumedReceipt?.units = try field.int()
    case 16: shipments.append(try StockLedger.Shipment(reading: field.fields()))
    case 17: assumedReturns = try field.int()
    case 18: refunded = try field.int()
    case 19: cameBack = try field.int()
    case 20: allowedAt = try field.wallTime()
    case 21: isUsed = try field.bool()
    case 22: presales = try PresaleBook(reading: field.fields())
    case 23: recent = try RecentChanges(reading: field.fields())
    case 25:
      var channel = ""
      var allocation = StockLedger.Allocation(units: 0, since: WallTime(microseconds: 0), causeID: "")
      var reader = try field.fields()
      while let part = try reader.next() {
        switch part.number {
        case 1: channel = try part.text()
        case 2: allocation.units = try part.int()
        case 3: allocation.used = try part.int()
        case 4: allocation.since = try part.wallTime()
        case 5: allocation.until = try part.wallTime()
        case 6: allocation.causeID = try part.text()
        default: break
        }
      }
      allocations[channel] = allocation
    case 24: difference = try StockDifference(reading: field.fields())
    default: break
    }
  }

  /// What follows of the rest.
  mutating func finishRestoring() {
    balance.allocated = allocations.mapValues(\.left).filter { $0.value > 0 }
    balance.arrival = shipments.first?.arrival
    balance.owed = presales.settled().owed
  }
}

extension StockLedger.Shipment {
  fileprivate init(reading fields: WireReader) throws(WireError) {
    var reader = fields
    self.init(arrival: WallTime(microseconds: 0), units: 0, transfer: nil)
    while let field = try reader.next() {
      switch field.number {
      case 1: arrival = try field.wallTime()
      case 2: units = try field.int()
      case 3: transfer = try field.text()
      default: break
      }
    }
  }
}

extension StockDifference {
  fileprivate init(reading fields: WireReader) throws(WireError) {
    var reader = fields
    self.init(
      cell: StockCell(sku: "", warehouse: ""), time: WallTime(microseconds: 0), counted: 0, expected: 0, standing: 0)
    while let field = try reader.next() {
      switch field.number {
      case 1: cell.sku = try field.sku()
      case 2: cell.option = try field.text()
      case 3: cell.warehouse = try field.text()
      case 4: time = try field.wallTime()
      case 5: counted = try field.int()
      case 6: expected = try field.int()
      case 7: standing = try field.int()
      default: break
      }
    }
  }
}
