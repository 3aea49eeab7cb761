import Foundation

/// What is there and what is coming, for one product, in each future: lots arrive when they may, not when promised.
struct SupplyPosition {
  /// Day on which each lot arrives, `[scenario * lots.count + lot]`.
  let arrivals: [Int]
  let lots: [Lot]
  /// Days from an order placed today to its arrival, and by rush, by scenario. An order of tomorrow is taken to be as quick,
  /// so that the two differ by the day alone.
  let lead: [Int]
  let rushLead: [Int]
  /// Units that the supplier can still make today.
  let freeToday: Int

  init(_ terms: SupplyTerms, lots: [Lot], laneDays: Int, scenarios: Int, random: inout RandomSource) {
    self.lots = lots
    func draw(_ mean: Double, _ deviation: Double, _ random: inout RandomSource) -> Int {
      max(1, min(120, Int(random.gamma(mean: mean, deviation: deviation).rounded())))
    }
    let rushMean = terms.rushLeadDays ?? terms.leadDays
    let rushDeviation = terms.leadDays > 0 ? terms.leadDeviation * rushMean / terms.leadDays : 0
    var (first, rush) = ([Int](), [Int]())
    var arrivals = [Int](repeating: 0, count: lots.count * scenarios)
    // Lots that were made on one day travel together.
    let made = lots.map { lot -> Int in
      let usual = lot.isTransfer ? Double(laneDays) : lot.isRush ? rushMean : terms.leadDays
      return lot.promisedDay - Int(usual.rounded())
    }
    for scenario in 0..<scenarios {
      first.append(draw(terms.leadDays, terms.leadDeviation, &random))
      rush.append(draw(rushMean, rushDeviation, &random))
      var together: [Int: Int] = [:]
      for (index, lot) in lots.enumerated() {
        let slot = scenario * lots.count + index
        if lot.isTransfer || lot.placedDay == nil {
          // An overdue lot may come any day.
          arrivals[slot] = lot.promisedDay >= 0 ? lot.promisedDay : Int(random.uniform() * 3)
          continue
        }
        let key = made[index] * 2 + (lot.isRush ? 1 : 0)
        if let day = together[key] {
          arrivals[slot] = day
          continue
        }
        let (mean, deviation) = lot.isRush ? (rushMean, rushDeviation) : (terms.leadDays, terms.leadDeviation)
        var day = -1
        for _ in 0..<12 where day < 0 { day = made[index] + draw(mean, deviation, &random) }
        if day < 0 { day = Int(random.uniform() * 3) }
        together[key] = day
        arrivals[slot] = day
      }
    }
    self.arrivals = arrivals
    (lead, rushLead) = (first, rush)
    let queued = zip(lots, made).reduce(0) { $0 + (!$1.0.isTransfer && $1.1 == 0 ? $1.0.units : 0) }
    freeToday = max(0, (terms.capacity ?? 1_000_000_000) - queued)
  }
}
