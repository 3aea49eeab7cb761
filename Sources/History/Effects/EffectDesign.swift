import Foundation

/// Presentations as rows of a linear model on the logarithm of their orders.
///
/// Each row has one product and one show; the larger of these two groups is eliminated from the equations, whose matrix is
/// diagonal in it.
struct EffectDesign {
  /// Where the bands of minutes on stage end.
  private static let bandEnds = [1.0, 2, 4, 8, 16]
  /// A presentation with more is no observation.
  private static let mostOrders = 1e7
  /// Prices are taken to lie between.
  private static let prices = 0.01...1e8

  /// A column that is kept.
  enum Column: Hashable {
    case intercept
    case product(Int)
    case show(Int)
    case host(Int)
    case hours(Int)
    /// A band of minutes on stage, instead of `minutes`.
    case band(Int)
    case minutes, repeats, price, empty, alikeBefore, alikeAfter
  }

  struct Row {
    var eliminated: Int
    var entries: [(column: Int, value: Double)]
    var orders: Double
    var variance: Double
  }

  let products: [String]
  let shows: [String]
  let hosts: [String]
  /// The first hour of each pair of hours that occurs.
  let hours: [Int]
  /// The bands of minutes that occur.
  let bands: [Int]
  let columns: [Column]
  let place: [Column: Int]
  let eliminatesShows: Bool
  let rows: [Row]
  /// Rows of one product in one show: their noise has a part in common.
  let clusters: [[Int]]
  let observations: [PresentationObservation]
  /// Products whose price changed, and product-shows with another price than its product's middle.
  let (pricedProducts, pricedClusters): (Int, Int)

  var eliminatedCount: Int { eliminatesShows ? shows.count : products.count }

  /// - Parameter banded: each band of minutes has a column of its own: a curve instead of a power.
  init(_ all: [PresentationObservation], banded: Bool = false) {
    let observations = all.filter {
      (0.05...1440).contains($0.minutes) && (0...Self.mostOrders).contains($0.orders) && !$0.host.isEmpty
    }
    self.observations = observations
    func names(_ key: (PresentationObservation) -> String) -> [String] { Set(observations.map(key)).sorted() }
    (products, shows, hosts) = (names(\.sku), names(\.show), names(\.host))
    hours = Set(observations.map { $0.hour / 2 * 2 }).sorted()
    bands = Set(observations.map { Self.band(of: $0.minutes) }).sorted()
    eliminatesShows = shows.count >= products.count
    let logs = Dictionary(grouping: observations.filter { Self.prices.contains($0.price ?? 0) }, by: \.sku).mapValues {
      list in
      list.reduce(0) { $0 + log($1.price ?? 1) } / Double(list.count)
    }
    func logPrice(_ one: PresentationObservation) -> Double {
      guard let price = one.price, Self.prices.contains(price), let middle = logs[one.sku] else { return 0 }
      return log(price) - middle
    }
    let changed = observations.filter { abs(logPrice($0)) > 0.01 }
    pricedProducts = Set(changed.map(\.sku)).count
    pricedClusters = Set(changed.map { $0.sku + "\u{0}" + $0.show }).count
    var columns: [Column] = [.intercept, .repeats]
    columns += banded ? bands.map { .band($0) } : [.minutes]
    columns += eliminatesShows ? products.indices.map { .product($0) } : shows.indices.map { .show($0) }
    columns += hosts.indices.map { .host($0) } + hours.indices.map { .hours($0) }
    if pricedClusters > 0 { columns.append(.price) }
    if observations.contains(where: { $0.emptyShare > 0 }) { columns.append(.empty) }
    if observations.contains(where: { $0.followsAlike }) { columns.append(.alikeBefore) }
    if observations.contains(where: { $0.precedesAlike }) { columns.append(.alikeAfter) }
    let place = Dictionary(uniqueKeysWithValues: zip(columns, columns.indices))
    (self.columns, self.place) = (columns, place)
    func numbers(_ names: [String]) -> [String: Int] { Dictionary(uniqueKeysWithValues: zip(names, names.indices)) }
    let (product, show, host) = (numbers(products), numbers(shows), numbers(hosts))
    let hour = Dictionary(uniqueKeysWithValues: zip(hours, hours.indices))
    let eliminatesShows = eliminatesShows
    rows = observations.map { one in
      let (p, s) = (product[one.sku] ?? 0, show[one.show] ?? 0)
      var entries: [(Int, Double)] = []
      func add(_ column: Column, _ value: Double) {
        if value != 0, let at = place[column] { entries.append((at, value)) }
      }
      add(.intercept, 1)
      add(.minutes, log(one.minutes / 5))
      add(.band(Self.band(of: one.minutes)), 1)
      add(.repeats, Double(one.nth - 1))
      add(eliminatesShows ? .product(p) : .show(s), 1)
      add(.host(host[one.host] ?? 0), 1)
      add(.hours(hour[one.hour / 2 * 2] ?? 0), 1)
      add(.price, logPrice(one))
      add(.empty, one.emptyShare)
      add(.alikeBefore, one.followsAlike ? 1 : 0)
      add(.alikeAfter, one.precedesAlike ? 1 : 0)
      return Row(
        eliminated: eliminatesShows ? s : p, entries: entries, orders: one.orders, variance: max(0, one.variance))
    }
    clusters = Dictionary(grouping: observations.indices) { observations[$0].sku + "\u{0}" + observations[$0].show }
      .values.sorted { $0[0] < $1[0] }
  }
  static func band(of minutes: Double) -> Int { bandEnds.firstIndex { minutes < $0 } ?? bandEnds.count }

  /// Such as `4–8`, and `16+` for the last.
  static func name(ofBand band: Int) -> String {
    let start = band == 0 ? 0 : Int(bandEnds[band - 1])
    return band < bandEnds.count ? "\(start)–\(Int(bandEnds[band]))" : "\(start)+"
  }
}
