internal import LiveshelfCore

/// The timeline on the page's grid, whose bins are as short as the page's weight allows.
struct ReportGrid {
  /// The most bins of one product, and of all together.
  private static let (mostBins, mostCells) = (720.0, 60_000.0)
  /// How much of the time before and after the show the page draws, in seconds.
  private static let (before, after) = (600.0, 900.0)
  /// Multiples of the folder's bins that read well for bins of 10 s.
  private static let multiples: [Int64] = [1, 2, 3, 6, 12, 30, 60, 90, 180, 360]

  let grid: ReportData.Grid?
  let series: [SKU: ReportData.Series]

  init(_ timeline: ShowTimeline?, products: Int, show: ShowDescription) throws(TimelineError) {
    let window = StreamTime(seconds: -Self.before)..<StreamTime(seconds: show.durationSeconds + Self.after)
    let rows = timeline?.rows.filter { window.contains($0.start) } ?? []
    guard let timeline, let first = rows.first?.start, let last = rows.last?.start else {
      (grid, series) = (nil, [:])
      return
    }
    let most = min(Self.mostBins, max(60, Self.mostCells / Double(max(1, products))))
    let span = (last - first) + timeline.binSeconds
    let needed = span / timeline.binSeconds / most
    let multiple = Self.multiples.first { Double($0) >= needed } ?? Int64(needed.rounded(.up))
    let length = timeline.binMicroseconds * multiple
    let start = first.microseconds.floor(toMultipleOf: length)
    let count = Int((last.microseconds - start) / length) + 1
    grid = ReportData.Grid(
      from: Double(start) / 1_000_000, bin: Double(length) / 1_000_000, count: count)
    var columns: [SKU: ReportData.Series] = [:]
    for product in try ShowTimeline(rows, binMicroseconds: timeline.binMicroseconds).series(binMicroseconds: length) {
      columns[product.sku] = ReportData.Series(product, start: start, count: count)
    }
    series = columns
  }
}

extension ReportData.Series {
  fileprivate init(_ series: TimelineSeries, start: Int64, count: Int) {
    var bins = [TimelineBin?](repeating: nil, count: count)
    for bin in series.bins { bins[Int((bin.start.microseconds - start) / series.binMicroseconds)] = bin }
    orders = RunLengths(bins.map { Double($0?.ordersCreated ?? 0) })
    baseline = RunLengths(bins.map { $0?.baselineRate }, places: 2)
    demand = RunLengths(bins.map { $0?.demandRate }, places: 1)
    stock = RunLengths(Self.carried(bins.map { $0?.stockAvailable.map(Double.init) }))
    comments = RunLengths(bins.map { Double($0?.comments ?? 0) })
  }

  /// Stock stays what it was until a bin says otherwise: bins in which nothing happened may be absent.
  private static func carried(_ values: [Double?]) -> [Double?] {
    var last: Double?
    return values.map { value in
      last = value ?? last
      return last
    }
  }
}
