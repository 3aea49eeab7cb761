/// Which columns of an order file hold what, and how its values are written.
public struct OrderColumns: Hashable, Sendable {
  /// What a row is.
  public enum Layout: Hashable, Sendable {
    /// One thing that happened to an order.
    case event
    /// An order line as it stands, with the times of all that happened to it: an export of a shop.
    case lifecycle
  }

  /// How prices are written.
  public enum PriceUnit: String, Hashable, Sendable {
    case yuan
    /// Whole hundredths.
    case fen
  }

  /// For messages.
  public var name: String
  public var layout: Layout
  /// The accepted headers of each field, the preferred one first.
  public var headers: [OrderField: [String]]
  public var times: TimeStyle
  public var priceUnit: PriceUnit
  /// Texts that stand for an empty field.
  public var emptyTexts: [String]
  /// Parts of a status that say that an order was cancelled.
  public var cancelledStatuses: [String]
  /// Parts of a status that say that the money was given back.
  public var refundedStatuses: [String]

  public init(
    name: String, layout: Layout, headers: [OrderField: [String]], times: TimeStyle = .china,
    priceUnit: PriceUnit = .yuan, emptyTexts: [String] = [], cancelledStatuses: [String] = [],
    refundedStatuses: [String] = []
  ) {
    self.name = name
    self.layout = layout
    self.headers = headers
    self.times = times
    self.priceUnit = priceUnit
    self.emptyTexts = emptyTexts
    self.cancelledStatuses = cancelledStatuses
    self.refundedStatuses = refundedStatuses
  }

  /// Liveshelf's own format: one event a row.
  public static let liveshelf = OrderColumns(
    name: "liveshelf", layout: .event,
    headers: Dictionary(uniqueKeysWithValues: eventFields.map { ($0, [$0.rawValue]) }))

  static let eventFields: [OrderField] = [
    .eventID, .orderID, .eventType, .sku, .productName, .option, .quantity, .unitPrice, .region, .warehouse, .source,
    .eventTime, .ingestTime, .lineID, .currency, .discount, .presaleDue, .room,
  ]

  /// The fields without which a row means nothing.
  var requiredFields: [OrderField] {
    switch layout {
    case .event: [.orderID, .eventType, .sku, .quantity, .eventTime]
    case .lifecycle: [.orderID, .sku, .createdTime]
    }
  }

  /// The columns to look for in a file, in the order of `OrderField`.
  var columns: [Column] {
    let required = Set(requiredFields)
    return OrderField.allCases.map { field in
      var column = Column(field.rawValue, required: required.contains(field))
      column.headers = headers[field] ?? []
      if let shown = column.headers.first { column.name = shown }
      return column
    }
  }

  /// How many of the required columns a header has, and whether it has all of them.
  func fit(_ header: Set<String>) -> (hits: Int, isComplete: Bool) {
    let hits = requiredFields.count { field in
      (headers[field] ?? []).contains { header.contains(Column.normalized($0)) }
    }
    return (hits, hits == requiredFields.count)
  }

  /// The preset that a file's header fits; `liveshelf` when none does. JSON Lines are taken for `liveshelf`.
  public static func detect(_ header: [String]) -> OrderColumns {
    let names = Set(header.map { Column.normalized($0) })
    let complete = presets.filter { $0.fit(names).isComplete }
    func richness(_ preset: OrderColumns) -> Int {
      preset.headers.values.count { $0.contains { names.contains(Column.normalized($0)) } }
    }
    // The first of the richest, so that the choice does not depend on anything but the header.
    var best: OrderColumns?
    for preset in complete where best.map({ richness(preset) > richness($0) }) ?? true { best = preset }
    return best ?? .liveshelf
  }

  /// The presets by name, `liveshelf` first.
  public static var presets: [OrderColumns] { [.liveshelf, .douyin, .taobao, .tiktokShop, .shopify] }
}
