import Foundation

/// Moves units of an option between warehouses where one will be short before ordered goods can come and another has more
/// than its region will ask for by then, if moving a unit costs less than what it saves.
struct TransferDecision {
  struct Place {
    var onHand: Double
    /// What is there and what comes before ordered goods would, pre-sales owed taken off.
    var supply: Double
    /// What the region will ask for by then.
    var demand: Double
    /// The part of it that comes after a transfer would have arrived, by the place that it comes from.
    var demandAfterTransfer: [Double]
  }

  /// - Parameter saving: yuan that a unit moved from one place to another saves, its transfer paid.
  /// - Returns: whole units, best savings first; a place gives only what it will not need itself.
  static func decide(
    _ places: [Place], saving: (_ from: Int, _ to: Int) -> Double
  ) -> [(from: Int, to: Int, units: Int)] {
    var spare = places.map { max(0, min($0.onHand, $0.supply - safety * $0.demand)) }
    var lacking = places.map { max(0, $0.demand - $0.supply) }
    var pairs: [(from: Int, to: Int, saving: Double)] = []
    for from in places.indices {
      for to in places.indices where from != to {
        let value = saving(from, to)
        if value > 0 { pairs.append((from, to, value)) }
      }
    }
    pairs.sort { ($0.saving, -$0.from, -$0.to) > ($1.saving, -$1.from, -$1.to) }
    var moves: [(from: Int, to: Int, units: Int)] = []
    for pair in pairs {
      let wanted = min(lacking[pair.to], places[pair.to].demandAfterTransfer[pair.from])
      let units = min(spare[pair.from], certain * wanted).rounded(.down)
      guard units >= 1 else { continue }
      moves.append((pair.from, pair.to, Int(units)))
      spare[pair.from] -= units
      lacking[pair.to] -= units
    }
    return moves
  }

  /// A place keeps half as much again as its region will probably ask for.
  private static let safety = 1.5
  /// Of what another will probably lack, this much is moved.
  private static let certain = 0.8
}
