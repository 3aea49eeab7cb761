internal import LiveshelfCore

/// figures.json: the figures of a show and of each of its products, so that nobody computes them otherwise.
public struct FiguresRecord: Encodable, Sendable {
  /// Of the show, a product or a variant. Amounts are in the currency's unit, and rounded to its hundredths.
  public struct Sold: Encodable, Sendable {
    public let orders: Int
    public let units: Int
    public let sales: Double
    public let currency: String
    public let estimated_orders: Int
    public let kept_orders: Int
    public let kept_units: Int
    public let kept_sales: Double

    init(_ sold: SoldFigures) {
      (orders, units, sales) = (sold.orders, sold.units, sold.sales.rounded(places: 2))
      (currency, estimated_orders) = (sold.currency, sold.estimated)
      (kept_orders, kept_units) = (sold.keptOrders, sold.keptUnits)
      kept_sales = sold.keptSales.rounded(places: 2)
    }
  }

  /// What belongs to the show as to a product.
  public struct Shared: Encodable, Sendable {
    public let sold: Sold
    public let paid: Int
    public let cancelled: Int
    public let refunded: Int
    public let refused_units: Int
    public let uplift_orders: Double?
    public let uplift_sales: Double
    public let presentations: Int
    public let presented_s: Double
    public let earned_per_minute: Double?
    public let stockout_minutes: Double
    public let lost_units: Double
    public let lost_sales: Double
    public let margin: Double?
    public let mentions: Int
    public let comments: Int
  }

  public struct Product: Encodable, Sendable {
    public let sku: String
    public let name: String
    public let category: String
    public let figures: Shared
    public let variants: [String: Sold]
    public let stock_at_start: Int?
    public let stock_at_end: Int?
    public let suggested_stock: Int
    public let to_order: Int?
  }

  public let length_s: Double
  public let total: Shared
  /// Those with which the show did anything, or that have stock.
  public let products: [Product]

  public init(_ show: ShowFigures) {
    length_s = show.length.rounded(places: 3)
    total = Shared(sold: show.sold, of: show.products)
    products = show.products.filter { $0.isActive || $0.refusedUnits > 0 || $0.stockAtEnd != nil }.map { figures in
      let advice = StockAdvice(figures)
      return Product(
        sku: figures.product.sku.text, name: figures.product.name, category: figures.product.category,
        figures: Shared(sold: figures.sold, of: [figures]), variants: figures.variants.mapValues(Sold.init),
        stock_at_start: figures.stockAtStart, stock_at_end: figures.stockAtEnd, suggested_stock: advice.suggestedStock,
        to_order: advice.toOrder)
    }
  }
}

extension FiguresRecord.Shared {
  fileprivate init(sold: SoldFigures, of products: [ProductFigures]) {
    func sum(_ figure: (ProductFigures) -> Double) -> Double { products.reduce(0) { $0 + figure($1) } }
    func count(_ figure: (ProductFigures) -> Int) -> Int { products.reduce(0) { $0 + figure($1) } }
    func known(_ figure: (ProductFigures) -> Double?) -> Double? {
      let values = products.compactMap(figure)
      return values.isEmpty ? nil : values.reduce(0, +)
    }
    self.sold = FiguresRecord.Sold(sold)
    (paid, cancelled, refunded) = (count { $0.paid }, count { $0.cancelled }, count { $0.refunded })
    refused_units = count { $0.refusedUnits }
    uplift_orders = known { $0.upliftOrders }?.rounded(places: 2)
    uplift_sales = sum { $0.upliftSales }.rounded(places: 2)
    let seconds = sum { $0.presentedSeconds }
    (presentations, presented_s) = (count { $0.presentations }, seconds.rounded(places: 3))
    earned_per_minute =
      seconds > 0 && uplift_orders != nil
      ? (sum { $0.keptUpliftSales } / (seconds / 60)).rounded(places: 2) : nil
    stockout_minutes = sum { $0.stockoutMinutes }.rounded(places: 3)
    lost_units = sum { $0.lostUnits }.rounded(places: 2)
    lost_sales = sum { $0.lostSales }.rounded(places: 2)
    margin = known { $0.margin }?.rounded(places: 2)
    (mentions, comments) = (count { $0.mentions }, count { $0.comments })
  }
}
