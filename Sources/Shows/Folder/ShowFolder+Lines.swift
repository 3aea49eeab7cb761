public import LiveshelfCore

/// A line of transcript.jsonl.
public struct TranscriptEntry: Hashable, Sendable, Decodable {
  public let start: StreamTime
  public let end: StreamTime
  public let text: String
}

/// A line of mentions.jsonl.
public struct MentionEntry: Hashable, Sendable, Decodable {
  public let sku: SKU
  /// What was heard.
  public let text: String
  public let start: StreamTime
  public let end: StreamTime
}

/// A line of markers.jsonl.
public struct MarkerEntry: Hashable, Sendable, Decodable {
  public let marker: String
  public let start: StreamTime
  public let end: StreamTime
}

/// A line of presentations.jsonl.
public struct PresentationEntry: Hashable, Sendable, Decodable {
  public let id: String
  public let sku: SKU
  public let start: StreamTime
  public let end: StreamTime
  /// 0…1.
  public let confidence: Double
}

/// A line of signals.jsonl: a CloudEvent of Liveshelf, with the fields of all types.
public struct SignalEntry: Hashable, Sendable, Decodable {
  public let id: String
  /// `liveshelf.…`
  public let type: String
  public let data: Payload

  /// The event's data. What its type does not have is nil.
  public struct Payload: Hashable, Sendable, Decodable {
    public let sku: SKU?
    public let product: String?
    public let detectedAt: StreamTime
    public let reason: String?
    public let available: Int?
    public let warehouse: String?
    public let transferFrom: String?
    public let transferQuantity: Int?
    public let demandRate: Double?
    public let expectedRate: Double?
    public let eta: Double?
    public let etaLow: Double?
    public let etaHigh: Double?
    public let daysOfCover: Double?
    public let quantity: Int?
    public let neededBy: String?
    public let suggestion: String?
    public let ranking: [SKU]?
    public let intent: String?
    public let count: Int?
    public let example: String?
    public let feed: String?
    public let lag: Double?

    private enum CodingKeys: String, CodingKey {
      case sku, product, reason, available, warehouse, quantity, suggestion, ranking, intent, count, example, feed
      case detectedAt = "detected_at"
      case transferFrom = "transfer_from"
      case transferQuantity = "transfer_qty"
      case demandRate = "demand_rate"
      case expectedRate = "expected_rate"
      case eta = "eta_s"
      case etaLow = "eta_lo_s"
      case etaHigh = "eta_hi_s"
      case daysOfCover = "days_of_cover"
      case neededBy = "needed_by"
      case lag = "lag_s"
    }
  }
}

/// alignment.json: the clocks of the sources, and how long orders take.
public struct AlignmentEntry: Hashable, Sendable, Decodable {
  public let sources: [Source]
  public let orderLag: OrderLag?

  /// The clock of one source against true time.
  public struct Source: Hashable, Sendable, Decodable {
    public let source: String
    /// Its clock minus true time in the middle of the show, in seconds.
    public let offset: Double?
    public let drift: Double?
    /// The ends of the 95 % interval of `offset`.
    public let interval: [Double]?
    public let events: Int?

    private enum CodingKeys: String, CodingKey {
      case source, events
      case offset = "offset_s"
      case drift = "drift_s_per_hour"
      case interval = "ci95_s"
    }
  }

  /// Seconds from the host's word to the order.
  public struct OrderLag: Hashable, Sendable, Decodable {
    public let p10: Double?
    public let p50: Double?
    public let p90: Double?
  }

  private enum CodingKeys: String, CodingKey {
    case sources
    case orderLag = "order_lag_s"
  }
}
