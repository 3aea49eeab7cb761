extension Row {
  /// What no shop, warehouse or platform sends; beyond it a row is set aside.
  private enum Limit {
    /// Bytes of ids and names.
    static let name = 512
    /// Bytes of texts that people write.
    static let text = 16_384
    /// Pieces, either way.
    static let quantity = 10_000_000
    /// Hundredths of a price.
    static let hundredths: Int64 = 1_000_000_000_000
    /// The years 2000 to 2099, in microseconds since 1970.
    static let times: Range<Int64> = 946_684_800_000_000..<4_102_444_800_000_000
  }

  /// Why a room cannot take the row, without a value of it; nil: it can.
  public var objection: String? {
    switch self {
    case .order(let event): Self.objection(to: event)
    case .stock(let snapshot): Self.objection(to: snapshot)
    case .transaction(let transaction): Self.objection(to: transaction)
    case .comment(let comment):
      Self.long(["id": comment.id]) ?? Self.far(["ts": comment.time])
        ?? (comment.text.utf8.count > Limit.text ? "text has more than \(Limit.text) bytes" : nil)
    case .click(let click): Self.long(["sku": click.sku.text]) ?? Self.far(["event_time": click.time])
    }
  }

  private static func objection(to event: OrderEvent) -> String? {
    long([
      "event_id": event.eventID, "order_id": event.orderID, "line_id": event.lineID, "sku": event.sku.text,
      "option": event.option, "region": event.region, "warehouse": event.warehouse, "source": event.source,
      "room": event.roomMark,
    ])
      ?? large(["qty": event.quantity])
      ?? expensive(["unit_price": event.unitPrice, "discount": event.discount])
      ?? far(["event_time": event.eventTime, "ingest_time": event.ingestTime, "presale_due": event.presaleDue])
  }

  private static func objection(to snapshot: StockSnapshot) -> String? {
    long(["sku": snapshot.sku.text, "option": snapshot.option, "warehouse": snapshot.warehouse])
      ?? large([
        "on_hand": snapshot.onHand, "reserved": snapshot.reserved, "in_transit": snapshot.inTransit,
        "safety_stock": snapshot.safetyStock, "owed": snapshot.owed,
      ])
      ?? far(["snapshot_time": snapshot.time, "eta": snapshot.arrival])
  }

  private static func objection(to transaction: StockTransaction) -> String? {
    let change = transaction.change
    var channel = ""
    if case .allocation(_, _, let name, _) = change { channel = name }
    return long([
      "id": transaction.id, "channel": channel, "sku": transaction.sku.text, "option": transaction.option,
      "reason": transaction.reason,
    ])
      ?? long(Dictionary(uniqueKeysWithValues: change.warehouses.enumerated().map { ("warehouse \($0 + 1)", $1) }))
      ?? large(["qty": change.units])
      ?? far(["event_time": transaction.time, "arrival": change.effect])
  }

  private static func long(_ texts: [String: String]) -> String? {
    texts.filter { $0.value.utf8.count > Limit.name }.keys.min().map { "\($0) has more than \(Limit.name) bytes" }
  }

  private static func large(_ numbers: [String: Int]) -> String? {
    numbers.filter { $0.value.magnitude > UInt(Limit.quantity) }.keys.min().map {
      "\($0) is beyond \(Limit.quantity)"
    }
  }

  private static func expensive(_ prices: [String: Money?]) -> String? {
    prices.filter { ($0.value?.hundredths.magnitude ?? 0) > UInt64(Limit.hundredths) }.keys.min().map {
      "\($0) is beyond any price"
    }
  }

  private static func far(_ times: [String: WallTime?]) -> String? {
    times.filter { $0.value.map { !Limit.times.contains($0.microseconds) } ?? false }.keys.min().map {
      "\($0) is not of this century"
    }
  }
}

extension StockTransaction.Change {
  /// The warehouses that it names.
  var warehouses: [String] {
    switch self {
    case .transfer(let from, let to, _, _): [from, to]
    case .receipt(let warehouse, _), .count(let warehouse, _, _), .adjustment(let warehouse, _),
      .damage(let warehouse, _), .returnReceived(let warehouse, _, _, _), .returnToSupplier(let warehouse, _),
      .assembly(let warehouse, _), .presaleAllowance(let warehouse, _, _),
      .allocation(let warehouse, _, _, _):
      [warehouse]
    }
  }

  /// Its quantity.
  var units: Int {
    switch self {
    case .receipt(_, let units), .transfer(_, _, let units, _), .count(_, let units, _), .adjustment(_, let units),
      .damage(_, let units), .returnReceived(_, let units, _, _), .returnToSupplier(_, let units),
      .assembly(_, let units), .presaleAllowance(_, let units, _), .allocation(_, let units, _, _):
      units
    }
  }

  /// When it takes effect, where that is another moment.
  var effect: WallTime? {
    switch self {
    case .transfer(_, _, _, let arrival): arrival
    case .presaleAllowance(_, _, let due), .allocation(_, _, _, let due): due
    default: nil
    }
  }
}

extension Row {
  /// The warehouses that it names.
  public var warehouses: [String] {
    switch self {
    case .order(let event): [event.warehouse]
    case .stock(let snapshot): [snapshot.warehouse]
    case .transaction(let transaction): transaction.change.warehouses
    case .comment, .click: []
    }
  }

  /// The row without personal data in what people wrote.
  public var withoutPersonalData: Row {
    switch self {
    case .comment(var comment):
      comment.text = PersonalData.redacted(comment.text)
      return .comment(comment)
    case .transaction(var transaction):
      transaction.reason = PersonalData.redacted(transaction.reason)
      return .transaction(transaction)
    case .order(var event):
      // A whole address in place of the region.
      event.region = PersonalData.redacted(event.region)
      return .order(event)
    case .stock, .click: return self
    }
  }
}
