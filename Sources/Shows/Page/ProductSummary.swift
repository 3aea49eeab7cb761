internal import LiveshelfCore

/// What a show did for one product, from its start to five minutes after its end (late buyers).
struct ProductSummary {
  /// How long after the show orders still count for it, in seconds.
  static let aftermathSeconds = 300.0

  let product: ShowProduct
  private(set) var presentations = 0
  private(set) var presentedSeconds = 0.0
  private(set) var mentions = 0
  private(set) var orders = 0
  private(set) var paid = 0
  private(set) var units = 0
  private(set) var cancelled = 0
  private(set) var refunded = 0
  private(set) var comments = 0
  /// Nil when the folder has no uplift for it.
  private(set) var upliftOrders: Double?
  /// Whether the 95 % interval of any presentation's uplift lies above zero.
  private(set) var presentingHelped: Bool?
  private(set) var stockAtStart: Int?
  /// The last that is known.
  private(set) var stockAtEnd: Int?
  /// Units that were on their way at the end.
  private(set) var onTheWay = 0
  /// The start of the first bin at whose end nothing was left.
  private(set) var soldOutAt: StreamTime?
  /// Orders that the demand model expected while nothing was left, beyond those that came. Nil: no model.
  private(set) var missedOrders: Double?
  /// Pieces that the shop refused for want of stock, as its orders say.
  private(set) var refusedUnits = 0
  /// The show's orders tell what the shop refused, of this product or another.
  private(set) var countsRefusals = false
  /// A signal called it slow-moving.
  private(set) var isCalledSlow = false

  init(_ product: ShowProduct) {
    self.product = product
  }

  /// Adds a bin of `minutes` minutes; bins come in order.
  mutating func add(_ bin: TimelineBin, minutes: Double) {
    mentions += bin.mentions
    orders += bin.ordersCreated
    paid += bin.ordersPaid
    units += bin.units
    cancelled += bin.cancelled
    refunded += bin.refunded
    comments += bin.comments
    refusedUnits += bin.refusedUnits
    guard let stock = bin.stockAvailable else { return }
    if stockAtStart == nil { stockAtStart = stock + bin.units }
    stockAtEnd = stock
    guard stock <= 0 else { return }
    if soldOutAt == nil { soldOutAt = bin.start }
    if let demand = bin.demandRate {
      // Bins with more orders than expected make up for those with fewer: their sum is what counts.
      missedOrders = (missedOrders ?? 0) + demand * minutes - Double(bin.ordersCreated)
    }
  }

  mutating func add(_ presentation: PresentationEntry) {
    presentations += 1
    presentedSeconds += max(0, presentation.end - presentation.start)
  }

  mutating func add(_ uplift: UpliftEntry) {
    upliftOrders = (upliftOrders ?? 0) + uplift.upliftOrders
    presentingHelped = presentingHelped == true || uplift.upliftLow > 0
  }

  mutating func settle(available: Int, onTheWay: Int) {
    (stockAtEnd, self.onTheWay) = (available, onTheWay)
  }

  mutating func trustRefusals() {
    countsRefusals = true
  }

  mutating func noteSlow() {
    isCalledSlow = true
  }

  /// Whether the show did anything with it.
  var isActive: Bool { presentations > 0 || orders > 0 || mentions > 0 || comments > 0 }
}
