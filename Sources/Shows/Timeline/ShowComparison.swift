public import LiveshelfCore

/// What shows are compared by.
public enum ComparisonGrouping: String, CaseIterable, Sendable {
  /// Shows of one host count together.
  case host
  /// Each show for itself.
  case show
}

/// How well each product was presented, host against host or show against show.
public struct ShowComparison: Sendable {
  /// One product with one host, or in one show.
  struct Row: Sendable, Encodable {
    let group: String
    let sku: SKU
    let name: String
    let shows: Int
    let presentations: Int
    let minutes: Double
    /// Orders that the presentations caused, with the 95 % interval.
    let uplift: Double
    let upliftLow: Double
    let upliftHigh: Double
    /// Per minute of presentation.
    let upliftPerMinute: Double
    let revenuePerMinute: Double
    /// Which share of the orders caused was cancelled or given back, 0…1.
    let cancelledShare: Double
    /// Orders a minute from the presentations' starts on, in the shows' own bins.
    let curve: [ResponseCurve.Point]

    private enum CodingKeys: String, CodingKey {
      case group, sku, name, shows, presentations, minutes, uplift, curve
      case upliftLow = "uplift_lo"
      case upliftHigh = "uplift_hi"
      case upliftPerMinute = "uplift_per_min"
      case revenuePerMinute = "revenue_per_min"
      case cancelledShare = "cancelled_share"
    }
  }

  private let grouping: ComparisonGrouping
  /// By product as the catalogs list them, then by group in order of the first show.
  let rows: [Row]

  /// - Parameter skus: empty: all that were presented.
  /// - Throws: `TimelineError.unknownProduct` when no show presented one of `skus`.
  public init(_ folders: [ShowFolder], by grouping: ComparisonGrouping, skus: [SKU] = []) throws(TimelineError) {
    self.grouping = grouping
    let ordered = folders.enumerated().sorted {
      ($0.element.show.clock.start, $0.offset) < ($1.element.show.clock.start, $1.offset)
    }.map(\.element)
    var groups: [(name: String, folders: [ShowFolder])] = []
    for folder in ordered {
      let name = grouping == .show ? folder.show.label : folder.show.host.isEmpty ? "(unknown)" : folder.show.host
      if grouping == .host, let place = groups.firstIndex(where: { $0.name == name }) {
        groups[place].folders.append(folder)
      } else {
        groups.append((name, [folder]))
      }
    }
    var wanted = skus
    if wanted.isEmpty {
      var seen: Set<SKU> = []
      let listed =
        ordered.flatMap { $0.show.products.map(\.sku) } + ordered.flatMap { ($0.presentations ?? []).map(\.sku) }
      wanted = listed.filter { seen.insert($0).inserted }
    }
    var rows: [Row] = []
    for sku in wanted {
      let own = groups.compactMap { Row($0.name, $0.folders, sku: sku) }
      if own.isEmpty, !skus.isEmpty { throw .unknownProduct(sku: sku.text) }
      rows += own
    }
    self.rows = rows
  }

  /// - Parameter format: the table, CSV or JSON; pictures are drawn of one product's shows, without a comparison.
  public func text(_ format: TimelineFormat) throws -> String {
    switch format {
    case .table, .svg, .html: table
    case .csv: csv
    case .json: try jsonLine(rows, of: "the comparison") + "\n"
    }
  }

  private var table: String {
    var text =
      "\(TerminalText.column(grouping.rawValue, 22)) shows talks  min  uplift/min        (95 %)  yuan/min  gone  curve\n"
    var last: SKU?
    for row in rows {
      func cell(_ value: String, _ width: Int) -> String { TerminalText.column(value, width, right: true) }
      if row.sku != last { text += "\n" + TerminalText.column("\(row.sku.text) \(row.name)", 78).trimmed + "\n" }
      last = row.sku
      let minutes = max(row.minutes, 1e-9)
      text +=
        [
          TerminalText.column(row.group, 22), cell(String(row.shows), 5), cell(String(row.presentations), 5),
          cell(row.minutes.text(places: 1), 4), cell(row.upliftPerMinute.text(places: 1), 11),
          cell("\((row.upliftLow / minutes).text(places: 1))–\((row.upliftHigh / minutes).text(places: 1))", 13),
          cell(row.revenuePerMinute.text(places: 0), 9), cell((row.cancelledShare * 100).text(places: 0) + " %", 5),
          " " + TerminalText.sparkline(row.curve.map(\.ordersPerMinute), columns: 30),
        ].joined(separator: " ").trimmed + "\n"
    }
    return text
  }

