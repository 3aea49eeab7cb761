import Foundation

/// How sure to be that stock lasts, and what to move between warehouses.
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
