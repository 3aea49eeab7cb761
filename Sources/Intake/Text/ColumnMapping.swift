public import LiveshelfCore

/// What a user says of a table's columns and values: `--catalog-columns`, `--inventory-columns`, `--transaction-columns`.
public struct ColumnMapping: Hashable, Sendable {
  /// Headers by the name of the column.
  public var headers: [String: String] = [:]
  public var zone: ZoneOffset?
  public var dates: TimeStyle.DateOrder?
  public var numbers: NumberStyle?
  /// The moment of rows that tell none.
  public var time: WallTime?

  public init() {}

  /// Reads a mapping such as `sku=商家编码,on_hand=可用数`; besides columns, `zone`, `dates`, `numbers` and `time` (of a table
  /// that has no such column) may be set.
  ///
  /// - Parameter columns: the names that may be mapped.
  public static func parse(_ text: String, columns: [String]) throws(ColumnMappingError) -> ColumnMapping {
    var result = ColumnMapping()
    for (key, value) in try pairs(text) {
      switch key {
      case "zone": result.zone = try zone(value)
      case "dates": result.dates = try dates(value)
      case "numbers": result.numbers = try numbers(value)
      case "time":
        guard let time = WallTime.parse(value)?.time else {
          throw ColumnMappingError(
            description: "time '\(value)' is no moment; write one such as 2026-04-10T19:00:00+08:00")
        }
        result.time = time
      default:
        guard columns.contains(key) else {
          let known = columns + ["zone", "dates", "numbers", "time"]
          throw ColumnMappingError(
            description: "'\(key)=\(value)' is unknown; known are: \(known.joined(separator: ", "))")
        }
        result.headers[key] = value
      }
    }
    return result
  }

  /// The columns with the mapped headers instead of their own.
  func apply(to columns: [Column]) -> [Column] {
    columns.map { column in
      var column = column
      if let header = headers[column.name] { column.headers = [header] }
      return column
    }
  }

  /// A shape with all that was said.
  func shape(_ columns: [Column]) -> TableShape {
    var shape = TableShape(apply(to: columns))
    shape.toldDates = dates
    shape.numbers = numbers
    return shape
  }

  func times(usual: TimeStyle) -> TimeStyle {
    TimeStyle(zone: zone ?? usual.zone, dateOrder: dates ?? usual.dateOrder)
  }

  static func pairs(_ text: String) throws(ColumnMappingError) -> [(key: String, value: String)] {
    var pairs: [(key: String, value: String)] = []
    for part in text.split(whereSeparator: { $0 == "," || $0 == "，" }) {
      let sides = part.split(maxSplits: 1, whereSeparator: { $0 == "=" || $0 == "＝" }).map { $0.trimmingBlanks() }
      guard sides.count == 2, !sides[1].isEmpty else {
        throw ColumnMappingError(description: "'\(part)' is no FIELD=COLUMN; write pairs such as order_id=单号")
      }
      pairs.append((sides[0], sides[1]))
    }
    return pairs
  }

  static func zone(_ text: String) throws(ColumnMappingError) -> ZoneOffset {
    guard let zone = TimeStyle.zone(text) else {
      throw ColumnMappingError(description: "zone '\(text)' is unknown; write an offset such as +08:00")
    }
    return zone
  }

  static func dates(_ text: String) throws(ColumnMappingError) -> TimeStyle.DateOrder {
    switch text.lowercased() {
    case "dmy": return .dayMonthYear
    case "mdy": return .monthDayYear
    case "ymd": return .yearMonthDay
    default: throw ColumnMappingError(description: "dates '\(text)' is unknown; write dmy, mdy or ymd")
    }
  }

  static func numbers(_ text: String) throws(ColumnMappingError) -> NumberStyle {
    switch text.lowercased() {
    case "point": return .point
    case "comma": return .comma
    default: throw ColumnMappingError(description: "numbers '\(text)' is unknown; write point or comma")
    }
  }
}
