/// One field: the fact under its kind's number.
extension ShopFact: WireCodable {
  public func write(to writer: inout WireWriter) {
    switch self {
    case .level(let level): writer.write(level, as: 1)
    case .stage(let report): writer.write(report, as: 2)
    }
  }

  public init(reading reader: inout WireReader) throws(WireError) {
    var fact: ShopFact?
    while let field = try reader.next() {
      switch field.number {
      case 1: fact = .level(try field.value())
      case 2: fact = .stage(try field.value())
      default: break
      }
    }
    guard let fact else { throw .unknown("kind of a shop's fact") }
    self = fact
  }
}

extension StockLevel: WireCodable {
  public func write(to writer: inout WireWriter) {
    writer.write(time, as: 1)
    writer.write(row.cell.sku, as: 2)
    writer.write(row.cell.option, as: 3)
    writer.write(row.cell.warehouse, as: 4)
    writer.write(row.balance.onHand, as: 5)
    writer.write(row.balance.reserved, as: 6)
    writer.write(row.balance.reservedElsewhere, as: 7)
    writer.write(row.balance.inTransit, as: 8)
    writer.write(row.balance.arrival, as: 9)
    writer.write(row.balance.safetyStock, as: 10)
    writer.write(row.balance.owed, as: 11)
    writer.write(row.balance.returning, as: 12)
    writer.write(row.balance.presaleAllowance, as: 13)
    for (channel, units) in row.balance.allocated.sorted(by: { $0.key < $1.key }) {
      writer.write(as: 14) { inner in
        inner.write(channel, as: 1)
        inner.write(units, as: 2)
      }
    }
  }

  public init(reading reader: inout WireReader) throws(WireError) {
    self.init(
      time: WallTime(microseconds: 0), row: StockRow(cell: StockCell(sku: "", warehouse: ""), balance: StockBalance()))
    while let field = try reader.next() {
      switch field.number {
      case 1: time = try field.wallTime()
      case 2: row.cell.sku = try field.sku()
      case 3: row.cell.option = try field.text()
      case 4: row.cell.warehouse = try field.text()
      case 5: row.balance.onHand = try field.int()
      case 6: row.balance.reserved = try field.int()
      case 7: row.balance.reservedElsewhere = try field.int()
      case 8: row.balance.inTransit = try field.int()
      case 9: row.balance.arrival = try field.wallTime()
      case 10: row.balance.safetyStock = try field.int()
      case 11: row.balance.owed = try field.int()
      case 12: row.balance.returning = try field.int()
      case 13: row.balance.presaleAllowance = try field.int()
      case 14:
        var (channel, units) = ("", 0)
        var inner = try field.fields()
        while let part = try inner.next() {
          if part.number == 1 { channel = try part.text() } else if part.number == 2 { units = try part.int() }
        }
        row.balance.allocated[channel] = units
      default: break
      }
    }
  }
}

extension StageReport: WireCodable {
  public func write(to writer: inout WireWriter) {
    writer.write(room.text, as: 1)
    writer.write(time, as: 2)
    writer.write(shown, as: 3)
  }

  public init(reading reader: inout WireReader) throws(WireError) {
    var (room, time, shown) = (RoomName?.none, WallTime(microseconds: 0), [Shown]())
    while let field = try reader.next() {
      switch field.number {
      case 1: room = RoomName(try field.text())
      case 2: time = try field.wallTime()
      case 3: shown.append(try field.value())
      default: break
      }
    }
    guard let room else { throw .missing("room") }
    self.init(room: room, time: time, shown: shown)
  }
}

extension StageReport.Shown: WireCodable {
  public func write(to writer: inout WireWriter) {
    writer.write(presentationID, as: 1)
    writer.write(sku, as: 2)
    writer.write(start, as: 3)
  }

  public init(reading reader: inout WireReader) throws(WireError) {
    self.init(presentationID: "", sku: "", start: WallTime(microseconds: 0))
    while let field = try reader.next() {
      switch field.number {
      case 1: presentationID = try field.text()
      case 2: sku = try field.sku()
      case 3: start = try field.wallTime()
      default: break
      }
    }
  }
}
