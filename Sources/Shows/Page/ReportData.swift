internal import LiveshelfCore

/// What the page's script reads: the folder, cut to what the page shows. Times are seconds of the stream.
struct ReportData: Encodable {
  struct Show: Encodable {
    let room: String
    let recording: String
    /// Milliseconds since 1970.
    let start: Int64
    /// Seconds east of Greenwich.
    let offset: Int
    let duration: Double
    let aftermath: Double
    let service: Double
    /// The recording goes on after what was heard.
    let cut: Bool
  }

  struct Grid: Encodable {
    let from: Double
    let bin: Double
    let count: Int
  }

  struct Item: Encodable {
    let sku: String
    let name: String
    let category: String
    let list: Double?
    let live: Double?
    let link: Int?
    var orders = 0
    var paid = 0
    var units = 0
    /// What the orders bring, and what of that was not taken back.
    var sales: Double = 0
    var kept: Double = 0
    /// Money lost for want of stock, and minutes without any.
    var lost: Double = 0
    var empty: Double = 0
    /// Absent: no cost is known.
    var margin: Double?
    var variants: [Variant] = []
    /// What its presentations brought for each of their minutes.
    var earned: Double?
    /// Its last shows, the newest first.
    var earlier: [Earlier] = []
    var cancelled = 0
    var refunded = 0
    var comments = 0
    var mentions = 0
    var talks = 0
    var talk: Double = 0
    var uplift: Double?
    var stockStart: Int?
    var stockEnd: Int?
    var soldOut: Double?
    var missed: Double = 0
    /// The 95 % interval; absent where the shop counted them.
    var missedLow: Double?
    var missedHigh: Double?
    var advice = ""
    /// How its card stood when the show ended (`ProductState`); absent: fine.
    var state: String?
    var suggest = 0
    var toOrder: Int?
    var showsLeft: Double?
    var warehouses: [Warehouse] = []
    var series: Series?
  }

  /// What the product did in an earlier show.
  struct Earlier: Encodable {
    /// Milliseconds since 1970.
    let start: Int64
    let host: String
    let units: Int
    let sales: Double
    let earned: Double?
  }

  struct Variant: Encodable {
    let name: String
    let orders: Int
    let units: Int
    let sales: Double
  }

  struct Warehouse: Encodable {
    let name: String
    let available: Int
    let reserved: Int
  }

  struct Series: Encodable {
    let orders: RunLengths
    let baseline: RunLengths
    let demand: RunLengths
    let stock: RunLengths
    let comments: RunLengths
  }

  struct Talk: Encodable {
    let p: Int
    let start: Double
    let end: Double
    let confidence: Double
    let orders: Double?
    let units: Double?
    let baseline: Double?
    let uplift: Double?
    let low: Double?
    let high: Double?
    let revenue: Double?
  }

  struct Span: Encodable {
    let p: Int?
    let start: Double
    let end: Double
    let text: String
  }

  let show: Show
  /// Which files the folder has.
  let has: [String: Bool]
  /// Nil without a timeline.
  let grid: Grid?
  let products: [Item]
  let talks: [Talk]
  let markers: [Span]
  let mentions: [Span]
  let transcript: [Span]
  /// The folder has a transcript that is too long for the page.
  let transcriptCut: Bool
  let signals: [ReportSignal]
  let signalTypes: [ReportSignalType]
  /// What the states of products are called.
  let states: [ReportSignalType]
  let signalsCut: Int
  let clocks: [Clock]
  let lag: Lag?
  let leftOut: Int

  struct Clock: Encodable {
    let source: String
    let offset: Double?
    let low: Double?
    let high: Double?
    let events: Int?
  }

  struct Lag: Encodable {
    let p10: Double?
    let p50: Double?
    let p90: Double?
  }
}

extension Double {
  /// Rounded to so many decimals.
  func rounded(places: Int) -> Double {
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    return (self * scale).rounded() / scale
  }
}

extension StreamTime {
  /// Seconds, to a tenth.
  var tenths: Double { seconds.rounded(places: 1) }
}
