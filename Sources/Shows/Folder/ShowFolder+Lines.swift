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

/// A line of comments.jsonl.
public struct CommentEntry: Hashable, Sendable, Decodable {
  /// When it was written.
  public let at: StreamTime
  public let text: String
  /// What it asks, such as `stock`.
  public let intent: String?
  public let sku: SKU?
}

/// A line of presentations.jsonl.
public struct PresentationEntry: Hashable, Sendable, Decodable {
  public let id: String
  public let sku: SKU
  public let start: StreamTime
  public let end: StreamTime
  /// 0…1.
  public let confidence: Double
  /// When it was taken back: it was announced and turned out to be none. Nil: it stands.
  public let withdrawnAt: StreamTime?

  private enum CodingKeys: String, CodingKey {
    case id, sku, start, end, confidence
    case withdrawnAt = "withdrawn_at"
  }
}

/// A line of signals.jsonl: a CloudEvent of Liveshelf, with the fields of all types.
public struct SignalEntry: Hashable, Sendable, Decodable {
  public let id: String
  /// `liveshelf.…`
  public let type: String
  public let data: Payload

  /// The event's data.
  public struct Payload: Hashable, Sendable, Decodable {
    public let sku: SKU?
    public let detectedAt: StreamTime
    public let phase: SignalSituation.Phase?
    /// In English, and in Chinese; nil: written by an older version.
    public let reason: String?
    public let reasonZh: String?

    private enum CodingKeys: String, CodingKey {
      case sku, reason, phase
      case detectedAt = "detected_at"
      case reasonZh = "reason_zh"
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
