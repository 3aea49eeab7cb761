/// Sales of a show. Orders are counted once, whatever the number of their events.
public struct ShowTotals: Codable, Hashable, Sendable {
  /// Gross merchandise value of created orders.
  public var gmv: Double
  public var units: Int
  public var orders: Int
  public var paid: Int
  public var cancelled: Int
  public var refunded: Int
  public var lastMinute: RecentSales
  public var lastFiveMinutes: RecentSales

  public init(
    gmv: Double = 0, units: Int = 0, orders: Int = 0, paid: Int = 0, cancelled: Int = 0, refunded: Int = 0,
    lastMinute: RecentSales = RecentSales(), lastFiveMinutes: RecentSales = RecentSales()
  ) {
    self.gmv = gmv
    self.units = units
    self.orders = orders
    self.paid = paid
    self.cancelled = cancelled
    self.refunded = refunded
    self.lastMinute = lastMinute
    self.lastFiveMinutes = lastFiveMinutes
  }

  private enum CodingKeys: String, CodingKey {
    case gmv, units, orders, paid, cancelled, refunded
    case lastMinute = "last_minute"
    case lastFiveMinutes = "last_5_minutes"
  }
}

/// Sales of the last minutes.
public struct RecentSales: Codable, Hashable, Sendable {
  public var gmv: Double
  public var units: Int
  public var orders: Int

  public init(gmv: Double = 0, units: Int = 0, orders: Int = 0) {
    self.gmv = gmv
    self.units = units
    self.orders = orders
  }
}

/// Where a source of the room stands: `audio`, `orders`, `stock`, `comments`.
public struct FeedStatus: Codable, Hashable, Sendable {
  public var feed: String
  /// What it is called, in English and in Chinese.
  public var title: String
  public var titleZh: String
  /// `connecting`, `live`, `stalled`, `reconnecting` or `ended`.
  public var state: String
  /// How far it is behind, when known.
  @Nullable public var lagSeconds: Double?
  /// In English, and in Chinese.
  public var reason: String
  public var reasonZh: String

  public init(
    feed: String, title: String = "", titleZh: String = "", state: String, lagSeconds: Double? = nil,
    reason: String = "", reasonZh: String = ""
  ) {
    self.feed = feed
    self.title = title
    self.titleZh = titleZh
    self.state = state
    self.lagSeconds = lagSeconds
    self.reason = reason
    self.reasonZh = reasonZh
  }

  private enum CodingKeys: String, CodingKey {
    case feed, title, state, reason
    case titleZh = "title_zh"
    case reasonZh = "reason_zh"
    case lagSeconds = "lag_s"
  }
}

/// The health of the ways in and out.
public struct LinkStatus: Codable, Hashable, Sendable {
  /// From a row's reception to its durability, in milliseconds.
  public var receivedToDurable: Percentiles
  public var ordersPerSecond: Double
  /// The shares of order events that came late, and twice; 0…1.
  public var lateShare: Double
  public var duplicateShare: Double
  /// How far recognition is behind the stream.
  @Nullable public var recognitionLagSeconds: Double?
  /// Signals that wait for delivery.
  public var outboxDepth: Int

  public init(
    receivedToDurable: Percentiles = Percentiles(), ordersPerSecond: Double = 0, lateShare: Double = 0,
    duplicateShare: Double = 0, recognitionLagSeconds: Double? = nil, outboxDepth: Int = 0
  ) {
    self.receivedToDurable = receivedToDurable
    self.ordersPerSecond = ordersPerSecond
    self.lateShare = lateShare
    self.duplicateShare = duplicateShare
    self.recognitionLagSeconds = recognitionLagSeconds
    self.outboxDepth = outboxDepth
  }

  private enum CodingKeys: String, CodingKey {
    case receivedToDurable = "received_to_durable_ms"
    case ordersPerSecond = "orders_per_s"
    case lateShare = "late_share"
    case duplicateShare = "duplicate_share"
    case recognitionLagSeconds = "recognition_lag_s"
    case outboxDepth = "outbox_depth"
  }
}

/// The middle and the slow end of a distribution.
public struct Percentiles: Codable, Hashable, Sendable {
  public var p50: Double
  public var p95: Double

  public init(p50: Double = 0, p95: Double = 0) {
    self.p50 = p50
    self.p95 = p95
  }
}
