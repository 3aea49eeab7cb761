internal import LiveshelfCore

extension ByteWriter {
  mutating func write(_ time: WallTime) {
    write(time.microseconds)
  }

  mutating func write(_ event: OrderEvent) {
    write(event.eventID)
    write(event.orderID)
    write(event.type.rawValue)
    write(event.sku.text)
    write(event.option)
    write(event.quantity)
    write(event.unitPrice.hundredths)
    write(event.region)
    write(event.warehouse)
    write(event.source)
    write(event.eventTime)
    write(event.ingestTime) { $0.write($1) }
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
  }

  mutating func write(_ transaction: StockTransaction) {
    write(transaction.id)
    write(transaction.time)
    write(transaction.sku.text)
    switch transaction.change {
    case .receipt(let warehouse, let quantity): write("receipt", warehouse, "", quantity)
    case .transfer(let source, let destination, let quantity): write("transfer", source, destination, quantity)
    case .count(let warehouse, let units): write("count", warehouse, "", units)
    }
  }

  private mutating func write(_ type: String, _ warehouse: String, _ destination: String, _ quantity: Int) {
    write(type)
    write(warehouse)
    write(destination)
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
    write(product.listPrice?.hundredths) { $0.write($1) }
    write(product.livePrice?.hundredths) { $0.write($1) }
    write(product.linkNumber) { $0.write($1) }
    write(product.options) { $0.write($1) }
  }
}

extension ByteReader {
  mutating func wallTime() throws(RecordError) -> WallTime {
    WallTime(microseconds: try int64())
  }

  mutating func orderEvent() throws(RecordError) -> OrderEvent {
    let (eventID, orderID) = (try text(), try text())
    guard let type = OrderEventType(rawValue: try text()) else { throw .unknown("type of order event") }
    return OrderEvent(
      eventID: eventID, orderID: orderID, type: type, sku: SKU(try text()), option: try text(), quantity: try int(),
      unitPrice: Money(hundredths: try int64()), region: try text(), warehouse: try text(), source: try text(),
      eventTime: try wallTime(),
      ingestTime: try optional { (reader) throws(RecordError) in try reader.wallTime() })
  }

  mutating func snapshot() throws(RecordError) -> StockSnapshot {
    StockSnapshot(
      time: try wallTime(), sku: SKU(try text()), warehouse: try text(), onHand: try int(), reserved: try int(),
      inTransit: try int(), arrival: try optional { (reader) throws(RecordError) in try reader.wallTime() },
      safetyStock: try int(), onHandByOption: try options())
  }

  private mutating func options() throws(RecordError) -> [String: Int] {
    let entries = try list { (reader) throws(RecordError) in (try reader.text(), try reader.int()) }
    return Dictionary(entries) { $1 }
  }

  mutating func transaction() throws(RecordError) -> StockTransaction {
    let (id, time, sku) = (try text(), try wallTime(), SKU(try text()))
    let (type, warehouse, destination, quantity) = (try text(), try text(), try text(), try int())
    let change: StockTransaction.Change =
      switch type {
      case "receipt": .receipt(warehouse: warehouse, quantity: quantity)
      case "transfer": .transfer(from: warehouse, to: destination, quantity: quantity)
      case "count": .count(warehouse: warehouse, units: quantity)
      default: throw .unknown("type of stock transaction")
      }
    return StockTransaction(id: id, time: time, sku: sku, change)
  }

  mutating func comment() throws(RecordError) -> ViewerComment {
    ViewerComment(id: try text(), time: try wallTime(), text: try text())
  }

  mutating func product() throws(RecordError) -> Product {
    Product(
      sku: SKU(try text()), name: try text(),
      aliases: try list { (reader) throws(RecordError) in try reader.text() }, category: try text(),
      listPrice: try optional { (reader) throws(RecordError) in Money(hundredths: try reader.int64()) },
      livePrice: try optional { (reader) throws(RecordError) in Money(hundredths: try reader.int64()) },
      linkNumber: try optional { (reader) throws(RecordError) in try reader.int() },
      options: try list { (reader) throws(RecordError) in try reader.text() })
  }
}