  private var csv: String {
    var table = CSVText(header: [
      grouping.rawValue, "sku", "name", "shows", "presentations", "minutes", "uplift", "uplift_lo", "uplift_hi",
      "uplift_per_min", "revenue_per_min", "cancelled_share",
    ])
    for row in rows {
      table.append([
        row.group.replacing("\n", with: " "), row.sku.text, row.name, String(row.shows), String(row.presentations),
        row.minutes.text(places: 2), row.uplift.text(places: 2), row.upliftLow.text(places: 2),
        row.upliftHigh.text(places: 2), row.upliftPerMinute.text(places: 3), row.revenuePerMinute.text(places: 2),
        row.cancelledShare.text(places: 4),
      ])
    }
    return table.text
  }
}

extension ShowComparison.Row {
  /// Nil: none of the shows presented the product.
  fileprivate init?(_ group: String, _ folders: [ShowFolder], sku: SKU) {
    var (shows, presentations, seconds) = (0, 0, 0.0)
    var (uplift, below, above, revenue, gone) = (0.0, 0.0, 0.0, 0.0, 0.0)
    var curves: [ResponseCurve] = []
    for folder in folders {
      let talks = (folder.presentations ?? []).filter { $0.sku == sku }
      guard !talks.isEmpty else { continue }
      shows += 1
      presentations += talks.count
      seconds += talks.reduce(0) { $0 + max(0, $1.end - $1.start) }
      for entry in folder.uplift ?? [] where entry.sku == sku {
        uplift += entry.upliftOrders
        // Presentations' errors are independent: their squares add up.
        below += (entry.upliftOrders - entry.upliftLow) * (entry.upliftOrders - entry.upliftLow)
        above += (entry.upliftHigh - entry.upliftOrders) * (entry.upliftHigh - entry.upliftOrders)
        revenue += entry.revenue
        gone += entry.cancelledShare * entry.upliftOrders
      }
      if let timeline = folder.timeline {
        curves.append(ResponseCurve(folder, timeline: timeline, sku: sku, bin: timeline.binSeconds))
      }
    }
    guard presentations > 0 else { return nil }
    let minutes = max(seconds / 60, 1e-9)
    let product = folders.lazy.flatMap(\.show.products).first { $0.sku == sku }
    self.init(
      group: group, sku: sku, name: product?.name ?? sku.text, shows: shows, presentations: presentations,
      minutes: (seconds / 60).rounded(places: 3), uplift: uplift.rounded(places: 2),
      upliftLow: max(0, uplift - below.squareRoot()).rounded(places: 2),
      upliftHigh: (uplift + above.squareRoot()).rounded(places: 2),
      upliftPerMinute: (uplift / minutes).rounded(places: 3), revenuePerMinute: (revenue / minutes).rounded(places: 2),
      cancelledShare: uplift > 0 ? min(1, gone / uplift).rounded(places: 4) : 0, curve: Self.mean(of: curves))
  }

  /// The shows' curves, each with the weight of its presentations; bins of the first show's length only.
  private static func mean(of curves: [ResponseCurve]) -> [ResponseCurve.Point] {
    guard let first = curves.first else { return [] }
    return first.points.map { point in
      var (orders, weight) = (0.0, 0.0)
      for curve in curves {
        guard let same = curve.points.first(where: { $0.offsetSeconds == point.offsetSeconds }) else { continue }
        orders += same.ordersPerMinute * Double(curve.presentations)
        weight += Double(curve.presentations)
      }
      return ResponseCurve.Point(
        offsetSeconds: point.offsetSeconds, ordersPerMinute: (orders / max(weight, 1)).rounded(places: 3),
        baselinePerMinute: nil)
    }
  }
}
