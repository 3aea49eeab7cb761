/// What a room means to present, against what was presented. Times in seconds of the stream.
public struct RunningOrderView: Codable, Hashable, Sendable {
  public enum State: String, Codable, Hashable, Sendable {
    case planned, done, skipped
    case onStage = "on_stage"
  }

  /// Whether the stock will do for a presentation.
  public enum Stock: String, Codable, Hashable, Sendable {
    case enough, short, out, unknown
  }

  public struct Item: Codable, Hashable, Sendable {
    public var sku: String
    public var product: String
    @Nullable public var linkNumber: Int?
    public var planned: Double
    /// By the plan, from the show's start.
    public var plannedStart: Double
    @Nullable public var started: Double?
    public var presented = 0.0
    public var state = State.planned
    @Nullable public var available: Int?
    /// Units that a presentation should sell; nil: the catalog lacks the product.
    @Nullable public var presentationUnits: Int?
    public var stock: Stock
    public var points: [String]

    private enum CodingKeys: String, CodingKey {
      case sku, product, state, available, stock, points
      case linkNumber = "link_no"
      case planned = "planned_s"
      case plannedStart = "planned_start_s"
      case started = "started_s"
      case presented = "presented_s"
      case presentationUnits = "presentation_units"
    }
  }

  public var items: [Item] = []
  /// The place of what is on stage, or was last; nil: nothing of it was presented.
  @Nullable public var current: Int?
  /// The place of what comes next; nil: nothing is left.
  @Nullable public var next: Int?
  /// Seconds behind the plan; below 0: ahead of it; nil: nothing of it was presented.
  @Nullable public var late: Double?
  /// The length of all planned presentations.
  public var planned = 0.0

  private enum CodingKeys: String, CodingKey {
    case items, current, next
    case late = "late_s"
    case planned = "planned_s"
  }
}
