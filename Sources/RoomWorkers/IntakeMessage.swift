public import Foundation
public import LiveshelfCore
public import RoomHost

/// A batch of rows on its way over the backbone, from the server that took it in to the worker that runs the room.
public struct IntakeMessage: Sendable {
  public var rows: [IntakeRow]
  public var receivedAt: WallTime

  public init(rows: [IntakeRow], receivedAt: WallTime) {
    self.rows = rows
    self.receivedAt = receivedAt
  }

  /// JSON. Times are microseconds since 1970, money is hundredths.
  public func encoded() throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(Wire(received: receivedAt.microseconds, rows: rows.map { WireRow($0) }))
  }

  /// - Throws: for bytes that are no such message.
  public init(_ data: Data) throws {
    let wire = try JSONDecoder().decode(Wire.self, from: data)
    receivedAt = WallTime(microseconds: wire.received)
    rows = try wire.rows.map { try $0.row() }
  }

  private struct Wire: Codable {
    var received: Int64
    var rows: [WireRow]
  }
}

/// A row as JSON: one of its members is there.
private struct WireRow: Codable {
  struct Order: Codable {
    var event, order, line, type, sku, option, region, warehouse, source, room, currency: String
    var quantity: Int
    var price: Int64?
    var time: Int64
    var discount, presale, ingest: Int64?
  }
  struct Stock: Codable {
    var sku, option, warehouse: String
    var time: Int64
    var onHand, reserved, inTransit, safety, owed: Int
    var arrival: Int64?
    var options: [String: Int]
  }
  struct Transaction: Codable {
    var id, type, sku, option, reason, warehouse: String
    var to, order, scope: String?
    var quantity: Int
    var resellable: Int?
    var time: Int64
    var due: Int64?
  }
  struct Comment: Codable {
    var id, text: String
    var time: Int64
  }
  struct Click: Codable {
    var sku: String
    var starts: Bool
    var time: Int64
  }

  var order: Order?
  var stock: Stock?
  var transaction: Transaction?
  var comment: Comment?
  var click: Click?

  init(_ row: IntakeRow) {
    switch row {
    case .order(let event):
      order = Order(
        event: event.eventID, order: event.orderID, line: event.lineID, type: event.type.rawValue, sku: event.sku.text,
        option: event.option, region: event.region, warehouse: event.warehouse, source: event.source,
        room: event.roomMark, currency: (event.unitPrice ?? event.discount)?.currency.code ?? "",
        quantity: event.quantity, price: event.unitPrice?.hundredths, time: event.eventTime.microseconds,
        discount: event.discount?.hundredths, presale: event.presaleDue?.microseconds,
        ingest: event.ingestTime?.microseconds)
    case .stock(let snapshot):
      stock = Stock(
        sku: snapshot.sku.text, option: snapshot.option, warehouse: snapshot.warehouse,
        time: snapshot.time.microseconds,
        onHand: snapshot.onHand, reserved: snapshot.reserved, inTransit: snapshot.inTransit,
        safety: snapshot.safetyStock, owed: snapshot.owed, arrival: snapshot.arrival?.microseconds,
        options: snapshot.onHandByOption)
    case .transaction(let moved): transaction = Transaction(moved)
    case .comment(let text):
      comment = Comment(id: text.id, text: text.text, time: text.time.microseconds)
    case .click(let sku, let starts, let time):
      click = Click(sku: sku.text, starts: starts, time: time.microseconds)
    }
  }

