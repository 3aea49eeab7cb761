import InventoryEngine
import LiveshelfCore
import Testing

@Suite struct OutlookTests {
  private let catalog = Catalog([Product(sku: "TEA", name: "tea", category: "food")])

  private func advisor(_ inputs: [InventoryInput]) -> (advisor: InventoryAdvisor, findings: [InventoryFinding]) {
    var advisor = InventoryAdvisor(catalog: catalog)
    var findings: [InventoryFinding] = []
    for input in inputs { findings += advisor.consume(input).findings }
    return (advisor, findings)
  }

  @Test func intervalsAreQuantiles() {
    var inputs: [InventoryInput] = [.time(start)]
    for second in 0..<600 {
      inputs.append(.time(start + Double(second)))
      if second % 7 == 0 { inputs.append(.order(order(.created, "O\(second)", at: Double(second)))) }
      if second == 200 { inputs.append(.presentationStarted("TEA", at: start + 200)) }
    }
    let forecaster = advisor(inputs).advisor.forecaster
    for horizon in [10.0, 60, 300, 900, 3600, 40_000] {
      for share in [0.05, 0.3, 1] {
        let demand = forecaster.demand(for: "TEA", at: start + 600, horizon: horizon, share: share)
        let interval = demand.interval(from: 0.05, to: 0.95)
        #expect(interval.low == demand.quantile(0.05) && interval.high == demand.quantile(0.95))
      }
    }
  }

  @Test func refusedOrdersSayThatTheLastUnitsAreGone() {
    var inputs: [InventoryInput] = [.snapshot(snapshot(41)), .time(start)]
    for second in 1...40 {
      inputs += [
        .time(start + Double(second)), .order(order(.created, "O\(second)", at: Double(second))),
      ]
    }
    let taken = advisor(inputs).findings.contains { $0.kind.type == "liveshelf.stock.depleted" }
    #expect(!taken)
    for second in 50...53 {
      inputs += [.time(start + Double(second)), .order(order(.rejectedOutOfStock, "R\(second)", at: Double(second)))]
    }
    let depleted = advisor(inputs).findings.filter { $0.kind.type == "liveshelf.stock.depleted" }
    #expect(depleted.map(\.phase) == [.raised] && depleted.first?.reason.codes == ["orders_refused"])
  }

  @Test func ordersBeforeAPresentationWasNoticedBecomeItsOwn() {
    var inputs: [InventoryInput] = [.time(start)]
    for second in 1...330 {
      inputs.append(.time(start + Double(second)))
      if second > 300 { inputs.append(.order(order(.created, "O\(second)", at: Double(second)))) }
    }
    let before = advisor(inputs).advisor
    // It began half a minute ago.
    inputs.append(.presentationStarted("TEA", at: start + 300))
    let after = advisor(inputs).advisor
    #expect(after.forecaster.baselineRate(of: "TEA") < 0.5 * before.forecaster.baselineRate(of: "TEA"))
    #expect((after.forecaster.response(to: "TEA")?.size ?? 0) > 30)
  }

  @Test func everySettingHasAMeaning() {
    let thresholds = Mirror(reflecting: AdviceThresholds()).children.compactMap(\.label)
    #expect(SettingNames.thresholds.map(\.key) == thresholds)
    let groups = Mirror(reflecting: AdvisorSettings()).children.compactMap(\.label)
    #expect(Set(SettingNames.groups.map(\.key)) == Set(groups))
    #expect(Set(SettingNames.overrides).isSubset(of: thresholds))
  }
}
