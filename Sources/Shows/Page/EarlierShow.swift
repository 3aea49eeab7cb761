public import LiveshelfCore

/// What an earlier show did, as far as a later one's page compares itself with it.
public struct EarlierShow: Sendable {
  struct Product: Sendable {
    let units: Int
    let sales: Double
    /// What its presentations brought for each of their minutes; nil: it was not presented.
    let earnedPerMinute: Double?
  }

  let start: WallTime
  let host: String
  let products: [SKU: Product]

  public init(_ folder: ShowFolder) {
    start = folder.show.clock.start
    host = folder.show.host
    let active = ShowFigures(folder).products.filter { $0.sold.orders > 0 || $0.presentations > 0 }
    products = Dictionary(
      active.map {
        (
          $0.product.sku,
          Product(units: $0.sold.units, sales: $0.sold.sales, earnedPerMinute: $0.earnedPerMinute)
        )
      }, uniquingKeysWith: { first, _ in first })
  }

  /// A product's last shows before a moment, the newest first; at most five.
  static func last(of sku: SKU, before moment: WallTime, in shows: [EarlierShow]) -> [ReportData.Earlier] {
    shows.filter { $0.start < moment && $0.products[sku] != nil }.sorted { $0.start > $1.start }.prefix(5).compactMap {
      show in
      show.products[sku].map { product in
        ReportData.Earlier(
          start: show.start.microseconds / 1000, host: show.host, units: product.units,
          sales: product.sales.rounded(places: 2), earned: product.earnedPerMinute?.rounded(places: 2))
      }
    }
  }
}
