/// One kind of order file: which columns hold what, and how its values are written. A preset is a description; what is done with it
/// is the same for all.
public struct OrderPreset: Hashable, Sendable {
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

  /// As options name it.
  public var name: String
  /// As merchants name it.
  public var title: String
  public var layout: Layout
  /// Headers that only this kind of file has.
  public var marks: [String]
  /// The accepted headers of each field, the preferred one first.
  public var headers: [OrderField: [String]]
  public var times: TimeStyle
  public var priceUnit: PriceUnit
  /// Texts that stand for an empty field.
  public var emptyTexts: [String]
  /// Refunded money is told once for the whole order, on the first of its rows.
  public var refundsAreOfOrder: Bool
  /// More pieces in one row are a mistake.
  public var maximumQuantity: Int
  /// The order of day and month that the user told, which no evidence of the file changes.
  public var toldDates: TimeStyle.DateOrder?
  /// The decimal mark that the user told.
  public var numbers: NumberStyle?
  /// Fields that another file tells.
  var given: Set<OrderField> = []
  /// The user told the zone.
  public var isZoneTold = false

  public init(
    name: String, title: String, layout: Layout, marks: [String] = [], headers: [OrderField: [String]],
    times: TimeStyle = .china, priceUnit: PriceUnit = .yuan,
    emptyTexts: [String] = ["-", "--", "—", "/", "无", "null", "N/A"],
    refundsAreOfOrder: Bool = false, maximumQuantity: Int = 100_000
  ) {
    self.name = name
    self.title = title
    self.layout = layout
    self.marks = marks
    self.headers = headers
    self.times = times
    self.priceUnit = priceUnit
    self.emptyTexts = emptyTexts
    self.refundsAreOfOrder = refundsAreOfOrder
    self.maximumQuantity = maximumQuantity
  }

  /// The fields without which a row means nothing.
  var requiredFields: [OrderField] {
    switch layout {
    case .event: [.orderID, .eventType, .sku, .quantity, .eventTime]
    case .lifecycle: [.orderID, .sku, .createdTime]
    }
  }

  /// The fields that can stand for a required one.
  private static let substitutes: [OrderField: [OrderField]] = [.sku: [.skuID, .productID]]

  /// The columns to look for in a header, in the order of `OrderField`.
  func columns(in header: HeaderIndex) -> [Column] {
    let required = Set(requiredFields).subtracting(given)
    return OrderField.allCases.map { field in
      // JSON Lines have no header: there only the field itself can be asked for.
      let isReplaced = layout == .lifecycle && (Self.substitutes[field] ?? []).contains { isFound($0, in: header) }
      var column = Column(field.rawValue, required: required.contains(field) && !isReplaced, field.content)
      column.headers = headers[field] ?? []
      if let shown = column.headers.first { column.name = shown }
      return column
    }
  }

  /// The shape of a table with this header.
  func shape(in header: HeaderIndex) -> TableShape {
    var shape = TableShape(columns(in: header), usualDates: times.dateOrder)
    shape.toldDates = toldDates
    shape.numbers = numbers
    return shape
  }

  func isFound(_ field: OrderField, in header: HeaderIndex) -> Bool {
    HeaderName.position(of: headers[field] ?? [], in: header) != nil
  }

  /// How well a header fits.
  func fit(_ header: HeaderIndex) -> (isComplete: Bool, found: Int, marks: Int) {
    let missing = columns(in: header).contains {
      $0.isRequired && HeaderName.position(of: $0.headers, in: header) == nil
    }
    return (
      !missing, headers.keys.count { isFound($0, in: header) },
      marks.count { header.exact[HeaderName.exact($0)] != nil }
    )
  }
}
