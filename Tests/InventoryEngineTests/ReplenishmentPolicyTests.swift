import InventoryEngine
import Testing

@Suite struct ReplenishmentPolicyTests {
  @Test(arguments: [(4.0, 1.0, 0.8), (1, 9, 0.5), (9, 0, 0.995), (0, 0, 0.5), (.nan, 1, 0.5), (.infinity, 1, 0.5)])
  func criticalRatio(underage: Double, overage: Double, level: Double) {
    #expect(ReplenishmentPolicy.criticalRatio(underage: underage, overage: overage) == level)
  }

  @Test(arguments: [(100, 0.5, 0, 0.5, 50), (90, 0.6, 10, 0.4, 30), (10, 0.5, 40, 0.5, 0), (10, 0, 0, 1, 9)])
  func transfersMakeBothLastEquallyLong(source: Int, share: Double, target: Int, targetShare: Double, units: Int) {
    #expect(ReplenishmentPolicy.balancingTransfer(from: source, share, to: target, targetShare) == units)
  }
}
