extension StockSnapshot: WireCodable {
  public func write(to writer: inout WireWriter) {
    writer.write(time, as: 1)
    writer.write(sku, as: 2)
    writer.write(warehouse, as: 3)
    writer.write(onHand, as: 4)
    writer.write(reserved, as: 5)
    writer.write(inTransit, as: 6)
    writer.write(arrival, as: 7)
    writer.write(safetyStock, as: 8)
    writer.write(option, as: 10)
    writer.write(owed, as: 11)
  }

  public init(reading reader: inout WireReader) throws(WireError) {
    self.init(time: WallTime(microseconds: 0), sku: "", warehouse: "", onHand: 0)
    while let field = try reader.next() {
      switch field.number {
      case 1: time = try field.wallTime()
      case 2: sku = try field.sku()
      case 3: warehouse = try field.text()
      case 4: onHand = try field.int()
      case 5: reserved = try field.int()
      case 6: inTransit = try field.int()
      case 7: arrival = try field.wallTime()
      case 8: safetyStock = try field.int()
      case 10: option = try field.text()
      case 11: owed = try field.int()
      default: break
      }
    }
  }
}
