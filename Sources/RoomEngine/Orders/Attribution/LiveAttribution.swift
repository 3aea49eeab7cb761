import Foundation
public import LiveshelfCore

/// The online form of the model: each order is attributed when it comes, in constant time, from what is known by then.
///
/// It is EM with a step for every order (Cappé and Moulines 2009): the order's causes get their probabilities from the rates so
/// far, and the rates, the marks and the presentations' strengths take it in. A presentation becomes known some seconds
/// after it began, and its boundaries may move: the product's orders of the last minutes are then attributed anew. The
/// lag and the climax come from an earlier fit, or from `AttributionFit` over the orders so far, by `adopt(_:)`.
///
/// Orders should come about in order of time; one that comes late is attributed all the same. Memory grows with the products
/// and presentations, and with the orders of the last five minutes only.
public struct LiveAttribution: Sendable {
  /// Seconds after which half of what the baseline has learnt is forgotten.
  static let halfLife = 1800.0
  private static let marksEvery = 64
  /// Seconds that a presentation is taken to last until it has ended.
  private static let typicalLength = 45.0
  /// Orders are attributed anew for so many seconds, and at most so many of a product.
  private static let memory = 300.0
  private static let largestMemory = 4096

  struct Candidate: Sendable {
    /// The place in `progress`.
    let number: Int
    var stretch: Stretch
    var isOpen: Bool
    var caused = 0.0
  }

  struct Product: Sendable {
    /// Baseline orders and seconds watched, both fading.
    var count = 0.0
    var seconds = 0.0
    var updatedAt: Double
    var candidates: [Candidate] = []
    var recent: [RecentOrder] = []
  }

  /// An order, or a refused one, that may still be attributed anew.
  struct RecentOrder: Sendable {
    var event: DemandEvent
    var mark: OrderMark
    var baseline = 1.0
    var shares: [(number: Int, probability: Double)] = []
  }

  private(set) var shape: ResponseShape
  private var numbering: OrderMarks
  private var marks = MarkTable()
  private var products: [Product] = []
  private var indexBySKU: [SKU: Int] = [:]
  private var presentationPrior = GammaPrior(shape: 1, mean: 10)
  private var basePrior = GammaPrior(shape: 1, mean: 0.005)
  private var firstTime: Double?
  private var now = 0.0
  private var sinceMarks = 0
  private var showEnd = Double.infinity
  var progress: [PresentationProgress] = []
  private var numberByID: [String: Int] = [:]
  /// Seconds after a presentation's end until nine in ten of its orders have come.
  private var reach: Double

  /// - Parameters:
  ///   - catalog: tells live prices from list prices.
  ///   - lag: that of earlier shows of the room, if known.
  public init(catalog: Catalog, lag: LagDistribution = .typical) {
    numbering = OrderMarks(catalog: catalog)
    shape = ResponseShape(lag: lag)
    reach = shape.table.quantile(0.9)
  }

  /// Takes over what a fit has learnt about lag, climax, marks and strengths in general.
  public mutating func adopt(_ fit: AttributionFit) {
    shape = fit.shape
    reach = shape.table.quantile(0.9)
    presentationPrior = fit.presentationPrior
    basePrior = fit.basePrior
  }

  /// A presentation began, ended or changed. The same id again replaces what was known of it.
  ///
  /// - Returns: orders of the last minutes whose causes this changes.
  @discardableResult
  public mutating func update(_ presentation: Presentation) -> [OrderAttribution] {
    let start = presentation.start.seconds
    let isOpen = presentation.end == nil
    let end = max(presentation.end?.seconds ?? start + Self.typicalLength, start)
    now = max(now, presentation.end?.seconds ?? start)
    let index = index(of: presentation.sku, at: firstTime ?? start)
    var stretch = Stretch(sku: index, start: start, end: end)
    if let number = numberByID[presentation.id] {
      guard let place = products[index].candidates.firstIndex(where: { $0.number == number }) else { return [] }
      let known = products[index].candidates[place]
      stretch.countdown = known.stretch.countdown
      guard known.stretch != stretch || known.isOpen != isOpen else { return [] }
      products[index].candidates[place].stretch = stretch
      products[index].candidates[place].isOpen = isOpen
    } else {
      let number = progress.count
      numberByID[presentation.id] = number
      progress.append(PresentationProgress(presentationID: presentation.id, sku: presentation.sku))
      let now = now
      products[index].candidates.removeAll { !$0.isOpen && $0.stretch.end + LagTable.horizon < now }
      products[index].candidates.append(Candidate(number: number, stretch: stretch, isOpen: isOpen))
    }
    if let number = numberByID[presentation.id] { progress[number].isOpen = isOpen }
    return attributeAnew(index, from: start)
  }

