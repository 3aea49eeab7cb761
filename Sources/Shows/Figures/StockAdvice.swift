internal import InventoryEngine

/// What to have in stock for one more show like this one (`ShowNeed`, which the advice of the show rests on too).
///
/// Demand is what was sold and what was missed: the pieces that the shop refused, where its orders tell, else where the
/// product ran out what the model says.
struct StockAdvice: Equatable {
  enum Verdict: String {
    /// It ran out.
    case soldOut = "sold_out"
    /// What is left does not cover another such show.
    case restock
    /// What is left does.
    case enough
    /// It was presented and does not move: no orders came, or a signal said so, or what is left would last for ten such
    /// shows while presenting it has no effect that the 95 % interval tells from none.
    case slow
    /// It was presented, and what is left would last for ten such shows or more.
    case overstocked
    /// It was not presented and hardly asked for: no advice.
    case idle
  }

  static let serviceLevel = ShowNeed.serviceLevel
  private static let slowShows = 10.0

  let verdict: Verdict
  /// Pieces sold and missed.
  let demand: Double
  let missedUnits: Double
  /// The 95 % interval of `missedUnits`; a point where the shop counted them.
  let missedInterval: ClosedRange<Double>
  /// Pieces to start a show like this one with.
  let suggestedStock: Int
  /// Pieces to add to what is left and on its way, with those that were oversold; nil when the stock is unknown.
  let toOrder: Int?
  /// How many such shows the rest would last; nil: unknown, or endless.
  let showsLeft: Double?

  init(_ summary: ProductFigures) {
    let missed = summary.lostUnits
    missedInterval = summary.lostInterval
    let demand = Double(max(0, summary.sold.units)) + missed
    let need = ShowNeed(demand: demand, unitsPerOrder: summary.unitsPerOrder)
    let shortfall = summary.stockAtEnd.map {
      need.order(left: $0.addingReportingOverflow(summary.onTheWay).partialValue)
    }
    let lastsLong = summary.stockAtEnd.map { $0 > 0 && Double($0) >= Self.slowShows * demand } ?? false
    (missedUnits, self.demand, suggestedStock, toOrder) = (missed, demand, need.stock, shortfall)
    showsLeft = summary.stockAtEnd.flatMap { demand > 0 ? Double(max(0, $0)) / demand : nil }
    verdict =
      if summary.soldOutAt != nil, demand > 0 {
        .soldOut
      } else if summary.presentations > 0,
        summary.sold.orders == 0 || summary.isCalledSlow || (lastsLong && summary.presentingHelped == false)
      {
        .slow
      } else if summary.presentations > 0, lastsLong {
        .overstocked
      } else if summary.presentations == 0, summary.sold.orders == 0 {
        .idle
      } else if let shortfall, shortfall > 0 {
        .restock
      } else {
        .enough
      }
  }
}
