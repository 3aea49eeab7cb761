public import InventoryEngine
public import LiveshelfCore

/// What a show did for one product. docs/metrics.md defines each figure; this is the one place that computes them.
public struct ProductFigures: Sendable {
  public let product: ShowProduct
  public private(set) var sold = SoldFigures()
  /// The same by variant; empty where orders tell none.
  public private(set) var variants: [String: SoldFigures] = [:]
  public private(set) var presentations = 0
  public private(set) var presentedSeconds = 0.0
  public private(set) var mentions = 0
  public private(set) var comments = 0
  public private(set) var paid = 0
  public private(set) var cancelled = 0
  public private(set) var refunded = 0
  /// Nil when the folder has no uplift for it.
  public private(set) var upliftOrders: Double?
  /// What the orders of the uplift brought, and what of that was not taken back.
  public private(set) var upliftSales = 0.0
  public private(set) var keptUpliftSales = 0.0
  /// Whether the 95 % interval of any presentation's uplift lies above zero.
  private(set) var presentingHelped: Bool?
  public private(set) var stockAtStart: Int?
  /// The last that is known.
  public private(set) var stockAtEnd: Int?
  /// Units that were on their way at the end.
  public private(set) var onTheWay = 0
  /// The start of the first bin at whose end nothing was left.
  public private(set) var soldOutAt: StreamTime?
  /// Seconds of the show in which nothing was left.
  private var emptySeconds = 0.0
  private var lastLevel: (end: StreamTime, stock: Int)?
  /// Orders that the demand model expected while nothing was left, beyond those that came. Nil: no model.
  private(set) var missedOrders: Double?
  /// Pieces that the shop refused for want of stock, as its orders say.
  public private(set) var refusedUnits = 0
  /// The show's orders tell what the shop refused, of this product or another.
  public private(set) var countsRefusals = false
  /// A signal called it slow-moving.
  private(set) var isCalledSlow = false
  /// The signals that were open when the show ended.
  private var openSignals: Set<SignalType> = []

  init(_ product: ShowProduct) {
    self.product = product
  }

  /// Counts an order, or a refused one, of the show's window.
  mutating func add(_ order: OrderEntry) {
    guard order.isOrder else {
      refusedUnits = refusedUnits.addingReportingOverflow(order.units).partialValue
      return
    }
    sold.add(order)
    if !order.option.isEmpty { variants[order.option, default: SoldFigures()].add(order) }
  }

  /// Adds a bin of the show's window; bins come in order.
  ///
  /// - Parameters:
  ///   - end: of the bin.
  ///   - length: of the show, in seconds.
  ///   - countsOrders: no orders.csv tells what was sold.
  mutating func add(_ bin: TimelineBin, until end: StreamTime, length: Double, countsOrders: Bool) {
    mentions += bin.mentions
    paid += bin.ordersPaid
    cancelled += bin.cancelled
    refunded += bin.refunded
    comments += bin.comments
    if countsOrders {
      sold.add(orders: bin.ordersCreated, units: bin.units, price: product.livePrice ?? product.listPrice)
      refusedUnits = refusedUnits.addingReportingOverflow(bin.refusedUnits).partialValue
    }
    guard let stock = bin.stockAvailable else { return }
    if stockAtStart == nil { stockAtStart = stock.addingReportingOverflow(bin.units).partialValue }
    stockAtEnd = stock
    // Bins in which nothing happened may be absent: the stock stays what it was.
    passEmpty(to: bin.start, length)
    if stock <= 0 { emptySeconds += Self.seconds(from: bin.start, to: end, within: length) }
    lastLevel = (end, stock)
    guard stock <= 0 else { return }
    if soldOutAt == nil { soldOutAt = bin.start }
    if let demand = bin.demandRate {
      // Bins with more orders than expected make up for those with fewer: their sum is what counts.
      missedOrders = (missedOrders ?? 0) + demand * (end - bin.start) / 60 - Double(bin.ordersCreated)
    }
  }

  /// The timeline is over.
  mutating func finish(length: Double) {
    passEmpty(to: StreamTime(seconds: length), length)
    lastLevel = nil
  }

  private mutating func passEmpty(to time: StreamTime, _ length: Double) {
    guard let last = lastLevel, last.stock <= 0, last.end < time else { return }
    emptySeconds += Self.seconds(from: last.end, to: time, within: length)
  }

  private static func seconds(from start: StreamTime, to end: StreamTime, within length: Double) -> Double {
    max(0, min(end.seconds, length) - max(0, start.seconds))
  }

  mutating func add(_ presentation: PresentationEntry) {
    presentations += 1
    presentedSeconds += max(0, presentation.end - presentation.start)
  }

  mutating func add(_ uplift: UpliftEntry) {
    upliftOrders = (upliftOrders ?? 0) + uplift.upliftOrders
    upliftSales += uplift.revenue
    keptUpliftSales += uplift.revenue * (1 - uplift.cancelledShare)
    presentingHelped = presentingHelped == true || uplift.upliftLow > 0
  }

  mutating func settle(available: Int, onTheWay: Int) {
    (stockAtEnd, self.onTheWay) = (available, onTheWay)
  }

  mutating func trustRefusals() { countsRefusals = true }

  /// Takes a signal about it; signals come in order.
  mutating func add(_ type: SignalType, isResolved: Bool) {
    if isResolved {
      openSignals.remove(type)
    } else {
      openSignals.insert(type)
      if type == .slowMoving { isCalledSlow = true }
    }
  }

  /// How it stood when the show ended, as its card said.
  public var stateAtEnd: ProductState { ProductState(open: openSignals) }

  /// Whether the show did anything with it.
  var isActive: Bool { presentations > 0 || sold.orders > 0 || mentions > 0 || comments > 0 }

  /// Pieces of an order, 1 or more.
  var unitsPerOrder: Double { sold.orders > 0 ? max(1, Double(sold.units) / Double(sold.orders)) : 1 }

  /// Minutes of the show in which nothing was left.
  public var stockoutMinutes: Double { emptySeconds / 60 }

  /// Units asked for and not had: those that the shop refused where the show's orders tell of any, else where it ran out
  /// what the demand model expected beyond what came.
  public var lostUnits: Double { countsRefusals ? Double(max(0, refusedUnits)) : modelledLoss }

  private var modelledLoss: Double { soldOutAt == nil ? 0 : max(0, missedOrders ?? 0) * unitsPerOrder }

  /// The 95 % interval of `lostUnits`; a point where the shop counted them.
  public var lostInterval: ClosedRange<Double> {
    let doubt = countsRefusals ? 0 : 1.96 * (modelledLoss * unitsPerOrder).squareRoot()
    return max(0, lostUnits - doubt)...lostUnits + doubt
  }

  /// What a piece brought: the mean of the show's orders, else the live or list price; nil: nobody tells.
  public var price: Double? {
    if sold.units > 0, sold.sales > 0 { return sold.sales / Double(sold.units) }
    return (product.livePrice ?? product.listPrice).map { Double($0.hundredths) / 100 }
  }

  /// What the lost units would have brought, in the currency's unit.
  public var lostSales: Double { lostUnits * (price ?? 0) }

  /// What is left of the sales that were not taken back after the cost of the goods; nil: the catalog tells no cost.
  public var margin: Double? {
    product.cost.map { sold.keptSales - Double(sold.keptUnits) * Double($0.hundredths) / 100 }
  }

  /// What its presentations brought for each minute that they took, less what was taken back; nil: it had none.
  public var earnedPerMinute: Double? {
    presentedSeconds > 0 && upliftOrders != nil ? keptUpliftSales / (presentedSeconds / 60) : nil
  }
}
