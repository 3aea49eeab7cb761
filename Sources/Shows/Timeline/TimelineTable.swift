internal import LiveshelfCore

/// The timeline of one show as a table for a terminal, and as CSV.
enum TimelineTable {
  /// One product: a line per bin. Several: a line per product, the most ordered first.
  static func text(_ show: ShowDescription, _ series: [TimelineSeries]) -> String {
    var lines = [TerminalText.column(show.label, 78).trimmed]
    if series.count == 1, let product = series.first {
      lines += bins(of: product, in: show)
    } else {
      lines += overview(series, in: show)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func overview(_ series: [TimelineSeries], in show: ShowDescription) -> [String] {
    func orders(_ product: TimelineSeries) -> Int { product.bins.reduce(0) { $0 + $1.ordersCreated } }
    let head = TerminalText.column("product", 32) + "  orders   units  stock  orders over time"
    let ranked = series.enumerated().sorted { (orders($0.element), $1.offset) > (orders($1.element), $0.offset) }
    return [head]
      + ranked.map { _, product in
        let units = product.bins.reduce(0) { $0 + $1.units }
        return [
          TerminalText.column(product.sku.text, 11), TerminalText.column(show.name(of: product.sku), 20),
          right(String(orders(product)), 7), right(String(units), 7),
          right(product.bins.last { $0.stockAvailable != nil }?.stockAvailable.map(String.init) ?? "", 6),
          " " + TerminalText.sparkline(product.bins.map { Double($0.ordersCreated) }),
        ].joined(separator: " ")
      }
  }

  private static func bins(of product: TimelineSeries, in show: ShowDescription) -> [String] {
    let most = product.bins.map(\.ordersCreated).max() ?? 0
    var lines = [
      TerminalText.column(product.sku.text + " " + show.name(of: product.sku), 78).trimmed,
      TerminalText.sparkline(product.bins.map { Double($0.ordersCreated) }),
      "time      stream     presenting  orders  units  baseline/min  demand/min  stock",
    ]
    for bin in product.bins {
      let bar = most > 0 ? String(repeating: "█", count: max(0, bin.ordersCreated) * 20 / most) : ""
      lines.append(
        [
          String(show.clock.text(of: bin.start).dropFirst(11).prefix(8)),
          right(String(bin.start.description.dropLast(4)), 9), right(percent(bin.presenting), 12),
          right(String(bin.ordersCreated), 7), right(String(bin.units), 6),
          right(bin.baselineRate?.text(places: 2) ?? "", 13), right(bin.demandRate?.text(places: 2) ?? "", 11),
          right(bin.stockAvailable.map(String.init) ?? "", 6), bar,
        ].joined(separator: " ").trimmed)
    }
    return lines
  }

  /// The columns of timeline.csv.
  static func csv(_ show: ShowDescription, _ series: [TimelineSeries]) -> String {
    var table = CSVText(header: [
      "bin_start", "stream_start", "sku", "presenting", "mentions", "orders_created", "orders_paid", "units",
      "cancelled",
      "refunded", "comments", "baseline_rate", "demand_rate", "stock_available", "stockout_eta_s",
    ])
    for bin in inOrder(series) {
      table.append([
        show.clock.text(of: bin.start), bin.start.seconds.text(places: 3), bin.sku.text, bin.presenting.text(places: 3),
        String(bin.mentions), String(bin.ordersCreated), String(bin.ordersPaid), String(bin.units),
        String(bin.cancelled), String(bin.refunded), String(bin.comments), bin.baselineRate?.text(places: 3) ?? "",
        bin.demandRate?.text(places: 3) ?? "", bin.stockAvailable.map(String.init) ?? "",
        bin.stockoutETA?.text(places: 1) ?? "",
      ])
    }
    return table.text
  }

  /// All bins by time, then in the order of the series.
  static func inOrder(_ series: [TimelineSeries]) -> [TimelineBin] {
    series.enumerated().flatMap { place, product in product.bins.map { (place, $0) } }
      .sorted { ($0.1.start, $0.0) < ($1.1.start, $1.0) }.map(\.1)
  }

  private static func right(_ text: String, _ columns: Int) -> String {
    TerminalText.column(text, max(columns, text.count), right: true)
  }

  private static func percent(_ share: Double) -> String {
    share > 0 ? (share * 100).text(places: 0) + " %" : ""
  }
}

extension String {
  /// Without blanks at the end.
  var trimmed: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
