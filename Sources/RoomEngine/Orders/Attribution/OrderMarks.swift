import Foundation
import LiveshelfCore

/// What an order itself says about its cause: the channel that it came through, and whether it was sold at the price of the
/// show. Nobody tells the model which channels belong to the show: it learns from the orders' times how often each mark goes
/// with a presentation and how often with the baseline, and where a mark says nothing, both are the same.
struct OrderMarks: Sendable {
  /// Channels beyond this many count as one.
  private static let maximumSources = 32

  enum Price: Int, CaseIterable {
    case unknown, live, list, other
  }

  /// The channels' names by number; 0 is "all others".
  private(set) var sources: [String] = [""]
  private var numbers: [String: Int] = ["": 0]
  private var counts: [Int] = [0]

  /// How a product's prices are told apart.
  private struct Prices {
    var live: Money?
    var list: Money?
  }

  /// The marks of each event.
  let source: [Int32]
  let price: [Int8]

  init(_ demand: [DemandEvent], catalog: Catalog) {
    var frequency: [String: Int] = [:]
    for event in demand { frequency[event.source, default: 0] += 1 }
    let frequent = frequency.filter { $0.key != "" }.sorted { ($0.value, $1.key) > ($1.value, $0.key) }
    for (name, _) in frequent.prefix(Self.maximumSources) {
      numbers[name] = sources.count
      sources.append(name)
    }
    let numbers = numbers
    source = demand.map { Int32(numbers[$0.source] ?? 0) }
    var prices: [SKU: Prices] = [:]
    for product in catalog.products where product.livePrice != product.listPrice {
      prices[product.sku] = Prices(live: product.livePrice, list: product.listPrice)
    }
    price = demand.map { event in
      guard let known = prices[event.sku], known.live != nil, event.unitPrice != .zero else {
        return Int8(Price.unknown.rawValue)
      }
      let kind: Price = event.unitPrice == known.live ? .live : event.unitPrice == known.list ? .list : .other
      return Int8(kind.rawValue)
    }
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
  private let sources: Int
  /// P(mark | cause).
  private var sourceShare: [Double]
  private var priceShare: [Double]

  init(sources: Int) {
    self.sources = sources
    sourceCounts = [Double](repeating: 0, count: sources * Self.causes)
    priceCounts = [Double](repeating: 0, count: OrderMarks.Price.allCases.count * Self.causes)
    sourceShare = [Double](repeating: 1 / Double(sources), count: sourceCounts.count)
    priceShare = [Double](repeating: 0.25, count: priceCounts.count)
  }

  /// P(marks | cause).
  func likelihood(source: Int32, price: Int8, cause: Cause) -> Double {
    sourceShare[Int(source) * Self.causes + cause.rawValue] * priceShare[Int(price) * Self.causes + cause.rawValue]
  }

  mutating func count(source: Int32, price: Int8, cause: Cause, weight: Double) {
    sourceCounts[Int(source) * Self.causes + cause.rawValue] += weight
    priceCounts[Int(price) * Self.causes + cause.rawValue] += weight
  }

  /// Turns the counts into probabilities and forgets them.
  mutating func update() {
    Self.normalize(&sourceShare, from: &sourceCounts)
    Self.normalize(&priceShare, from: &priceCounts)
  }

  /// The same with a draw from the Dirichlet posterior instead of its mean.
  mutating func sample(using random: inout SeededRandom) {
    Self.normalize(&sourceShare, from: &sourceCounts, random: &random)
    Self.normalize(&priceShare, from: &priceCounts, random: &random)
  }

  /// Each cause's shares lean on those of all causes together, with the weight of a few orders.
  private static func normalize(_ shares: inout [Double], from counts: inout [Double]) {
    let pooled = pooledShares(counts)
    for cause in 0..<causes {
      let strength = Self.strength(cause)
      var total = strength
      for index in pooled.indices { total += counts[index * causes + cause] }
      for index in pooled.indices {
        shares[index * causes + cause] = (counts[index * causes + cause] + strength * pooled[index]) / total
      }
    }
    for index in counts.indices { counts[index] = 0 }
  }

  private static func normalize(_ shares: inout [Double], from counts: inout [Double], random: inout SeededRandom) {
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
    for index in counts.indices { counts[index] = 0 }
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
