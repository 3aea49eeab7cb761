public import LiveshelfCore

/// What a presentation brought. A row of uplift.csv.
public struct PresentationUplift: Hashable, Sendable {
  public var presentationID: String
  public var sku: SKU
  /// Orders of the product that it may have caused: those of the quarter of an hour from its start. Never fewer than
  /// `upliftOrders`.
  public var orders: Int
  /// Expected pieces of the orders that it caused.
  public var units: Double
  /// The expected ones of these that would have come anyhow.
  public var baselineOrders: Double
  /// The expected ones of these that it caused.
  public var upliftOrders: Double
  /// The 95 % interval of `upliftOrders`.
  public var upliftLow: Double
  public var upliftHigh: Double
  /// Expected revenue of the orders that it caused.
  public var revenue: Money
  /// Which share of these was cancelled or given back in full, 0…1.
  public var cancelledShare: Double
}

extension AttributionFit {
  /// The share of an uplift by which the model itself may be wrong: a standard deviation, added to the draws' own.
  static let systematicError = 0.015

  /// One row for each presentation, in order of time. Takes some hundred draws from the posterior.
  public var uplift: [PresentationUplift] {
    let sampler = UpliftSampler(self)
    var rows = show.presentations.map { presentation in
      PresentationUplift(
        presentationID: presentation.id, sku: presentation.sku, orders: 0, units: 0, baselineOrders: 0,
        upliftOrders: 0, upliftLow: 0, upliftHigh: 0, revenue: .zero, cancelledShare: 0)
    }
    var revenue = [Double](repeating: 0, count: rows.count)
    var undone = [Double](repeating: 0, count: rows.count)
    for index in show.events.indices where show.events[index].isOrder {
      let event = show.events[index]
      for place in show.firstCandidate[index]..<show.firstCandidate[index + 1] {
        let candidate = Int(show.candidates[place])
        guard let row = show.presentationOf[candidate] else { continue }
        let probability = responsibilities[place]
        rows[row].upliftOrders += probability
        rows[row].units += probability * Double(event.quantity)
        revenue[row] += probability * Double(event.value?.hundredths ?? 0)
        if event.isUndone { undone[row] += probability }
        rows[row].orders += 1
        rows[row].baselineOrders += baselineProbabilities[index]
      }
    }
    for (stretch, row) in show.presentationOf.enumerated() {
      guard let row else { continue }
      // Sums of many probabilities end above the number of orders by rounding.
      rows[row].upliftOrders = min(rows[row].upliftOrders, Double(rows[row].orders))
      rows[row].revenue = Money(hundredths: Int64(min(max(revenue[row], -9e18), 9e18).rounded()))
      rows[row].cancelledShare = rows[row].upliftOrders > 0 ? min(1, undone[row] / rows[row].upliftOrders) : 0
      let counts = sampler.orderCounts[stretch]
      guard !counts.isEmpty else { continue }
      let low = Double(counts[Int((Double(counts.count - 1) * 0.025).rounded(.down))])
      let high = Double(counts[Int((Double(counts.count - 1) * 0.975).rounded(.up))])
      // What the draws cannot know: viewers whom something else in the show moved at the same time.
      let doubt = 1.96 * Self.systematicError * rows[row].upliftOrders
      let estimate = rows[row].upliftOrders
      func widened(_ reach: Double) -> Double { (max(reach, 0) * max(reach, 0) + doubt * doubt).squareRoot() }
      rows[row].upliftLow = max(0, estimate - widened(estimate - low))
      rows[row].upliftHigh = min(estimate + widened(high - estimate), Double(rows[row].orders))
    }
    return rows
  }
}
