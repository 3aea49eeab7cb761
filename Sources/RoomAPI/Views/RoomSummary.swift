public import LiveshelfCore
public import Rooms

/// Where a room stands.
public enum RoomState: String, Codable, Hashable, Sendable, CaseIterable {
  /// No show: the room was created or stopped.
  case idle
  case connecting
  /// It listens, and nobody publishes yet.
  case waiting
  case live
  /// Connected, and nothing comes.
  case stalled
  case reconnecting
  /// The stream is over for good.
  case ended
}

/// A room in a list.
public struct RoomSummary: Codable, Hashable, Sendable {
  public var name: String
  /// What people call it, in any script; nil: by its name.
  @Nullable public var title: String?
  public var state: RoomState
  /// The stream's address without its secrets; nil: the room hears nothing and takes orders only.
  @Nullable public var url: String?
  /// The room waits for a publisher at `url` instead of fetching from it.
  public var listen: Bool
  /// The shop that keeps the stock: the room that orders and stock of this one go to; nil: it keeps its own.
  @Nullable public var shop: String?
  /// The show that runs, or ran last.
  @Nullable public var show: String?
  /// RFC 3339; when that show began.
  @Nullable public var startedAt: String?
  /// Products of the catalog.
  public var products: Int
  /// The room's sequence number.
  public var sequence: Int64
  /// What the host presents.
  @Nullable public var now: NowPresenting?
  /// Of the show that runs, or ran last.
  public var totals: ShowTotals
  /// Open situations that ask somebody to act; the signals of one about one product count once.
  public var openSignals: Int

  public init(
    name: String, title: String? = nil, state: RoomState, url: String? = nil, listen: Bool = false, shop: String? = nil,
    show: String? = nil,
    startedAt: String? = nil, products: Int = 0, sequence: Int64 = 0, now: NowPresenting? = nil,
    totals: ShowTotals = ShowTotals(), openSignals: Int = 0
  ) {
    self.name = name
    self.title = title
    self.state = state
    self.url = url
    self.listen = listen
    self.shop = shop
    self.show = show
    self.startedAt = startedAt
    self.products = products
    self.sequence = sequence
    self.now = now
    self.totals = totals
    self.openSignals = openSignals
  }

  private enum CodingKeys: String, CodingKey {
    case name, title, state, url, listen, shop, show, products, sequence, now, totals
    case openSignals = "open_signals"
    case startedAt = "started_at"
  }
}

/// What a room is made from. The server has checked the address against its allow-list.
public struct RoomDefinition: Hashable, Sendable {
  public var name: RoomName
  /// What people call it, in any script; nil: by its name.
  public var title: String?
  /// Where the stream is; nil: a room for orders alone.
  public var url: String?
  /// Wait for a publisher at `url`.
  public var listens: Bool
  /// Headers of the stream's HTTP requests, by name.
  public var headers: [String: String] = [:]
  /// What the columns of exports mean that are sent to the room, by `RowKind`: mappings as `--order-columns` takes them.
  public var columns: [String: String] = [:]
  /// Bytes of one of `columns`, at most.
  public static let longestColumns = 4096
  /// The wall time of stream time zero; nil: the moment at which the stream begins to flow.
  public var startTime: WallTime?
  /// The shop that keeps the stock; nil: the room does.
  public var shop: RoomName?
  /// Seconds without the stream after which the show ends by itself; nil: only when it is stopped.
  public var endsAfter: Double?
  public var products: [Product]

  /// How long a stream may be gone before its show is over, unless it is said.
  public static let usualPatience = 900.0
  /// What may be said of it, in seconds.
  public static let patience = 30.0...86_400

  public init(
    name: RoomName, url: String? = nil, listens: Bool = false, startTime: WallTime? = nil, products: [Product] = []
  ) {
    self.name = name
    self.url = url
    self.listens = listens
    self.startTime = startTime
    self.products = products
  }
}

/// What is to be different about a room; nil: as it is.
public struct RoomChange: Hashable, Sendable {
  /// The inner nil: it is called by its name.
  public var title: String??
  /// The inner nil: a room for orders alone.
  public var url: String??
  public var listens: Bool?
  /// The inner nil: a show ends when it is stopped, and not by itself.
  public var endsAfter: Double??

  public init() {}

  /// - Throws: `.invalid` where a room cannot be like that.
  public func apply(to setup: inout RoomSetup) throws(ServiceError) {
    if let title { setup.title = title }
    if let url { setup.url = url }
    if let listens { setup.listens = listens }
    if let endsAfter { setup.endsAfter = endsAfter }
    if setup.url == nil { setup.listens = listens ?? false }
    if setup.listens, setup.url == nil {
      throw .invalid(field: "listen", message: "needs url, the address to listen on")
    }
  }
}
