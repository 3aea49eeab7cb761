/// What one product, or one source, asks of people: one state and one step, with the reason and the numbers that they rest on.
public struct CardView: Codable, Hashable, Sendable {
  /// `product/SKU` or `feed/NAME`.
  public var id: String
  @Nullable public var sku: String?
  /// The product's name, or the source's in Chinese.
  public var product: String
  @Nullable public var linkNumber: Int?
  /// A stable word (`ProductState`, or `source_trouble`), and what it is called in English and in Chinese.
  public var state: String
  public var title: String
  public var titleZh: String
  /// A stable word (`NextStep`, or `check_source`), and what to do in English and in Chinese; empty: nothing.
  public var step: String
  /// How many units the step is about; nil: it names none.
  @Nullable public var units: Int?
  public var action: String
  public var actionZh: String
  public var reason: String
  public var reasonZh: String
  /// Whether somebody is to act.
  public var asks: Bool
  /// What became of the signal that it rests on.
  public var attention: SignalState
  @Nullable public var acknowledgedBy: String?
  @Nullable public var assignedTo: String?
  /// RFC 3339.
  @Nullable public var mutedUntil: String?
  /// Seconds until money is lost, 0: it is being lost; nil: no hurry.
  @Nullable public var secondsLeft: Double?
  /// The price of the units that it is about.
  public var atStake: Double
  /// When its signal was raised or last updated, RFC 3339.
  @Nullable public var time: String?
  /// The newest signal of each open situation of the product: what acknowledging the card acknowledges.
  public var signals: [String]

  /// Whether it still waits for somebody.
  public var isOpen: Bool { asks && attention == .open }

  private enum CodingKeys: String, CodingKey {
    case id, sku, product, state, title, step, units, action, reason, asks, attention, time, signals
    case linkNumber = "link_no"
    case titleZh = "title_zh"
    case actionZh = "action_zh"
    case reasonZh = "reason_zh"
    case acknowledgedBy = "acknowledged_by"
    case assignedTo = "assigned_to"
    case mutedUntil = "muted_until"
    case secondsLeft = "left_s"
    case atStake = "at_stake"
  }
}
