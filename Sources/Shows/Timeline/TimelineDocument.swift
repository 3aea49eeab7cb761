internal import LiveshelfCore

/// The timeline of one show as JSON.
struct TimelineDocument: Encodable {
  let room: String
  let start: String
  let binSeconds: Double
  let products: [Product]

  private enum CodingKeys: String, CodingKey {
    case room, start, products
    case binSeconds = "bin_s"
  }

  struct Product: Encodable {
    let sku: SKU
    let name: String
    let bins: [Bin]
  }

  struct Bin: Encodable {
    let streamStart: StreamTime
    let presenting: Double
    let mentions: Int
    let ordersCreated: Int
    let ordersPaid: Int
    let units: Int
    let cancelled: Int
    let refunded: Int
    let comments: Int
    let baselineRate: Double?
    let demandRate: Double?
    let stockAvailable: Int?
    let stockoutETA: Double?

    private enum CodingKeys: String, CodingKey {
      case presenting, mentions, units, cancelled, refunded, comments
      case streamStart = "stream_start"
      case ordersCreated = "orders_created"
      case ordersPaid = "orders_paid"
      case baselineRate = "baseline_rate"
      case demandRate = "demand_rate"
      case stockAvailable = "stock_available"
      case stockoutETA = "stockout_eta_s"
    }

    init(_ bin: TimelineBin) {
      (streamStart, presenting, mentions) = (bin.start, bin.presenting.rounded(places: 3), bin.mentions)
      (ordersCreated, ordersPaid, units) = (bin.ordersCreated, bin.ordersPaid, bin.units)
      (cancelled, refunded, comments) = (bin.cancelled, bin.refunded, bin.comments)
      (baselineRate, demandRate) = (bin.baselineRate?.rounded(places: 3), bin.demandRate?.rounded(places: 3))
      (stockAvailable, stockoutETA) = (bin.stockAvailable, bin.stockoutETA?.rounded(places: 1))
    }
  }

  init(_ show: ShowDescription, _ series: [TimelineSeries]) {
    room = show.room
    start = show.clock.text(of: .zero)
    binSeconds = series.first?.binSeconds ?? 0
    products = series.map {
      Product(sku: $0.sku, name: show.name(of: $0.sku), bins: $0.bins.map(Bin.init))
    }
  }
}
