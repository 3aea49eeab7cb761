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
    var event, order, type, sku, option, region, warehouse, source: String
    var quantity: Int
    var price, time: Int64
    var ingest: Int64?
  }
  struct Stock: Codable {
    var sku, warehouse: String
    var time: Int64
    var onHand, reserved, inTransit, safety: Int
    var arrival: Int64?
    var options: [String: Int]
  }
  struct Transaction: Codable {
    var id, type, sku, warehouse: String
    var to: String?
    var quantity: Int
    var time: Int64
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
        event: event.eventID, order: event.orderID, type: event.type.rawValue, sku: event.sku.text,
        option: event.option, region: event.region, warehouse: event.warehouse, source: event.source,
        quantity: event.quantity, price: event.unitPrice.hundredths, time: event.eventTime.microseconds,
        ingest: event.ingestTime?.microseconds)
    case .stock(let snapshot):
      stock = Stock(
        sku: snapshot.sku.text, warehouse: snapshot.warehouse, time: snapshot.time.microseconds,
        onHand: snapshot.onHand, reserved: snapshot.reserved, inTransit: snapshot.inTransit,
        safety: snapshot.safetyStock, arrival: snapshot.arrival?.microseconds,
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
      guard let type = OrderEventType(rawValue: order.type) else { throw WireError() }
      return .order(
        OrderEvent(
          eventID: order.event, orderID: order.order, type: type, sku: SKU(order.sku), option: order.option,
          quantity: order.quantity, unitPrice: Money(hundredths: order.price), region: order.region,
          warehouse: order.warehouse, source: order.source, eventTime: WallTime(microseconds: order.time),
          ingestTime: order.ingest.map { WallTime(microseconds: $0) }))
    }
    if let stock {
      return .stock(
        StockSnapshot(
          time: WallTime(microseconds: stock.time), sku: SKU(stock.sku), warehouse: stock.warehouse,
          onHand: stock.onHand, reserved: stock.reserved, inTransit: stock.inTransit,
          arrival: stock.arrival.map { WallTime(microseconds: $0) }, safetyStock: stock.safety,
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
    switch transaction.change {
    case .receipt(let place, let units): (type, warehouse, quantity) = ("receipt", place, units)
    case .transfer(let source, let destination, let units):
      (type, warehouse, to, quantity) = ("transfer", source, destination, units)
    case .count(let place, let units): (type, warehouse, quantity) = ("count", place, units)
    }
  }

  func value() throws -> StockTransaction {
    let change: StockTransaction.Change =
      switch (type, to) {
      case ("receipt", nil): .receipt(warehouse: warehouse, quantity: quantity)
      case ("transfer", let to?): .transfer(from: warehouse, to: to, quantity: quantity)
      case ("count", nil): .count(warehouse: warehouse, units: quantity)
      default: throw WireError()
      }
    return StockTransaction(id: id, time: WallTime(microseconds: time), sku: SKU(sku), change)
  }
}

private struct WireError: Error, CustomStringConvertible {
  var description: String { "a row of an intake message is none that this program knows" }
}
