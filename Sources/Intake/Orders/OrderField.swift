/// What an order file can tell, by the names that `--order-columns` uses. Buyers' data has no place here: it is never read.
public enum OrderField: String, CaseIterable, Hashable, Sendable {
  case eventID = "event_id"
  case orderID = "order_id"
  /// The part of an order that is one product, where a file numbers these.
  case lineID = "line_id"
  case eventType = "event_type"
  case sku
  /// The product's title, used where the SKU is empty.
  case productName = "product_name"
  case option
  case quantity = "qty"
  case unitPrice = "unit_price"
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
  case refundedTime = "refunded_time"
  case refundedQuantity = "refunded_qty"
  case closedTime = "closed_time"
  case status
  case refundStatus = "refund_status"

  /// The place in the record.
  var index: Int { Self.places[self] ?? 0 }
  private static let places = Dictionary(uniqueKeysWithValues: zip(allCases, allCases.indices))
}
