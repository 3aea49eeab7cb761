internal import LiveshelfCore

extension ByteWriter {
  mutating func write(_ time: WallTime) {
    write(time.microseconds)
  }

  mutating func write(_ amount: Money) {
    write(amount.hundredths)
    write(amount.currency.code)
  }

  mutating func write(_ event: OrderEvent) {
    write(event.eventID)
    write(event.orderID)
    write(event.type.rawValue)
    write(event.sku.text)
    write(event.option)
    write(event.quantity)
    write(event.unitPrice) { $0.write($1) }
    write(event.region)
    write(event.warehouse)
    write(event.source)
    write(event.eventTime)
    write(event.ingestTime) { $0.write($1) }
    write(event.lineID)
    write(event.discount) { $0.write($1) }
    write(event.roomMark)
    write(event.presaleDue) { $0.write($1) }
  }

  mutating func write(_ snapshot: StockSnapshot) {
    write(snapshot.time)
    write(snapshot.sku.text)
    write(snapshot.warehouse)
    write(snapshot.onHand)
    write(snapshot.reserved)
    write(snapshot.inTransit)
    write(snapshot.arrival) { $0.write($1) }
    write(snapshot.safetyStock)
    write(snapshot.onHandByOption.sorted { $0.key < $1.key }) { writer, entry in
      writer.write(entry.key)
      writer.write(entry.value)
    }
    write(snapshot.option)
    write(snapshot.owed)
  }

  mutating func write(_ transaction: StockTransaction) {
    write(transaction.id)
    write(transaction.time)
    write(transaction.sku.text)
    write(transaction.option)
    write(transaction.reason)
    switch transaction.change {
    case .receipt(let warehouse, let quantity): write("receipt", warehouse, quantity)
    case .transfer(let source, let destination, let quantity, let arrival):
      write("transfer", source, quantity)
      write(destination)
      write(arrival) { $0.write($1) }
    case .count(let warehouse, let units, let scope):
      write("count", warehouse, units)
      write(scope.rawValue)
    case .adjustment(let warehouse, let units): write("adjustment", warehouse, units)
    case .damage(let warehouse, let quantity): write("damage", warehouse, quantity)
    case .returnReceived(let warehouse, let quantity, let resellable, let orderID):
      write("return_received", warehouse, quantity)
      write(resellable)
      write(orderID)
    case .returnToSupplier(let warehouse, let quantity): write("return_to_supplier", warehouse, quantity)
    case .assembly(let warehouse, let quantity): write("assembly", warehouse, quantity)
    case .presaleAllowance(let warehouse, let units, let due):
      write("presale", warehouse, units)
      write(due) { $0.write($1) }
    }
  }

  private mutating func write(_ type: String, _ warehouse: String, _ quantity: Int) {
    write(type)
    write(warehouse)
    write(quantity)
  }

  mutating func write(_ comment: ViewerComment) {
    write(comment.id)
    write(comment.time)
    write(comment.text)
  }

  mutating func write(_ product: Product) {
    write(product.sku.text)
    write(product.name)
    write(product.aliases) { $0.write($1) }
    write(product.category)
    write(product.listPrice) { $0.write($1) }
    write(product.livePrice) { $0.write($1) }
    write(product.linkNumber) { $0.write($1) }
    write(product.options) { $0.write($1) }
    write(product.parts) { writer, part in
      writer.write(part.sku.text)
      writer.write(part.option)
      writer.write(part.quantity)
    }
  }
}

extension ByteReader {
  mutating func wallTime() throws(RecordError) -> WallTime {
    WallTime(microseconds: try int64())
  }

