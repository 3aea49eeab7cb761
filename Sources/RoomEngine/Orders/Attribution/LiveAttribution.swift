import Foundation
public import LiveshelfCore

/// The online form of the model: each order is attributed when it comes, in constant time, from what is known by then.
///
/// It is EM with a step for every order (Cappé and Moulines 2009): the order's causes get their probabilities from the rates so
/// far, and the rates, the marks and the presentations' strengths take it in. The lag and the climax come from an earlier fit, or
/// from `AttributionFit` over the orders so far, by `adopt(_:)`.
///
/// Orders should come about in order of time; one that comes late is attributed all the same. Memory grows with the products
/// and presentations, not with the orders.
public struct LiveAttribution: Sendable {
  /// Seconds after which half of what the baseline has learnt is forgotten.
  private static let halfLife = 1800.0
  private static let marksEvery = 64
  /// Seconds that a presentation is taken to last until it has ended.
  private static let typicalLength = 45.0

  fileprivate struct Candidate: Sendable {
    var presentation: Presentation
    var stretch: Stretch
    var isOpen: Bool
    var caused = 0.0
  }

  fileprivate struct Product: Sendable {
    /// Baseline orders and seconds watched, both fading.
    var count = 0.0
    var seconds = 0.0
    var updatedAt: Double
    var candidates: [Candidate] = []
  }

  private var shape: ResponseShape
  private var numbering: OrderMarks
  private var marks = MarkTable()
  private var products: [SKU: Product] = [:]
  private var presentationPrior = GammaPrior(shape: 1, mean: 10)
  private var basePrior = GammaPrior(shape: 1, mean: 0.005)
  private var firstTime: Double?
  private var now = 0.0
  private var sinceMarks = 0
  private var showEnd = Double.infinity

  /// - Parameters:
  ///   - catalog: tells live prices from list prices.
  ///   - lag: that of earlier shows of the room, if known.
  public init(catalog: Catalog, lag: LagDistribution = .typical) {
    numbering = OrderMarks(catalog: catalog)
    shape = ResponseShape(lag: lag)
  }

  /// Takes over what a fit has learnt about lag, climax, marks and strengths in general.
  public mutating func adopt(_ fit: AttributionFit) {
    shape = fit.shape
    presentationPrior = fit.presentationPrior
    basePrior = fit.basePrior
  }

  /// A presentation began, ended or changed. The same id again replaces what was known of it.
  public mutating func update(_ presentation: Presentation) {
    let start = presentation.start.seconds
    let isOpen = presentation.end == nil
    let end = max(presentation.end?.seconds ?? start + Self.typicalLength, start)
    let stretch = Stretch(sku: 0, start: start, end: end)
    now = max(now, presentation.end?.seconds ?? start)
    var product = products[presentation.sku] ?? Product(updatedAt: firstTime ?? start)
    if let index = product.candidates.firstIndex(where: { $0.presentation.id == presentation.id }) {
      product.candidates[index].presentation = presentation
      product.candidates[index].isOpen = isOpen
      let countdown = product.candidates[index].stretch.countdown
      product.candidates[index].stretch = stretch
      product.candidates[index].stretch.countdown = countdown
    } else {
      product.candidates.removeAll { !$0.isOpen && $0.stretch.end + LagTable.horizon < now }
      product.candidates.append(Candidate(presentation: presentation, stretch: stretch, isOpen: isOpen))
    }
    products[presentation.sku] = product
  }

  /// The sale of a product was opened after a countdown.
  public mutating func countDown(of sku: SKU, at time: StreamTime) {
    guard let index = products[sku]?.candidates.indices.last else { return }
    products[sku]?.candidates[index].stretch.countdown = time.seconds
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
    let mark = numbering.mark(of: event)
    let cause: MarkTable.Cause = t >= 0 && t < showEnd + 300 ? .during : .outside
    var product = products[event.sku] ?? Product(updatedAt: first)
    product.fade(to: t, halfLife: Self.halfLife)
    let base = basePrior.mean(count: product.count, exposure: product.seconds)
    let baseWeight = base * marks.likelihood(mark, cause)
    let likelihood = product.candidates.isEmpty ? 0 : marks.likelihood(mark, .presentation)
    var total = baseWeight
    var weights: [Double] = []
    for candidate in product.candidates {
      let weight = rate(of: candidate, at: t) * likelihood
      weights.append(weight)
      total += weight
    }
    let share = total > 0 ? baseWeight / total : 1
    product.count += share
    marks.count(mark, cause, weight: share)
    if share < 1 { marks.count(mark, .presentation, weight: 1 - share) }
    var causes: [OrderAttribution.Cause] = []
    for (index, weight) in weights.enumerated() where weight > 0 {
      let probability = weight / total
      product.candidates[index].caused += probability
      if event.isOrder {
        causes.append(.init(presentationID: product.candidates[index].presentation.id, probability: probability))
      }
    }
    products[event.sku] = product
    sinceMarks += 1
    if sinceMarks >= Self.marksEvery {
      marks.update(keepingCounts: true)
      sinceMarks = 0
    }
    guard event.isOrder else { return nil }
    if causes.count > 1 {
      causes.sort { ($0.probability, $1.presentationID) > ($1.probability, $0.presentationID) }
    }
    return OrderAttribution(orderID: event.orderID, sku: event.sku, causes: causes, baseline: share)
  }

  /// Orders a second that a presentation causes at time `t`, from what it has caused so far.
  private func rate(of candidate: Candidate, at t: Double) -> Double {
    var stretch = candidate.stretch
    // While it goes on its climax is still to come, unless it has been heard.
    if candidate.isOpen { stretch.end = max(stretch.end, t) }
    var response = stretch.response(t, shape)
    if candidate.isOpen, stretch.countdown == nil { response.climax = 0 }
    let density = response.even + response.climax
    guard density > 0 else { return 0 }
    let exposure = stretch.exposure(from: stretch.start, to: t, shape)
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
    guard var product = products[sku] else { return nil }
    product.fade(to: time.seconds, halfLife: Self.halfLife)
    let baseline = basePrior.mean(count: product.count, exposure: product.seconds) * 60
    let caused = product.candidates.reduce(0) { $0 + rate(of: $1, at: time.seconds) }
    return (baseline, baseline + caused * 60)
  }
}
