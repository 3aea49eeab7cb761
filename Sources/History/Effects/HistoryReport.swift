public import Foundation

/// What the shows say together: each show, each product over the shows, each host, and what parts them.
public struct HistoryReport: Sendable {
  public let shows: QueryResult
  public let products: QueryResult
  public let hosts: QueryResult
  /// Nil: too few presentations of known hosts.
  public let effects: EffectTable?

  public init(shows: QueryResult, products: QueryResult, hosts: QueryResult, effects: EffectTable?) {
    (self.shows, self.products, self.hosts, self.effects) = (shows, products, hosts, effects)
  }

  /// What must be known to read effects.
  public static let caveat = """
    Effects are what goes along with hosts, hours and prices in these shows when the rest is held equal. They prove no cause: \
    hosts choose what they show and when, and prices are cut for reasons of their own. Only a change that was made by lot tells \
    for certain.
    """

  /// The same with the name of a show's folder instead of its path: the name under which its room knows the show.
  public func withoutPlaces() -> HistoryReport {
    guard let column = shows.columns.firstIndex(of: "folder") else { return self }
    let rows = shows.rows.map { row in
      var row = row
      row[column] = .text(URL(filePath: row[column].text).lastPathComponent)
      return row
    }
    return HistoryReport(
      shows: QueryResult(columns: shows.columns, rows: rows, isCut: shows.isCut), products: products, hosts: hosts,
      effects: effects)
  }

  /// An object with the members `shows`, `products`, `hosts`, `effects` (null: nothing can be told) and `caveat`.
  public func json() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let effects = try effects.map { String(decoding: try encoder.encode($0), as: UTF8.self) } ?? "null"
    let caveat = String(decoding: try encoder.encode(Self.caveat), as: UTF8.self)
    return """
      {"shows":\(shows.json),
      "products":\(products.json),
      "hosts":\(hosts.json),
      "effects":\(effects),
      "caveat":\(caveat)}
      """
  }
}

extension ShowDatabase {
  private static let sums = """
    count(DISTINCT room || '/' || show) AS shows, sum(presentations) AS presentations,
    round(sum(presented_s) / 60, 1) AS minutes, sum(orders) AS orders, sum(units) AS units, round(sum(sales), 2) AS sales,
    round(sum(kept_sales), 2) AS kept_sales, round(sum(uplift_orders), 1) AS uplift_orders,
    round(sum(earned_per_minute * presented_s) / nullif(sum(presented_s), 0), 2) AS earned_per_minute,
    round(sum(stockout_minutes), 1) AS stockout_minutes, round(sum(lost_units), 1) AS lost_units,
    round(sum(lost_sales), 2) AS lost_sales, round(sum(margin), 2) AS margin
    """

  /// - Parameter sku: the only product that is meant; nil: all.
  /// - Throws: `.statement`, `.tooLong`.
  public func history(of sku: String? = nil) throws(HistoryError) -> HistoryReport {
    let quoted = sku.map { "'" + $0.replacing("'", with: "''") + "'" }
    let only = quoted.map { " WHERE sku = \($0)" } ?? ""
    let limits = QueryLimits(rows: 100_000)
    return HistoryReport(
      shows: try query(
        sku == nil
          ? "SELECT * FROM shows ORDER BY started_unix, room"
          : "SELECT * FROM products\(only) ORDER BY started_at, room", limits: limits),
      products: try query(
        """
        SELECT sku, max(name) AS name, max(category) AS category, \(Self.sums) FROM products\(only)
        GROUP BY sku ORDER BY sum(sales) DESC, sku
        """, limits: limits),
      hosts: try query(
        "SELECT host, \(Self.sums) FROM products\(only) GROUP BY host ORDER BY host", limits: limits),
      effects: EffectModel.fit(try observations(of: sku)))
  }

  /// The presentations that stand, as the model of effects sees them.
  public func observations(of sku: String? = nil) throws(HistoryError) -> [PresentationObservation] {
    let rows = try query(
      """
      SELECT p.room || '/' || p.show, p.sku, p.host, p.started_at, p.start_s, p.minutes, p.nth, p.price, p.empty_share,
        p.uplift_orders, p.uplift_lo, p.uplift_hi,
        lag(p.sku) OVER w <> p.sku AND lag(r.category) OVER w = r.category AND r.category <> '',
        lead(p.sku) OVER w <> p.sku AND lead(r.category) OVER w = r.category AND r.category <> ''
      FROM presentations p LEFT JOIN products r ON r.room = p.room AND r.show = p.show AND r.sku = p.sku
      WHERE p.withdrawn_at_s IS NULL AND p.uplift_orders IS NOT NULL
      WINDOW w AS (PARTITION BY p.room, p.show ORDER BY p.start_s)
      """, limits: QueryLimits(rows: 1_000_000))
    return rows.rows.compactMap { row in
      guard case .text(let show) = row[0], case .text(let product) = row[1], case .text(let host) = row[2],
        case .text(let started) = row[3], sku == nil || sku == product
      else { return nil }
      let (start, orders) = (row[4].number ?? 0, row[9].number ?? 0)
      let reach = ((row[11].number ?? orders) - (row[10].number ?? orders)) / 3.92
      return PresentationObservation(
        show: show, sku: product, host: host, hour: Self.hour(of: started, after: start), minutes: row[5].number ?? 0,
        nth: Int(row[6].number ?? 1), price: row[7].number, emptyShare: row[8].number ?? 0,
        followsAlike: row[12].number == 1, precedesAlike: row[13].number == 1, orders: max(0, orders),
        variance: reach * reach)
    }
  }

  /// The hour of the day, 0…23, some seconds after a moment such as `2026-04-10T20:00:00.000+08:00`, where that was written.
  static func hour(of started: String, after seconds: Double) -> Int {
    let parts = started.dropFirst(11).prefix(8).split(separator: ":").compactMap { Double($0) }
    guard parts.count == 3, seconds.isFinite else { return 0 }
    let hours = (parts[0] * 3600 + parts[1] * 60 + parts[2] + min(max(0, seconds), 1e7)) / 3600
    return Int(hours) % 24
  }
}

extension QueryValue {
  var number: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .real(let value): value
    case .null, .text: nil
    }
  }
}
