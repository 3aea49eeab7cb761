import Foundation
public import LiveshelfCore

/// Predicts how many units of each product will be asked for in the next minutes, from orders and from what the host
/// presents.
///
/// The rate of a product is the sum of a baseline and of the effects of its presentations. Both are Gamma–Poisson
/// (Gelman et al., Bayesian Data Analysis, 3rd ed., §2.6): the baseline's prior comes from its category and the room
/// (empirical Bayes, Robbins 1956), a presentation's size from earlier presentations, and when its orders come from a
/// response profile learnt over the show. Presentations yet to come are a Poisson process. Demand is what viewers ask
/// for: rejected orders count, cancelled ones are not taken back.
///
/// Synchronous, without I/O, deterministic.
public struct DemandForecaster: Sendable {
  public let settings: ForecastSettings
  let priors: [String: CategoryPrior]
  var products: [ProductDemand] = []
  var indexBySKU: [SKU: Int] = [:]
  var presentations: [PresentationDemand] = []
  var sinceStart: ResponseProfile
  var sinceEnd: ResponseProfile
  var room: RoomDemand
  /// When the first input came, and when the newest one did.
  private var beginning: WallTime?
  private(set) var now: WallTime?
  private var levelsFrom: WallTime?
  /// Past orders are being told, faster than they came and in any order; nil: they are through.
  private var past: [Order]?
  /// When the host is expected to stop; nil: not within the horizon.
  public var plannedEnd: WallTime?

  /// Seconds between two looks at what the products have in common.
  private static let levelInterval = 5.0
  static let steps = 60

  /// - Parameter priors: what earlier shows taught, by category.
  public init(
    catalog: Catalog, settings: ForecastSettings = ForecastSettings(), priors: [String: CategoryPrior] = [:]
  ) {
    self.settings = settings
    self.priors = priors
    sinceStart = .sinceStart(steps: Self.steps)
    sinceEnd = .sinceEnd(steps: Self.steps)
    room = RoomDemand(
      baselineRate: settings.baselineRate, upliftOrders: settings.upliftMinutes * settings.baselineRate,
      repeatFactor: settings.repeatFactor, presentationRate: 1 / settings.presentationInterval,
      units: (settings.unitsPerOrder, settings.unitsPerOrder * settings.unitsPerOrder * 1.5))
    for product in catalog.products { _ = index(of: product.sku, category: product.category) }
  }

  mutating func index(of sku: SKU, category: String = "") -> Int {
    if let known = indexBySKU[sku] { return known }
    indexBySKU[sku] = products.count
    products.append(
      ProductDemand(sku: sku, category: category, countedUntil: now ?? WallTime(microseconds: .min)))
    return products.count - 1
  }

  /// Tells the model that the world's clock reads `time`. Times before the newest one change nothing.
  public mutating func advance(to time: WallTime) {
    guard past == nil, now.map({ time > $0 }) ?? true else { return }
    if beginning == nil {
      beginning = time
      for index in products.indices { products[index].countedUntil = time }
    }
    now = time
    guard levelsFrom.map({ time - $0 >= Self.levelInterval }) ?? true else { return }
    levelsFrom = time
    for index in products.indices { count(index, until: time) }
    learnLevels()
  }

  private mutating func count(_ index: Int, until time: WallTime) {
    let quietFrom = products[index].presentations.last.map { last in
      presentations[last].effectEnds(window: settings.responseWindow) ?? time
    }
    products[index].count(until: time, quietFrom: quietFrom, halfLife: settings.baselineHalfLife)
  }

  /// Takes an order as demand; only created and rejected ones are. Repeats must be kept out by the caller.
  ///
  /// - Parameter time: when it became known. An order's own clock may be wrong, so it never moves the model's.
  public mutating func observe(_ event: OrderEvent, at time: WallTime) {
    guard event.type == .created || event.type == .rejectedOutOfStock, event.quantity > 0 else { return }
    advance(to: time)
    let index = index(of: event.sku)
    let happened = min(event.eventTime, time)
    let order = Order(index: index, time: happened, quantity: min(event.quantity, 10_000), warehouse: event.warehouse)
    guard past == nil else {
      notePast(order)
      return
    }
    count(order)
    for number in products[index].presentations.reversed() where presentations[number].start <= happened {
      let end = presentations[number].effectEnds(window: settings.responseWindow)
      if end.map({ happened < $0 }) ?? true {
        presentations[number].orderTimes.append(happened - presentations[number].start)
        return
      }
      break
    }
    // What the baseline would have forgotten says nothing of now.
    if time - happened <= settings.baselineHalfLife { products[index].addToBaseline(at: happened) }
  }

