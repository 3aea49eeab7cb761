public import LiveshelfCore

/// What may be said about products: nothing else enters an answer. A value made from the ledger when it is asked.
public struct StockFacts: Sendable {
  /// How much is available, said without giving the number away.
  public enum Quantity: Hashable, Sendable {
    case none
    /// 1…9 pieces.
    case few
    /// 10…49 pieces.
    case some
    /// 50 pieces and more.
    case plenty
    case unknown

    /// - Parameter available: pieces that can still be ordered; nil when nobody knows.
    public init(available: Int?) {
      switch available {
      case nil: self = .unknown
      case .some(..<1): self = .none
      case .some(1...9): self = .few
      case .some(10...49): self = .some
      case .some: self = .plenty
      }
    }

    public var isThere: Bool { self == .few || self == .some || self == .plenty }
  }

  /// Stock of a product in one warehouse.
  public struct Line: Hashable, Sendable {
    /// As the catalog writes it; nil when stock is only known for the product as a whole.
    public var option: String?
    public var warehouse: String
    /// Regions that this warehouse ships to, such as `广东`, `华南`; empty: everywhere.
    public var regions: [String]
    public var quantity: Quantity
    /// The day on which more comes, as people write it, such as `3月12日`; nil: unknown.
    public var arrival: String?

    public init(
      option: String? = nil, warehouse: String, regions: [String] = [], quantity: Quantity, arrival: String? = nil
    ) {
      self.option = option
      self.warehouse = warehouse
      self.regions = regions
      self.quantity = quantity
      self.arrival = arrival
    }
  }

  /// One size, and whom it fits.
  public struct Fit: Hashable, Sendable {
    public var size: String
    public var kilograms: ClosedRange<Double>?
    public var centimetres: ClosedRange<Double>?

    public init(size: String, kilograms: ClosedRange<Double>? = nil, centimetres: ClosedRange<Double>? = nil) {
      self.size = size
      self.kilograms = kilograms
      self.centimetres = centimetres
    }
  }

  public struct ProductFacts: Sendable {
    public var stock: [Line]
    /// The product's own size table; empty when it has none.
    public var sizes: [Fit]
    /// When an order leaves the warehouse, such as `48小时内`; nil: unknown.
    public var dispatch: String?
    /// Whether shipping is free; nil: unknown.
    public var isShippingFree: Bool?

    public init(
      stock: [Line] = [], sizes: [Fit] = [], dispatch: String? = nil, isShippingFree: Bool? = nil
    ) {
      self.stock = stock
      self.sizes = sizes
      self.dispatch = dispatch
      self.isShippingFree = isShippingFree
    }
  }

  public var products: [SKU: ProductFacts]

  public init(_ products: [SKU: ProductFacts] = [:]) {
    self.products = products
  }

  /// The best quantity of a product, of one option and region when given.
  ///
  /// When stock is only known for the whole product, that of an option is unknown, unless nothing is left at all.
  func quantity(of sku: SKU, option: String? = nil, region: String? = nil) -> Quantity {
    let lines = lines(of: sku, region: region)
    guard !lines.isEmpty else {
      return region != nil && !(products[sku]?.stock.isEmpty ?? true) ? .none : .unknown
    }
    guard let option else { return Self.best(lines) }
    let own = lines.filter { $0.option == option }
    if !own.isEmpty { return Self.best(own) }
    return Self.best(lines.filter { $0.option == nil }) == .none ? .none : .unknown
  }

  func lines(of sku: SKU, region: String? = nil) -> [Line] {
    (products[sku]?.stock ?? []).filter { line in
      guard let region else { return true }
      return line.regions.isEmpty || line.regions.contains(region)
    }
  }

  /// Regions that some warehouse names, the longest first.
  var regions: [String] {
    Set(products.values.flatMap { $0.stock.flatMap(\.regions) }).sorted { ($1.count, $0) < ($0.count, $1) }
  }

  private static func best(_ lines: [Line]) -> Quantity {
    let order: [Quantity] = [.plenty, .some, .few, .unknown, .none]
    return order.first { quantity in lines.contains { $0.quantity == quantity } } ?? .unknown
  }
}
