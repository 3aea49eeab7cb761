/// What an order file can tell, by the names that `--order-columns` uses. Buyers' data has no place here: it is never read.
public enum OrderField: String, CaseIterable, Hashable, Sendable {
  case eventID = "event_id"
  case orderID = "order_id"
  /// The part of an order that is one product, where a file numbers these.
  case lineID = "line_id"
  case eventType = "event_type"
  /// The merchant's own code of the product.
  case sku
  /// The platform's number of the variant, used where the SKU is empty or the catalog knows it.
  case skuID = "sku_id"
  /// The platform's number of the product, used where the two above are empty or the catalog knows it.
  case productID = "product_id"
  /// The product's title, used where nothing else names the product.
  case productName = "product_name"
  case option
  case quantity = "qty"
  /// The pieces of the whole order, where a file tells no more.
  case orderQuantity = "order_qty"
  case unitPrice = "unit_price"
  /// What all pieces of the row cost.
  case lineAmount = "line_amount"
  /// What the whole order costs.
  case orderAmount = "order_amount"
  case region
  case warehouse
  case source
  case eventTime = "event_time"
  case ingestTime = "ingest_time"
  case currency
  /// What is taken off the price of all pieces together.
  case discount
  case presaleDue = "presale_due"
  /// The platform's mark of the room.
  case room
  // A row that tells the whole life of an order has these instead of an event's type and time.
  case createdTime = "created_time"
  case paidTime = "paid_time"
  case cancelledTime = "cancelled_time"
  case shippedTime = "shipped_time"
  case refundedTime = "refunded_time"
  case refundedQuantity = "refunded_qty"
  case refundedAmount = "refunded_amount"
  case closedTime = "closed_time"
  /// The parcel's number: there is one when the pieces are on their way.
  case tracking
  case status
  /// What became of the pieces, where the status tells of the money.
  case fulfillment
  case refundStatus = "refund_status"
  /// Why an order was closed or given back.
  case reason

  /// The place in the record.
  var index: Int { Self.places[self] ?? 0 }
  private static let places = Dictionary(uniqueKeysWithValues: zip(allCases, allCases.indices))

  var content: Column.Content {
    switch self {
    case .eventID, .orderID, .lineID, .sku, .skuID, .productID: .id
    case .quantity, .orderQuantity, .refundedQuantity: .count
    case .unitPrice, .lineAmount, .orderAmount, .discount, .refundedAmount: .amount
    case .eventTime, .ingestTime, .presaleDue, .createdTime, .paidTime, .cancelledTime, .shippedTime, .refundedTime,
      .closedTime:
      .time
    case .eventType, .productName, .option, .region, .warehouse, .source, .currency, .room, .tracking, .status,
      .fulfillment, .refundStatus, .reason:
      .text
    }
  }

  /// What is told of the whole order, which exports write on the first of its rows only.
  static let ofWholeOrder: [OrderField] = [
    .orderID, .region, .warehouse, .source, .currency, .createdTime, .paidTime, .cancelledTime, .shippedTime,
    .closedTime,
    .status, .orderAmount, .orderQuantity, .room,
  ]
}