  // MARK: - The past

  /// An order as far as demand is concerned.
  private struct Order: Sendable {
    var index: Int
    var time: WallTime
    var quantity: Int
    var warehouse: String
  }

  private static let mostPast = 8192

  /// From now on past orders are told, until `catchUp`.
  mutating func expectPast() { past = [] }

  private mutating func notePast(_ order: Order) {
    past?.append(order)
    guard let all = past, all.count > 2 * Self.mostPast else { return }
    past = Array(all.sorted { ($0.time, $0.index) < ($1.time, $1.index) }.suffix(Self.mostPast))
  }

  /// The past is through. Of it the model takes what its baseline would remember, from the first such order on; what sold
  /// days ago, when nobody was on air, says nothing of a show.
  mutating func catchUp(at time: WallTime) {
    let recent = (past ?? []).filter { $0.time <= time && time - $0.time <= settings.baselineHalfLife }
      .sorted { ($0.time, $0.index) < ($1.time, $1.index) }
    past = nil
    guard let first = recent.first else { return }
    advance(to: first.time)
    for order in recent {
      count(order.index, until: order.time)
      count(order)
      products[order.index].addToBaseline(at: order.time)
    }
  }

  private mutating func count(_ order: Order) {
    let quantity = Double(order.quantity)
    products[order.index].orders += 1
    products[order.index].units += quantity
    products[order.index].unitsSquared += quantity * quantity
    products[order.index].ordersByWarehouse[order.warehouse, default: 0] += 1
  }

  /// The host began to present a product.
  ///
  /// - Parameter time: when, which may be some time ago: orders since then become the presentation's.
  public mutating func presentationStarted(_ sku: SKU, at time: WallTime) {
    advance(to: time)
    let index = index(of: sku)
    if let last = products[index].presentations.last, presentations[last].end == nil { return }
    count(index, until: time)
    let early = products[index].takeBaseline(since: time)
    let size = expectedSize(of: index)
    presentations.append(
      PresentationDemand(
        product: index, start: time, orderTimes: early.map { $0 - time }, baselineRate: baseline(of: index).mean,
        relativeSize: size.mean / max(room.upliftOrders, 1e-9), popularity: popularity(of: index),
        priorShape: size.shape, isRepeat: size.isRepeat, repeatFactor: size.isRepeat ? room.repeatFactor : 1))
    products[index].presentations.append(presentations.count - 1)
    learnResponse()
  }

  /// The host stopped presenting a product.
  public mutating func presentationEnded(_ sku: SKU, at time: WallTime) {
    advance(to: time)
    guard let index = indexBySKU[sku], let last = products[index].presentations.last,
      presentations[last].end == nil
    else { return }
    presentations[last].end = max(time, presentations[last].start)
    learnResponse()
  }

  /// The presentation that goes on was none: nothing is learnt from it.
  public mutating func presentationWithdrawn(_ sku: SKU, at time: WallTime) {
    advance(to: time)
    guard let index = indexBySKU[sku], let last = products[index].presentations.last, presentations[last].end == nil
    else { return }
    // Others are found by their place: one that is not the newest stays, without a length.
    guard last == presentations.indices.last else { return presentationEnded(sku, at: presentations[last].start) }
    presentations.removeLast()
    products[index].presentations.removeLast()
    learnResponse()
  }

  /// Uses a response that somebody expects of the presentation of `sku` that is going on, instead of the learnt one.
  public mutating func expect(_ response: ExpectedResponse, for sku: SKU) {
    guard let index = indexBySKU[sku], let last = products[index].presentations.last,
      presentations[last].end == nil
    else { return }
    let rates = response.unitsPerMinute.prefix(Self.steps).map { $0.isFinite ? max(0, $0) : 0 }
    guard rates.contains(where: { $0 > 0 }) else { return }
    let old = presentations[last]
    let orders = rates.reduce(0, +) * ResponseProfile.step / 60 / units(of: index).mean
    presentations[last] = PresentationDemand(
      product: old.product, start: old.start, orderTimes: old.orderTimes, baselineRate: old.baselineRate,
      relativeSize: orders / max(room.upliftOrders, 1e-9), popularity: old.popularity,
      priorShape: settings.repeatedUpliftShape,
      isRepeat: old.isRepeat, repeatFactor: old.repeatFactor,
      expected: ResponseProfile(prior: rates + Array(repeating: 0, count: Self.steps - rates.count)))
  }
}