  /// A presentation turned out to be none: its orders go to other causes.
  @discardableResult
  public mutating func withdraw(_ presentation: Presentation) -> [OrderAttribution] {
    guard let index = indexBySKU[presentation.sku], let number = numberByID[presentation.id] else { return [] }
    products[index].candidates.removeAll { $0.number == number }
    let rows = attributeAnew(index, from: -.infinity)
    progress[number].isWithdrawn = true
    return rows
  }

  /// The sale of a product was opened after a countdown.
  public mutating func countDown(of sku: SKU, at time: StreamTime) {
    guard let index = indexBySKU[sku], let last = products[index].candidates.indices.last else { return }
    products[index].candidates[last].stretch.countdown = time.seconds
  }

  /// The show is over: what comes now is told apart from the show's baseline.
  public mutating func endShow(at time: StreamTime) {
    showEnd = time.seconds
  }

  /// Attributes an order, and learns from it. For a refused order: learns, and returns nil.
  public mutating func observe(_ event: DemandEvent) -> OrderAttribution? {
    let t = event.time.seconds
    now = max(now, t)
    let first = firstTime ?? t
    firstTime = first
    let index = index(of: event.sku, at: first)
    products[index].fade(to: t, halfLife: Self.halfLife)
    var order = RecentOrder(event: event, mark: numbering.mark(of: event))
    attribute(&order, index)
    let row = event.isOrder ? attribution(of: order) : nil
    remember(order, index)
    sinceMarks += 1
    if sinceMarks >= Self.marksEvery {
      marks.update(keepingCounts: true)
      sinceMarks = 0
    }
    return row
  }

  private mutating func index(of sku: SKU, at time: Double) -> Int {
    if let known = indexBySKU[sku] { return known }
    indexBySKU[sku] = products.count
    products.append(Product(updatedAt: time))
    return products.count - 1
  }

  private mutating func remember(_ order: RecentOrder, _ index: Int) {
    products[index].recent.append(order)
    let count = products[index].recent.count
    guard count >= 64, count & (count - 1) == 0 || count > Self.largestMemory else { return }
    let oldest = now - Self.memory
    products[index].recent.removeAll { $0.event.time.seconds < oldest }
    let surplus = products[index].recent.count - Self.largestMemory / 2
    if surplus > 0 { products[index].recent.removeFirst(surplus) }
  }
}

extension LiveAttribution {
  /// Gives an order's causes their probabilities, and learns from them.
  private mutating func attribute(_ order: inout RecentOrder, _ index: Int) {
    let t = order.event.time.seconds
    let cause: MarkTable.Cause = t >= 0 && t < showEnd + 300 ? .during : .outside
    let base = basePrior.mean(count: products[index].count, exposure: products[index].seconds)
    let baseWeight = base * marks.likelihood(order.mark, cause)
    var total = baseWeight
    order.shares.removeAll(keepingCapacity: true)
    if !products[index].candidates.isEmpty {
      let likelihood = marks.likelihood(order.mark, .presentation)
      for candidate in products[index].candidates {
        let weight = rate(of: candidate, at: t) * likelihood
        guard weight > 0 else { continue }
        order.shares.append((candidate.number, weight))
        total += weight
      }
    }
    for place in order.shares.indices { order.shares[place].probability /= total }
    order.baseline = total > 0 ? baseWeight / total : 1
    take(order, index, sign: 1)
  }

