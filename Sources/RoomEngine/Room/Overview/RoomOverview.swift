public import InventoryEngine
public import LiveshelfCore

/// A room at one moment, for people and screens: what is on stage, what sells, what will run out, what viewers ask.
public struct RoomOverview: Hashable, Sendable {
  /// The newest moment that the room knows; zero before the first input.
  public var at: StreamTime
  /// What is on stage, as far as it is announced: open presentations, the oldest first. Usually one or none.
  public var presentations: [Presentation]
  /// What these have brought so far, and the ten before them.
  public var progress: [PresentationProgress]
  /// Since the show began, and of the last one and five minutes.
  public var sales: SalesCount
  public var salesOfLastMinute: SalesCount
  public var salesOfLastFiveMinutes: SalesCount
  /// Names of products that were heard, and comments that were let in.
  public var mentions: Int
  public var comments: Int
  /// By how much viewers see the stream late, in seconds, as their comments tell; the usual delay before they do.
  public var viewerDelay: Double
  /// In the catalog's order, then products that the catalog lacks in order of appearance.
  public var products: [ProductOverview]
  /// What to present next, the best first; at most five.
  public var next: [NextProduct]
  /// What viewers ask: questions that are trending, then the most asked ones; at most ten.
  public var questions: [ViewerQuestion]
  /// Where a later stock snapshot differs from the ledger, until a count answers it; sorted by SKU and warehouse.
  public var differences: [StockDifference]
  /// What else the ledger remarked, the newest first; at most 100.
  public var remarks: [LedgerRemark]
}

/// Something about an input that the ledger remarked, at one place.
public struct LedgerRemark: Hashable, Sendable {
  /// The last one of its kind and place.
  public var notice: LedgerNotice
  /// How often it came.
  public var count: Int
  /// When it last came.
  public var at: StreamTime
}

/// How a product does.
public enum ProductHeat: String, Hashable, Sendable, Codable, CaseIterable {
  /// Nothing is left that could be promised.
  case soldOut = "sold_out"
  /// It is predicted to run out within a quarter of an hour.
  case brink
  /// Demand is far above what was expected, or three times what comes without a presentation.
  case surging
  /// It was presented and does not move, or its stock lasts far too long.
  case slow
  case steady
  /// No order in five minutes.
  case idle
}

/// One product of a room.
public struct ProductOverview: Hashable, Sendable {
  public var product: Product
  public var isPresented: Bool
  public var heat: ProductHeat
  /// Since the show began, and of the last one and five minutes.
  public var sales: SalesCount
  public var salesOfLastMinute: SalesCount
  public var salesOfLastFiveMinutes: SalesCount
  /// Its names that were heard, and comments that are about it.
  public var mentions: Int
  public var comments: Int
  /// Stock, expected demand for 5, 15 and 60 minutes, and when the stock runs out.
  public var outlook: ProductOutlook

  /// Orders a minute: the last minute's.
  public var ordersPerMinute: Double { Double(salesOfLastMinute.orders) }
}

/// A question that viewers ask.
public struct ViewerQuestion: Hashable, Sendable {
  /// What is asked for, such as `stock` or `size`.
  public var intent: String
  /// The product that it is about; nil: none.
  public var sku: SKU?
  /// The comments that asked it: of the trend's window when it is trending, else of the whole show.
  public var count: Int
  /// The latest of them, without personal data.
  public var example: String
  public var isTrending: Bool
}
