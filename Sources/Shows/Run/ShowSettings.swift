public import Foundation
public import Intake
public import LiveshelfCore
public import MediaIngest

/// What a show is followed with.
public struct ShowSettings: Sendable {
  public var room: RoomName
  public var catalog: URL
  /// What the catalog's columns mean.
  public var catalogColumns: CatalogColumns
  public var orders: URL?
  /// The lines of the orders, where an export has them in a file of their own.
  public var orderLines: URL?
  /// What the orders' columns mean; nil: found from the header.
  public var orderColumns: OrderColumns?
  /// Explicit "now explaining" events.
  public var clicks: URL?
  public var inventory: URL?
  /// What the stock's columns mean; nil: found from the header.
  public var inventoryColumns: ColumnMapping?
  /// Receipts, transfers and counts.
  public var transactions: URL?
  /// What the transactions' columns mean; nil: found from the header.
  public var transactionColumns: ColumnMapping?
  public var comments: URL?
  /// A folder of stingers, one sound file each.
  public var markers: URL?
  /// What is done to the sound before speech is recognised; nil: nothing, which recognises best. Markers are always
  /// heard in the sound as it came.
  public var cleaning: CleaningSettings?
  /// When the stream began; nil: what the stream tells.
  public var startTime: (time: WallTime, offset: ZoneOffset)?
  /// The folder of the results.
  public var output: URL
  /// The folder of the speech models; nil: where the set-up puts them.
  public var models: URL?
  /// Who presents; empty: unknown.
  public var host: String
  /// Thresholds of the advice (YAML); nil: the defaults.
  public var thresholds: URL?
  /// Folders of earlier shows, which teach how categories sell.
  public var earlierShows: [URL]

  public init(
    room: RoomName, catalog: URL, catalogColumns: CatalogColumns = .known, orders: URL? = nil,
    orderColumns: OrderColumns? = nil, inventory: URL? = nil,
    transactions: URL? = nil, comments: URL? = nil,
    markers: URL? = nil, clicks: URL? = nil, cleaning: CleaningSettings? = nil,
    startTime: (time: WallTime, offset: ZoneOffset)? = nil, output: URL, models: URL? = nil,
    host: String = "", thresholds: URL? = nil, earlierShows: [URL] = []
  ) {
    self.room = room
    self.catalog = catalog
    self.catalogColumns = catalogColumns
    self.orders = orders
    self.orderColumns = orderColumns
    self.inventory = inventory
    self.transactions = transactions
    self.comments = comments
    self.markers = markers
    self.clicks = clicks
    self.cleaning = cleaning
    self.startTime = startTime
    self.output = output
    self.models = models
    self.host = host
    self.thresholds = thresholds
    self.earlierShows = earlierShows
  }
}
