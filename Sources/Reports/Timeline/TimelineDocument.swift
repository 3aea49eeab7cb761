internal import LiveshelfCore

/// The timeline of one show as JSON.
struct TimelineDocument: Encodable {
  let room: String
  let start: String
  let bin_s: Double
  let products: [Product]

  struct Product: Encodable {
    let sku: SKU
    let name: String
    let bins: [Bin]
  }

  struct Bin: Encodable {
    let stream_start: StreamTime
    let presenting: Double
    let mentions: Int
    let orders_created: Int
    let orders_paid: Int
    let units: Int
    let cancelled: Int
    let refunded: Int
    let comments: Int
    let baseline_rate: Double?
    let demand_rate: Double?
    let stock_available: Int?
    let stockout_eta_s: Double?

    init(_ bin: TimelineRow) {
      (stream_start, presenting, mentions) = (bin.start, bin.presenting.rounded(places: 3), bin.mentions)
      (orders_created, orders_paid, units) = (bin.ordersCreated, bin.ordersPaid, bin.units)
      (cancelled, refunded, comments) = (bin.cancelled, bin.refunded, bin.comments)
      (baseline_rate, demand_rate) = (bin.baselineRate?.rounded(places: 3), bin.demandRate?.rounded(places: 3))
      (stock_available, stockout_eta_s) = (bin.stockAvailable, bin.stockoutETA?.rounded(places: 1))
    }
  }

  init(_ show: ShowDescription, _ series: [TimelineSeries]) {
    room = show.room
    start = show.clock.text(of: .zero)
    bin_s = series.first?.binSeconds ?? 0
    products = series.map {
      Product(sku: $0.sku, name: show.name(of: $0.sku), bins: $0.bins.map(Bin.init))
    }
  }
}