  mutating func orderEvent() throws(RecordError) -> OrderEvent {
    let (eventID, orderID) = (try text(), try text())
    guard let type = OrderEventType(rawValue: try text()) else { throw .unknown("type of order event") }
    var event = OrderEvent(
      eventID: eventID, orderID: orderID, type: type, sku: SKU(try text()), option: try text(), quantity: try int(),
      unitPrice: try optional { (reader) throws(RecordError) in try reader.money() }, region: try text(),
      warehouse: try text(), source: try text(), eventTime: try wallTime(),
      ingestTime: try optional { (reader) throws(RecordError) in try reader.wallTime() })
    event.lineID = try text()
    event.discount = try optional { (reader) throws(RecordError) in try reader.money() }
    event.roomMark = try text()
    event.presaleDue = try optional { (reader) throws(RecordError) in try reader.wallTime() }
    return event
  }

  mutating func money() throws(RecordError) -> Money {
    let hundredths = try int64()
    guard let currency = Currency(try text()) else { throw .impossible("a currency") }
    return Money(hundredths: hundredths, currency: currency)
  }

  mutating func snapshot() throws(RecordError) -> StockSnapshot {
    var snapshot = StockSnapshot(
      time: try wallTime(), sku: SKU(try text()), warehouse: try text(), onHand: try int(), reserved: try int(),
      inTransit: try int(), arrival: try optional { (reader) throws(RecordError) in try reader.wallTime() },
      safetyStock: try int(), onHandByOption: try options())
    snapshot.option = try text()
    snapshot.owed = try int()
    return snapshot
  }

  private mutating func options() throws(RecordError) -> [String: Int] {
    let entries = try list { (reader) throws(RecordError) in (try reader.text(), try reader.int()) }
    return Dictionary(entries) { $1 }
  }

  mutating func transaction() throws(RecordError) -> StockTransaction {
    let (id, time, sku) = (try text(), try wallTime(), SKU(try text()))
    let (option, reason) = (try text(), try text())
    return StockTransaction(id: id, time: time, sku: sku, option: option, reason: reason, try stockChange())
  }

  private mutating func stockChange() throws(RecordError) -> StockTransaction.Change {
    let (type, warehouse, quantity) = (try text(), try text(), try int())
    switch type {
    case "receipt": return .receipt(warehouse: warehouse, quantity: quantity)
    case "transfer":
      return .transfer(
        from: warehouse, to: try text(), quantity: quantity,
        arrival: try optional { (reader) throws(RecordError) in try reader.wallTime() })
    case "count":
      guard let scope = StockTransaction.CountScope(rawValue: try text()) else { throw .unknown("scope of a count") }
      return .count(warehouse: warehouse, units: quantity, scope: scope)
    case "adjustment": return .adjustment(warehouse: warehouse, units: quantity)
    case "damage": return .damage(warehouse: warehouse, quantity: quantity)
    case "return_received":
      return .returnReceived(warehouse: warehouse, quantity: quantity, resellable: try int(), orderID: try text())
    case "return_to_supplier": return .returnToSupplier(warehouse: warehouse, quantity: quantity)
    case "assembly": return .assembly(warehouse: warehouse, quantity: quantity)
    case "presale":
      return .presaleAllowance(
        warehouse: warehouse, units: quantity,
        due: try optional { (reader) throws(RecordError) in try reader.wallTime() })
    default: throw .unknown("type of stock transaction")
    }
  }

  mutating func comment() throws(RecordError) -> ViewerComment {
    ViewerComment(id: try text(), time: try wallTime(), text: try text())
  }

  mutating func product() throws(RecordError) -> Product {
    Product(
      sku: SKU(try text()), name: try text(),
      aliases: try list { (reader) throws(RecordError) in try reader.text() }, category: try text(),
      listPrice: try optional { (reader) throws(RecordError) in try reader.money() },
      livePrice: try optional { (reader) throws(RecordError) in try reader.money() },
      linkNumber: try optional { (reader) throws(RecordError) in try reader.int() },
      options: try list { (reader) throws(RecordError) in try reader.text() },
      parts: try list { (reader) throws(RecordError) in
        KitPart(sku: SKU(try reader.text()), option: try reader.text(), quantity: try reader.int())
      })
  }
}
