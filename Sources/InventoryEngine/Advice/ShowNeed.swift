import Foundation

/// What to have in stock for one more show like this one, and what to order for it: the one calculation behind the advice
/// while a show is on and the report after it.
///
/// Orders are taken as a Poisson process with `q` units an order, so that a demand of `D` units has the variance `q · D`
/// (compound Poisson). The stock covers that demand with the service level (the newsvendor's critical fractile; Silver,
/// Pyke and Thomas, Inventory and Production Management in Supply Chains, 4th ed., §5).
public struct ShowNeed: Hashable, Sendable {
  /// The service level where nobody sets one, 0…1.
  public static let serviceLevel = 0.95
  /// No stock is meant to cover more than this quantile of what may be asked for.
  public static let highestLevel = 0.99
  private static let mostUnits = 1e12

  /// Units asked for in a whole show: had and refused.
  public let demand: Double
  /// Units to start a show like this one with.
  public let stock: Int

  /// - Parameters:
  ///   - demand: units asked for in a whole show; below zero and not finite count as zero.
  ///   - unitsPerOrder: 1 or more.
  ///   - serviceLevel: the probability that the stock suffices, 0.5…0.99; what lies outside is brought in.
  public init(demand: Double, unitsPerOrder: Double, serviceLevel: Double = ShowNeed.serviceLevel) {
    self.demand = demand.isFinite ? min(max(0, demand), Self.mostUnits) : 0
    let perOrder = unitsPerOrder.isFinite ? max(1, unitsPerOrder) : 1
    let level = serviceLevel.isNaN ? Self.serviceLevel : min(max(serviceLevel, 0.5), Self.highestLevel)
    let wanted = self.demand + SpecialFunctions.normalQuantile(level) * (self.demand * perOrder).squareRoot()
    stock = self.demand > 0 ? Int(min(wanted, Self.mostUnits).rounded(.up)) : 0
  }

  /// Units to order when so many will be left and on their way; units that are owed (below zero) are ordered too.
  public func order(left: Int) -> Int {
    left >= stock ? 0 : stock - max(left, -Int(Self.mostUnits))
  }
}
