/// What is wanted of a table whose header has been seen.
struct TableShape: Sendable {
  var columns: [Column]
  /// The order of day and month where the rows leave it open.
  var usualDates: TimeStyle.DateOrder?
  /// The order of day and month that was told, whatever the rows suggest.
  var toldDates: TimeStyle.DateOrder?
  /// The decimal mark that was told.
  var numbers: NumberStyle?
  /// Columns of which one must be there.
  private var alternatives: [[String]] = []

  init(_ columns: [Column], usualDates: TimeStyle.DateOrder? = .dayMonthYear) {
    self.columns = columns
    self.usualDates = usualDates
  }

  /// Where each column is in a header; nil: nowhere.
  func positions(in header: [String]) -> [Int?] {
    let index = HeaderIndex(header)
    return columns.map { HeaderName.position(of: $0.headers, in: index) }
  }

  /// The first column that must be there and is not.
  func missing(_ positions: [Int?]) -> Column? {
    if let column = zip(columns, positions).first(where: { $0.isRequired && $1 == nil })?.0 { return column }
    for names in alternatives where !zip(columns, positions).contains(where: { names.contains($0.name) && $1 != nil }) {
      return columns.first { $0.name == names[0] }
    }
    return nil
  }

  /// Asks for one of several columns: where a header has none of them, the first is missing.
  mutating func requireOne(of names: [String]) {
    alternatives.append(names)
  }

  func style(_ survey: ValueSurvey) -> ValueStyle {
    var style = survey.style(usual: toldDates ?? usualDates)
    if let toldDates { style.dateOrder = toldDates }
    return style
  }
}

/// When it is settled how a table's values are written.
enum StyleSettling: Hashable, Sendable {
  /// Before the first row: somebody has looked at the whole table.
  case known(ValueStyle)
  /// After so many rows, or at the end: rows wait until then.
  case ahead(Int)
  /// Row by row, for tables that grow while they are read: a row is read as those before it suggest.
  case asItComes
  /// Never: the rows are only looked at.
  case open

  /// Enough rows to see how a table is written, in memory that is bounded.
  static let usual = StyleSettling.ahead(4096)
}
