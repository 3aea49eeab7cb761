public import InventoryEngine
public import LiveshelfCore
public import RoomEngine

/// A show of a room, as the store keeps it.
public struct ShowRecord: Sendable {
  /// Unique in its room; sorts by time.
  public var id: String
  /// Stream time zero.
  public var clock: ShowClock
  /// What is added to the machine's clock to get the show's, in microseconds: 0 for a real show, the distance to its
  /// date for a rehearsal with older data.
  public var clockShift: Int64
  /// The products at the beginning; later changes are in the log.
  public var catalog: Catalog
  /// The thresholds at the beginning; likewise.
  public var settings: AdvisorSettings
  /// The stream, without credentials; empty when the room listens to none.
  public var source: String
  public var host: String
  /// The shop that keeps the stock; nil: the room itself does.
  public var shop: RoomName?
  /// The version of the rules by which it began to be told.
  public var rules: Int
  /// Nil while it goes on.
  public var end: StreamTime?

  public init(
    id: String, clock: ShowClock, clockShift: Int64 = 0, catalog: Catalog,
    settings: AdvisorSettings = AdvisorSettings(), source: String = "", host: String = "",
    shop: RoomName? = nil, rules: Int = FoldRules.current.version, end: StreamTime? = nil
  ) {
    self.id = id
    self.clock = clock
    self.clockShift = clockShift
    self.catalog = catalog
    self.settings = settings
    self.source = source
    self.host = host
    self.shop = shop
    self.rules = rules
    self.end = end
  }
}
