public import Foundation

extension [PlanAlternative] {
  /// what_if.csv in a folder, which is made if need be.
  public func write(to folder: URL) throws {
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    var text =
      "kind,value,days,ordered_units,order_cost,units_asked,units_lost,lost_share,lost_gain,stock_at_end,turnover\n"
    for row in self {
      let outlook = row.outlook
      text +=
        [
          row.kind.rawValue, Plan.quoted(row.value), String(row.days), Self.number(outlook.orderedUnits),
          Self.number(outlook.orderCost), Self.number(outlook.asked), Self.number(outlook.lost),
          Self.number(outlook.lostShare, places: 4), Self.number(outlook.lostGain), Self.number(outlook.stockAtEnd),
          outlook.turnover(days: row.days).map { Self.number($0, places: 2) } ?? "",
        ].joined(separator: ",") + "\n"
    }
    try Data(text.utf8).write(to: folder.appending(path: "what_if.csv"), options: .atomic)
  }

  /// A line for each alternative, for people.
  public func table(_ language: PlanLanguage) -> String {
    let text = PlanText(language: language)
    return map { row in
      text.alternative(
        row.kind, row.value, days: row.days, orderCost: Self.number(row.outlook.orderCost, places: 0),
        lost: Self.number(100 * row.outlook.lostShare), lostGain: Self.number(row.outlook.lostGain, places: 0),
        stock: Self.number(row.outlook.stockAtEnd, places: 0),
        turnover: row.outlook.turnover(days: row.days).map { Self.number($0) })
    }.joined(separator: "\n")
  }

  private static func number(_ value: Double, places: Int = 1) -> String {
    let bounded = Swift.min(Swift.max(value, -1e15), 1e15)
    return String(format: "%.\(places)f", bounded.isNaN ? 0 : bounded)
  }
}