  func row() throws -> IntakeRow {
    if let order {
      guard let type = OrderEventType(rawValue: order.type), let currency = Currency(order.currency) else {
        throw WireError()
      }
      return .order(
        OrderEvent(
          eventID: order.event, orderID: order.order, lineID: order.line, type: type, sku: SKU(order.sku),
          option: order.option, quantity: order.quantity,
          unitPrice: order.price.map { Money(hundredths: $0, currency: currency) },
          discount: order.discount.map { Money(hundredths: $0, currency: currency) }, region: order.region,
          warehouse: order.warehouse, source: order.source, roomMark: order.room,
          presaleDue: order.presale.map { WallTime(microseconds: $0) }, eventTime: WallTime(microseconds: order.time),
          ingestTime: order.ingest.map { WallTime(microseconds: $0) }))
    }
    if let stock {
      return .stock(
        StockSnapshot(
          time: WallTime(microseconds: stock.time), sku: SKU(stock.sku), option: stock.option,
          warehouse: stock.warehouse, onHand: stock.onHand, reserved: stock.reserved, inTransit: stock.inTransit,
          arrival: stock.arrival.map { WallTime(microseconds: $0) }, safetyStock: stock.safety, owed: stock.owed,
          onHandByOption: stock.options))
    }
    if let transaction { return .transaction(try transaction.value()) }
    if let comment {
      return .comment(
        ViewerComment(id: comment.id, time: WallTime(microseconds: comment.time), text: comment.text))
    }
    guard let click else { throw WireError() }
    return .click(sku: SKU(click.sku), starts: click.starts, time: WallTime(microseconds: click.time))
  }
}

extension WireRow.Transaction {
  init(_ transaction: StockTransaction) {
    (id, sku, time) = (transaction.id, transaction.sku.text, transaction.time.microseconds)
    (option, reason) = (transaction.option, transaction.reason)
    switch transaction.change {
    case .receipt(let place, let units): (type, warehouse, quantity) = ("receipt", place, units)
    case .transfer(let source, let destination, let units, let arrival):
      (type, warehouse, to, quantity, due) = ("transfer", source, destination, units, arrival?.microseconds)
    case .count(let place, let units, let extent):
      (type, warehouse, quantity, scope) = ("count", place, units, extent.rawValue)
    case .adjustment(let place, let units): (type, warehouse, quantity) = ("adjustment", place, units)
    case .damage(let place, let units): (type, warehouse, quantity) = ("damage", place, units)
    case .returnReceived(let place, let units, let good, let orderID):
      (type, warehouse, quantity, resellable, order) = ("return_received", place, units, good, orderID)
    case .returnToSupplier(let place, let units): (type, warehouse, quantity) = ("return_to_supplier", place, units)
    case .assembly(let place, let units): (type, warehouse, quantity) = ("assembly", place, units)
    case .presaleAllowance(let place, let units, let day):
      (type, warehouse, quantity, due) = ("presale", place, units, day?.microseconds)
    }
  }

  func value() throws -> StockTransaction {
    let due = due.map { WallTime(microseconds: $0) }
    let change: StockTransaction.Change
    switch type {
    case "receipt": change = .receipt(warehouse: warehouse, quantity: quantity)
    case "transfer":
      guard let to else { throw WireError() }
      change = .transfer(from: warehouse, to: to, quantity: quantity, arrival: due)
    case "count":
      guard let scope = StockTransaction.CountScope(rawValue: scope ?? "") else { throw WireError() }
      change = .count(warehouse: warehouse, units: quantity, scope: scope)
    case "adjustment": change = .adjustment(warehouse: warehouse, units: quantity)
    case "damage": change = .damage(warehouse: warehouse, quantity: quantity)
    case "return_received":
      guard let resellable, let order else { throw WireError() }
      change = .returnReceived(warehouse: warehouse, quantity: quantity, resellable: resellable, orderID: order)
    case "return_to_supplier": change = .returnToSupplier(warehouse: warehouse, quantity: quantity)
    case "assembly": change = .assembly(warehouse: warehouse, quantity: quantity)
    case "presale": change = .presaleAllowance(warehouse: warehouse, units: quantity, due: due)
    default: throw WireError()
    }
    return StockTransaction(
      id: id, time: WallTime(microseconds: time), sku: SKU(sku), option: option, reason: reason, change)
  }
}

private struct WireError: Error, CustomStringConvertible {
  var description: String { "a row of an intake message is none that this program knows" }
}
