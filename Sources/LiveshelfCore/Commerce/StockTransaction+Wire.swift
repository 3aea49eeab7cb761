extension StockTransaction: WireCodable {
  /// What happened, by its name, which is part of the format.
  private enum ChangeType: String {
    case receipt, transfer, count, adjustment, damage, assembly
    case returnReceived = "return_received"
    case returnToSupplier = "return_to_supplier"
    case presale, allocation
  }

  public func write(to writer: inout WireWriter) {
    writer.write(id, as: 1)
    writer.write(time, as: 2)
    writer.write(sku, as: 3)
    writer.write(option, as: 8)
    writer.write(reason, as: 9)
    func write(_ type: ChangeType, _ warehouse: String, _ quantity: Int) {
      writer.write(type, as: 4)
      writer.write(warehouse, as: 5)
      writer.write(quantity, as: 7)
    }
    switch change {
    case .receipt(let warehouse, let quantity): write(.receipt, warehouse, quantity)
    case .transfer(let source, let destination, let quantity, let arrival):
      write(.transfer, source, quantity)
      writer.write(destination, as: 6)
      writer.write(arrival, as: 10)
    case .count(let warehouse, let units, let scope):
      write(.count, warehouse, units)
      writer.write(scope, as: 11)
    case .adjustment(let warehouse, let units): write(.adjustment, warehouse, units)
    case .damage(let warehouse, let quantity): write(.damage, warehouse, quantity)
    case .returnReceived(let warehouse, let quantity, let resellable, let orderID):
      write(.returnReceived, warehouse, quantity)
      writer.write(resellable, as: 12)
      writer.write(orderID, as: 13)
    case .returnToSupplier(let warehouse, let quantity): write(.returnToSupplier, warehouse, quantity)
    case .assembly(let warehouse, let quantity): write(.assembly, warehouse, quantity)
    case .presaleAllowance(let warehouse, let units, let due):
      write(.presale, warehouse, units)
      writer.write(due, as: 10)
    case .allocation(let warehouse, let units, let channel, let until):
      write(.allocation, warehouse, units)
      writer.write(until, as: 10)
      writer.write(channel, as: 14)
    }
  }

  public init(reading reader: inout WireReader) throws(WireError) {
    self.init(id: "", time: WallTime(microseconds: 0), sku: "", .receipt(warehouse: "", quantity: 0))
    var type: ChangeType?
    var (warehouse, destination, quantity, resellable, orderID, channel) = ("", "", 0, 0, "", "")
    var due: WallTime?
    var scope = CountScope.cycle
    while let field = try reader.next() {
      switch field.number {
      case 1: id = try field.text()
      case 2: time = try field.wallTime()
      case 3: sku = try field.sku()
      case 4: type = try field.choice("type of stock transaction")
      case 5: warehouse = try field.text()
      case 6: destination = try field.text()
      case 7: quantity = try field.int()
      case 8: option = try field.text()
      case 9: reason = try field.text()
      case 10: due = try field.wallTime()
      case 11: scope = try field.choice("scope of a count")
      case 12: resellable = try field.int()
      case 13: orderID = try field.text()
      case 14: channel = try field.text()
      default: break
      }
    }
    guard let type else { throw .missing("type of stock transaction") }
    change =
      switch type {
      case .receipt: .receipt(warehouse: warehouse, quantity: quantity)
      case .transfer: .transfer(from: warehouse, to: destination, quantity: quantity, arrival: due)
      case .count: .count(warehouse: warehouse, units: quantity, scope: scope)
      case .adjustment: .adjustment(warehouse: warehouse, units: quantity)
      case .damage: .damage(warehouse: warehouse, quantity: quantity)
      case .returnReceived:
        .returnReceived(warehouse: warehouse, quantity: quantity, resellable: resellable, orderID: orderID)
      case .returnToSupplier: .returnToSupplier(warehouse: warehouse, quantity: quantity)
      case .assembly: .assembly(warehouse: warehouse, quantity: quantity)
      case .presale: .presaleAllowance(warehouse: warehouse, units: quantity, due: due)
      case .allocation: .allocation(warehouse: warehouse, units: quantity, channel: channel, until: due)
      }
  }
}