  /// Counts what an order says, or takes it back.
  private mutating func take(_ order: RecentOrder, _ index: Int, sign: Double) {
    let t = order.event.time.seconds
    let cause: MarkTable.Cause = t >= 0 && t < showEnd + 300 ? .during : .outside
    let faded = exp2(-max(0, products[index].updatedAt - t) / Self.halfLife)
    products[index].count = max(0, products[index].count + sign * order.baseline * faded)
    marks.count(order.mark, cause, weight: sign * order.baseline)
    guard !order.shares.isEmpty else { return }
    marks.count(order.mark, .presentation, weight: sign * (1 - order.baseline))
    for share in order.shares {
      if let place = products[index].candidates.firstIndex(where: { $0.number == share.number }) {
        products[index].candidates[place].caused = max(
          0, products[index].candidates[place].caused + sign * share.probability)
      }
      progress[share.number].add(order, share.probability, sign: sign)
    }
  }

  /// Attributes a product's orders of the last minutes again, twice, so that the first of them profit from the last.
  private mutating func attributeAnew(_ index: Int, from start: Double) -> [OrderAttribution] {
    var recent = products[index].recent
    guard let first = recent.firstIndex(where: { $0.event.time.seconds >= start }) else { return [] }
    products[index].recent = []
    for _ in 0..<2 {
      for place in first..<recent.count where recent[place].event.time.seconds >= start {
        take(recent[place], index, sign: -1)
        attribute(&recent[place], index)
      }
    }
    products[index].recent = recent
    return recent[first...].filter { $0.event.isOrder && $0.event.time.seconds >= start }.map { attribution(of: $0) }
  }

  private func attribution(of order: RecentOrder) -> OrderAttribution {
    var causes = order.shares.map { share in
      OrderAttribution.Cause(presentationID: progress[share.number].presentationID, probability: share.probability)
    }
    if causes.count > 1 {
      causes.sort { ($0.probability, $1.presentationID) > ($1.probability, $0.presentationID) }
    }
    return OrderAttribution(
      orderID: order.event.orderID, sku: order.event.sku, causes: causes, baseline: order.baseline)
  }

  /// Orders a second that a presentation causes at time `t`, from what it has caused so far.
  private func rate(of candidate: Candidate, at t: Double) -> Double {
    var stretch = candidate.stretch
    // While it goes on its climax is still to come, unless it has been heard.
    if candidate.isOpen { stretch.end = max(stretch.end, now) }
    var response = stretch.response(t, shape)
    if candidate.isOpen, stretch.countdown == nil { response.climax = 0 }
    let density = response.even + response.climax
    guard density > 0 else { return 0 }
    let exposure = stretch.exposure(from: stretch.start, to: max(t, now), shape)
    return presentationPrior.mean(count: candidate.caused, exposure: exposure) * density
  }
}

extension LiveAttribution.Product {
  /// Lets what was learnt fade, and counts the time watched since.
  fileprivate mutating func fade(to t: Double, halfLife: Double) {
    let elapsed = t - updatedAt
    guard elapsed > 0 else { return }
    let kept = exp2(-elapsed / halfLife)
    count *= kept
    // The fading integral of the time itself.
    seconds = seconds * kept + (1 - kept) * halfLife / 0.693_147_180_559_945_3
    updatedAt = t
  }
}

extension LiveAttribution: DemandRates {
  public func rate(of sku: SKU, at time: StreamTime) -> (baseline: Double, demand: Double)? {
    guard let index = indexBySKU[sku] else { return nil }
    let product = products[index]
    let elapsed = max(0, time.seconds - product.updatedAt)
    let kept = exp2(-elapsed / Self.halfLife)
    let seconds = product.seconds * kept + (1 - kept) * Self.halfLife / 0.693_147_180_559_945_3
    let baseline = basePrior.mean(count: product.count * kept, exposure: seconds) * 60
    let caused = product.candidates.reduce(0) { $0 + rate(of: $1, at: time.seconds) }
    return (baseline, baseline + caused * 60)
  }

  /// How long viewers take, as far as it has been learnt.
  var lag: LagSummary {
    let median = shape.table.quantile(0.5)
    // The spread of viewers' delays and decisions from show to show, while only a typical lag or an early fit is known.
    return LagSummary(
      distribution: shape.lag, p10: shape.table.quantile(0.1), p50: median, p90: reach,
      p50Interval: median / 1.5...median * 1.5)
  }
}
