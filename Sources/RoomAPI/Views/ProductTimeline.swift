/// How a product did over the show, in bins of equal length, and what is expected.
public struct ProductTimeline: Codable, Hashable, Sendable {
  public var room: String
  public var sku: String
  public var binSeconds: Double
  /// The stream time of the first bin's start. All arrays have one element a bin.
  public var start: Double
  public var units: [Int]
  public var orders: [Int]
  /// At the end of the bin; empty: no stock was reported.
  public var available: [Int]
  /// The share of the bin, 0…1.
  public var presenting: [Double]
  public var mentions: [Int]
  public var comments: [Int]
  @Nullable public var forecast: DemandForecastView?
  @Nullable public var stockout: StockoutView?
  /// How the product stands and what to do, as its card says; nil: the show is over.
  @Nullable public var state: String?
  @Nullable public var step: String?

  public init(
    room: String, sku: String, binSeconds: Double, start: Double = 0, units: [Int] = [], orders: [Int] = [],
    available: [Int] = [], presenting: [Double] = [], mentions: [Int] = [], comments: [Int] = [],
    forecast: DemandForecastView? = nil, stockout: StockoutView? = nil
  ) {
    self.room = room
    self.sku = sku
    self.binSeconds = binSeconds
    self.start = start
    self.units = units
    self.orders = orders
    self.available = available
    self.presenting = presenting
    self.mentions = mentions
    self.comments = comments
    self.forecast = forecast
    self.stockout = stockout
  }

  private enum CodingKeys: String, CodingKey {
    case room, sku, start, units, orders, available, presenting, mentions, comments, forecast, stockout, state, step
    case binSeconds = "bin_s"
  }
}

/// Units a bin that are to come: the median and the 95 % interval.
public struct DemandForecastView: Codable, Hashable, Sendable {
  /// Stream time.
  public var start: Double
  public var binSeconds: Double
  public var p50: [Double]
  public var low: [Double]
  public var high: [Double]

  public init(start: Double, binSeconds: Double, p50: [Double], low: [Double], high: [Double]) {
    self.start = start
    self.binSeconds = binSeconds
    self.p50 = p50
    self.low = low
    self.high = high
  }

  private enum CodingKeys: String, CodingKey {
    case start, p50
    case binSeconds = "bin_s"
    case low = "lo"
    case high = "hi"
  }
}

/// Seconds from now until nothing is left, with the 95 % interval.
public struct StockoutView: Codable, Hashable, Sendable {
  public var etaSeconds: Double
  public var lowSeconds: Double
  public var highSeconds: Double

  public init(etaSeconds: Double, lowSeconds: Double, highSeconds: Double) {
    self.etaSeconds = etaSeconds
    self.lowSeconds = lowSeconds
    self.highSeconds = highSeconds
  }

  private enum CodingKeys: String, CodingKey {
    case etaSeconds = "eta_s"
    case lowSeconds = "lo_s"
    case highSeconds = "hi_s"
  }
}
