/// Something that comes to a room from outside: told by a shop, a warehouse, a platform or a person, not heard.
public enum Row: Hashable, Sendable {
  case order(OrderEvent)
  case stock(StockSnapshot)
  case transaction(StockTransaction)
  case comment(ViewerComment)
  case click(ExplainEvent)

  public var kind: RowKind {
    switch self {
    case .order: .orders
    case .stock: .stock
    case .transaction: .transactions
    case .comment: .comments
    case .click: .clicks
    }
  }

  /// The moment at which a live run would have learnt of it.
  public var knownAt: WallTime {
    switch self {
    case .order(let event): event.knownAt
    case .stock(let snapshot): snapshot.time
    case .transaction(let transaction): transaction.time
    case .comment(let comment): comment.time
    case .click(let click): click.knownAt
    }
  }

  /// The SKU whose stock it may change, or that it orders; nil: it tells nothing about stock.
  public var stockedSKU: SKU? {
    switch self {
    case .order(let event): event.sku
    case .stock(let snapshot): snapshot.sku
    case .transaction(let transaction): transaction.sku
    case .comment, .click: nil
    }
  }

  /// The row with a time of reception, where its kind has one and it was told without.
  public func received(at time: WallTime) -> Row {
    switch self {
    case .order(var event):
      event.ingestTime = event.ingestTime ?? time
      return .order(event)
    case .click(var click):
      click.ingestTime = click.ingestTime ?? time
      return .click(click)
    case .stock, .transaction, .comment: return self
    }
  }
}

/// What rows tell of, as paths, settings and figures call it.
public enum RowKind: String, Hashable, Sendable, CaseIterable {
  case orders, stock, transactions, comments, clicks
}
