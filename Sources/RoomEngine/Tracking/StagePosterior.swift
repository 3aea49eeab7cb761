public import LiveshelfCore

/// How likely each answer to "what is on stage" is at one moment; the parts add up to 1.
public struct StagePosterior: Hashable, Sendable {
  /// A product and its probability.
  public struct Chance: Hashable, Sendable {
    public var sku: SKU
    /// 0…1.
    public var probability: Double
  }

  /// Products that have a chance, most likely first, ties in the catalog's order.
  public var products: [Chance]
  /// No product: greeting, chatter, a break.
  public var none: Double
  /// A product of the catalog that has not been named yet.
  public var unnamed: Double
  /// A product that the catalog does not have.
  public var unknown: Double

  /// The probability that a product is on stage; 0 for one without a chance.
  public func probability(of sku: SKU) -> Double {
    products.first { $0.sku == sku }?.probability ?? 0
  }
}
