extension OrderEvent: WireCodable {
  public func write(to writer: inout WireWriter) {
    writer.write(eventID, as: 1)
    writer.write(orderID, as: 2)
    writer.write(type, as: 3)
    writer.write(sku, as: 4)
    writer.write(option, as: 5)
    writer.write(quantity, as: 6)
    writer.write(unitPrice, as: 7)
    writer.write(region, as: 8)
    writer.write(warehouse, as: 9)
    writer.write(source, as: 10)
    writer.write(eventTime, as: 11)
    writer.write(ingestTime, as: 12)
    writer.write(lineID, as: 13)
    writer.write(discount, as: 14)
    writer.write(roomMark, as: 15)
    writer.write(presaleDue, as: 16)
    writer.write(room, as: 17)
  }

  public init(reading reader: inout WireReader) throws(WireError) {
    var type: OrderEventType?
    self.init(
      eventID: "", orderID: "", type: .created, sku: "", quantity: 0, unitPrice: nil,
      eventTime: WallTime(microseconds: 0))
    while let field = try reader.next() {
      switch field.number {
      case 1: eventID = try field.text()
      case 2: orderID = try field.text()
      case 3: type = try field.choice("type of order event")
      case 4: sku = try field.sku()
      case 5: option = try field.text()
      case 6: quantity = try field.int()
      case 7: unitPrice = try field.value()
      case 8: region = try field.text()
      case 9: warehouse = try field.text()
      case 10: source = try field.text()
      case 11: eventTime = try field.wallTime()
      case 12: ingestTime = try field.wallTime()
      case 13: lineID = try field.text()
      case 14: discount = try field.value()
      case 15: roomMark = try field.text()
      case 16: presaleDue = try field.wallTime()
      case 17: room = try field.text()
      default: break
      }
    }
    guard let type else { throw .missing("type of order event") }
    self.type = type
  }
}
