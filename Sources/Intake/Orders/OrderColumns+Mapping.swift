import LiveshelfCore

/// Why a column mapping cannot be used.
public struct ColumnMappingError: Error, Hashable, Sendable, CustomStringConvertible {
  public var description: String
}

extension OrderColumns {
  /// Reads a mapping such as `order_id=单号,created_time=下单时间,qty=件数,sku=货号` or `preset=douyin,sku=商品ID,dates=mdy`.
  ///
  /// Fields that are not named keep the headers of the preset: the named one, else the one that the file's header fits. Besides
  /// `preset` and the fields, `price_unit` (`yuan` or `fen`), `zone` (such as `+08:00`), `dates` (`dmy` or `mdy`), `numbers`
  /// (`point` or `comma`) and `max_qty` may be set.
  public static func parse(_ text: String) throws(ColumnMappingError) -> OrderColumns {
    var result = OrderColumns()
    for (key, value) in try ColumnMapping.pairs(text) {
      if let field = OrderField(rawValue: key) {
        result.headers[field] = [value]
      } else {
        try result.set(key, to: value)
      }
    }
    return result
  }

  private mutating func set(_ option: String, to value: String) throws(ColumnMappingError) {
    switch option {
    case "preset":
      guard let found = OrderPreset.all.first(where: { $0.name == value.lowercased() || $0.title.contains(value) })
      else {
        throw ColumnMappingError(
          description: "preset '\(value)' is unknown; known are: \(OrderPreset.all.map(\.name).joined(separator: ", "))"
        )
      }
      base = found
    case "price_unit":
      guard let unit = OrderPreset.PriceUnit(rawValue: value) else {
        throw ColumnMappingError(description: "price_unit '\(value)' is unknown; write yuan or fen")
      }
      priceUnit = unit
    case "zone": zone = try ColumnMapping.zone(value)
    case "dates": dates = try ColumnMapping.dates(value)
    case "numbers": numbers = try ColumnMapping.numbers(value)
    case "max_qty":
      guard let most = Int(value), (1...1_000_000_000).contains(most) else {
        throw ColumnMappingError(
          description: "max_qty '\(value)' is no number of pieces; write a number such as 100000")
      }
      maximumQuantity = most
    default:
      let known = OrderField.allCases.map(\.rawValue) + ["preset", "price_unit", "zone", "dates", "numbers", "max_qty"]
      throw ColumnMappingError(
        description: "'\(option)=\(value)' is unknown; known are: \(known.joined(separator: ", "))")
    }
  }
}
