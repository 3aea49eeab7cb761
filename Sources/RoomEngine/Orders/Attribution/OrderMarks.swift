import Foundation
import LiveshelfCore

/// What an order itself says about its cause: the channel that it came through, and whether it was sold at the price of the
/// show. Nobody tells the model which channels belong to the show: it learns from the orders' times how often each mark goes
/// with a presentation and how often with the baseline, and where a mark says nothing, both are the same.
struct OrderMark: Hashable, Sendable {
  enum Price: UInt8, CaseIterable, Sendable {
    case unknown, live, list, other
  }

  /// The channel's number in `OrderMarks`.
  var source: UInt8
  var price: Price
}

/// Numbers channels and tells prices apart.
struct OrderMarks: Sendable {
  /// Channels beyond this many count as one, number 0.
  static let maximumSources = 32

  private var numbers: [String: UInt8] = [:]
  private let prices: [SKU: (live: Money, list: Money?)]

  init(catalog: Catalog) {
    var prices: [SKU: (live: Money, list: Money?)] = [:]
    for product in catalog.products {
      if let live = product.livePrice, live != product.listPrice { prices[product.sku] = (live, product.listPrice) }
    }
    self.prices = prices
  }

  /// The mark of an event; a channel is numbered when it is first seen.
  mutating func mark(of event: DemandEvent) -> OrderMark {
    OrderMark(source: number(of: event.source), price: price(of: event))
  }

  private mutating func number(of source: String) -> UInt8 {
    if let number = numbers[source] { return number }
    guard numbers.count < Self.maximumSources else { return 0 }
    let number = UInt8(numbers.count + 1)
    numbers[source] = number
    return number
  }

  private func price(of event: DemandEvent) -> OrderMark.Price {
    guard let price = event.unitPrice?.hundredths, price != 0, let known = prices[event.sku] else { return .unknown }
    return price == known.live.hundredths ? .live : price == known.list?.hundredths ? .list : .other
  }
}

/// How probable each mark is, given the kind of cause.
struct MarkTable: Sendable {
  /// Orders without a presentation before the show's beginning and after its end may differ from those during it.
  enum Cause: Int, CaseIterable {
    case outside, during, presentation
  }
  private static let causes = Cause.allCases.count

  private var sourceCounts: [Double]
  private var priceCounts: [Double]
  private let sources = OrderMarks.maximumSources + 1
  /// P(mark | cause).
  private var sourceShare: [Double]
  private var priceShare: [Double]

  init() {
    sourceCounts = [Double](repeating: 0, count: sources * Self.causes)
    priceCounts = [Double](repeating: 0, count: OrderMark.Price.allCases.count * Self.causes)
    sourceShare = [Double](repeating: 1 / Double(sources), count: sourceCounts.count)
    priceShare = [Double](repeating: 0.25, count: priceCounts.count)
  }

  /// P(marks | cause).
  func likelihood(_ mark: OrderMark, _ cause: Cause) -> Double {
    sourceShare[Int(mark.source) * Self.causes + cause.rawValue]
      * priceShare[Int(mark.price.rawValue) * Self.causes + cause.rawValue]
  }

  mutating func count(_ mark: OrderMark, _ cause: Cause, weight: Double) {
    sourceCounts[Int(mark.source) * Self.causes + cause.rawValue] += weight
    priceCounts[Int(mark.price.rawValue) * Self.causes + cause.rawValue] += weight
  }

  /// Turns the counts into probabilities.
  ///
  /// - Parameter keepingCounts: go on counting from here, instead of anew.
  mutating func update(keepingCounts: Bool = false) {
    Self.normalize(&sourceShare, from: sourceCounts)
    Self.normalize(&priceShare, from: priceCounts)
    if !keepingCounts { forget() }
  }

  private mutating func forget() {
    for index in sourceCounts.indices { sourceCounts[index] = 0 }
    for index in priceCounts.indices { priceCounts[index] = 0 }
  }

  /// The same with a draw from the Dirichlet posterior instead of its mean.
  mutating func sample(using random: inout SeededRandom) {
    Self.normalize(&sourceShare, from: sourceCounts, random: &random)
    Self.normalize(&priceShare, from: priceCounts, random: &random)
    forget()
  }

  /// Each cause's shares lean on those of all causes together, with the weight of a few orders.
  private static func normalize(_ shares: inout [Double], from counts: [Double]) {
    let pooled = pooledShares(counts)
    for cause in 0..<causes {
      let strength = Self.strength(cause)
      var total = strength
      for index in pooled.indices { total += counts[index * causes + cause] }
      for index in pooled.indices {
        shares[index * causes + cause] = (counts[index * causes + cause] + strength * pooled[index]) / total
      }
    }
  }

  private static func normalize(_ shares: inout [Double], from counts: [Double], random: inout SeededRandom) {
    let pooled = pooledShares(counts)
    for cause in 0..<causes {
      var total = 0.0
      for index in pooled.indices {
        let shape = counts[index * causes + cause] + strength(cause) * pooled[index]
        let draw = random.gamma(shape: max(shape, 1e-3)) + 1e-12
        shares[index * causes + cause] = draw
        total += draw
      }
      for index in pooled.indices { shares[index * causes + cause] /= total }
    }
  }

  private static func strength(_ cause: Int) -> Double { cause == Cause.presentation.rawValue ? 2 : 4 }

  private static func pooledShares(_ counts: [Double]) -> [Double] {
    let marks = counts.count / causes
    var pooled = (0..<marks).map { mark in
      (0..<causes).reduce(0.01) { $0 + counts[mark * causes + $1] }
    }
    let total = pooled.reduce(0, +)
    for index in pooled.indices { pooled[index] /= total }
    return pooled
  }
}
