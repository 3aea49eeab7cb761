import Foundation

/// How much to order, and when.
public enum ReplenishmentPolicy {
  /// The service level that balances a lost sale against a unit left over: underage ÷ (underage + overage), the critical
  /// ratio of the newsvendor problem (Arrow, Harris and Marschak 1951; Silver, Pyke and Thomas, Inventory and Production
  /// Management in Supply Chains, 4th ed., ch. 9).
  ///
  /// - Returns: 0.5…0.995; half when neither costs anything.
  public static func criticalRatio(underage: Double, overage: Double) -> Double {
    guard underage >= 0, overage >= 0, underage + overage > 0, (underage + overage).isFinite else { return 0.5 }
    return min(0.995, max(0.5, underage / (underage + overage)))
  }

  /// An (s, S) order (Scarf 1960): when the inventory position has fallen to the reorder point s, order up to S.
  ///
  /// Both levels are quantiles of demand at the service level: s over the lead time, S over lead time and review period,
  /// so that s contains the safety stock (Silver, Pyke and Thomas, ch. 7).
  ///
  /// - Parameters:
  ///   - position: available units and those on their way.
  ///   - leadTimeDemand: the demand until an order placed now arrives.
  ///   - protectedDemand: the demand until the order after that arrives.
  /// - Returns: the units to order; nil while the position is above the reorder point.
  public static func order(
    position: Int, leadTimeDemand: PredictedDemand, protectedDemand: PredictedDemand, serviceLevel: Double
  ) -> (quantity: Int, reorderPoint: Int, orderUpTo: Int)? {
    let reorderPoint = leadTimeDemand.quantile(serviceLevel)
    guard position <= reorderPoint else { return nil }
    let orderUpTo = max(protectedDemand.quantile(serviceLevel), reorderPoint)
    guard orderUpTo > position else { return nil }
    return (orderUpTo - position, reorderPoint, orderUpTo)
  }

  /// The units to move so that two warehouses run out at the same time, given their shares of demand; 0 when the source
  /// would run out first (lateral transshipment by equal run-out, cf. Paterson et al. 2011, "Inventory models with
  /// lateral transshipments: A review", EJOR 210).
  public static func balancingTransfer(from source: Int, _ sourceShare: Double, to target: Int, _ targetShare: Double)
    -> Int
  {
    let shares = max(sourceShare, 1e-6) + max(targetShare, 1e-6)
    let quantity = (Double(source) * max(targetShare, 1e-6) - Double(target) * max(sourceShare, 1e-6)) / shares
    return max(0, min(source, Int(quantity.rounded(.down))))
  }
}
