/// Why a column mapping cannot be used.
public struct ColumnMappingError: Error, Hashable, Sendable, CustomStringConvertible {
  public var description: String
}

extension OrderColumns {
  /// Reads a mapping such as `order_id=单号,created_time=下单时间,qty=件数,sku=货号`.
  ///
  /// Fields that are not named keep the headers of `base`, or of Liveshelf's own format. Besides the fields, `price_unit`
  /// (`yuan` or `fen`), `zone` (such as `+08:00`) and `dates` (`dmy` or `mdy`) may be set. With `created_time` a row is a
  /// whole order line, with `event_time` one event.
  public static func parse(_ text: String, base: OrderColumns? = nil) throws(ColumnMappingError) -> OrderColumns {
    var result = base ?? .liveshelf
    result.name = "your mapping"
    var named: Set<OrderField> = []
    for part in text.split(separator: ",") {
      let sides = part.split(separator: "=", maxSplits: 1).map { $0.trimmingBlanks() }
      guard sides.count == 2, !sides[1].isEmpty else {
        throw ColumnMappingError(description: "'\(part)' is no FIELD=COLUMN; write pairs such as order_id=单号")
      }
      if let field = OrderField(rawValue: sides[0]) {
        result.headers[field] = [sides[1]]
        named.insert(field)
      } else {
        try result.set(sides[0], to: sides[1])
      }
    }
    if named.contains(.createdTime) {
      result.layout = .lifecycle
      if base == nil {
        // The words of all presets.
        result.cancelledStatuses = presets.flatMap(\.cancelledStatuses)
        result.refundedStatuses = presets.flatMap(\.refundedStatuses)
      }
    } else if named.contains(.eventTime) {
      result.layout = .event
    }
    return result
  }

  private mutating func set(_ option: String, to value: String) throws(ColumnMappingError) {
    switch (option, value) {
    case ("price_unit", _):
      guard let unit = PriceUnit(rawValue: value) else {
        throw ColumnMappingError(description: "price_unit '\(value)' is unknown; write yuan or fen")
      }
      priceUnit = unit
    case ("zone", _):
      guard let zone = TimeStyle.zone(value) else {
        throw ColumnMappingError(description: "zone '\(value)' is unknown; write an offset such as +08:00")
      }
      times.zone = zone
    case ("dates", "dmy"): times.dateOrder = .dayMonthYear
    case ("dates", "mdy"): times.dateOrder = .monthDayYear
    default:
      let known = OrderField.allCases.map(\.rawValue) + ["price_unit", "zone", "dates"]
      throw ColumnMappingError(
        description: "'\(option)=\(value)' is unknown; known are: \(known.joined(separator: ", "))")
    }
  }
}
