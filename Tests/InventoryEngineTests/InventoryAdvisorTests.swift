import InventoryEngine
import LiveshelfCore
import Testing

@Suite struct InventoryAdvisorTests {
  private let catalog = Catalog([
    Product(
      sku: "TEA", name: "tea", category: "food", listPrice: Money(hundredths: 9900), livePrice: Money(hundredths: 5900)),
    Product(sku: "CUP", name: "cup", category: "home", livePrice: Money(hundredths: 3900)),
    Product(sku: "PEN", name: "pen", category: "home", livePrice: Money(hundredths: 900)),
  ])

  /// Runs inputs, with a tick each second from the start on, and gives all findings.
  private func run(
    _ inputs: [(second: Double, input: InventoryInput)], until end: Double,
    settings: AdvisorSettings = AdvisorSettings()
  ) -> (findings: [InventoryFinding], advisor: InventoryAdvisor) {
    var advisor = InventoryAdvisor(catalog: catalog, settings: settings)
    var findings: [InventoryFinding] = []
    var rest = inputs.enumerated().sorted { ($0.element.second, $0.offset) < ($1.element.second, $1.offset) }[...]
    for second in stride(from: 0, through: end, by: 1) {
      findings += advisor.consume(.time(start + second)).findings
      while let next = rest.first, next.element.second <= second {
        findings += advisor.consume(next.element.input).findings
        rest = rest.dropFirst()
      }
    }
    return (findings, advisor)
  }

  private func created(
    _ sku: SKU, every gap: Double, from: Double, to: Double, warehouse: String = "EAST"
  ) -> [(second: Double, input: InventoryInput)] {
    stride(from: from, to: to, by: gap).map { second in
      (
        second,
        .order(order(.created, "\(sku)-\(warehouse)-\(second)", sku: sku, warehouse: warehouse, at: second))
      )
    }
  }

  private func kinds(_ findings: [InventoryFinding], _ type: String) -> [InventoryFinding] {
    findings.filter { $0.kind.type == "liveshelf.\(type)" }
  }

  @Test func aStockoutIsPredictedOnceUpdatedAndResolved() throws {
    let inputs =
      [(0, .snapshot(snapshot(60, safetyStock: 5)))] + created(tea, every: 20, from: 1, to: 1400)
    let (findings, advisor) = run(inputs, until: 1500)
    #expect(advisor.ledger.available(tea) == -10)
    let predictions = kinds(findings, "stock.stockout_predicted")
    #expect(predictions.filter { $0.phase == .raised }.count == 1)
    #expect(predictions.filter { $0.phase == .resolved }.count == 1)
    #expect(Set(predictions.map(\.situation)) == ["stockout/TEA/1"])
    let first = try #require(predictions.first)
    #expect(first.phase == .raised)
    // The sixtieth order comes at 1,181 s.
    #expect(first.time < start + 900)
    guard case .stockoutPredicted(let eta, let low, let high, let available) = first.kind else {
      Issue.record("not a stock-out prediction")
      return
    }
    #expect(low <= eta && eta <= high && available > 0 && first.confidence >= 0.8)
    #expect(abs((first.time + eta) - (start + 1181)) < 0.5 * eta)
    #expect(kinds(findings, "stock.depleted").map(\.phase) == [.raised])
    let oversold = kinds(findings, "stock.oversold")
    #expect(oversold.first?.phase == .raised && oversold.first?.kind == .oversold(available: -1))
    #expect(kinds(findings, "replenishment.recommended").first?.phase == .raised)
  }

  @Test func plentyOfStockIsQuiet() {
    let inputs =
      [(0, .snapshot(snapshot(100_000)))] + created(tea, every: 15, from: 1, to: 3000)
    #expect(run(inputs, until: 3000).findings.isEmpty)
  }

  @Test func returnedUnitsDoNotEndASellOut() {
    var inputs: [(second: Double, input: InventoryInput)] = [(0, .snapshot(snapshot(40)))]
    inputs += created(tea, every: 5, from: 1, to: 200)
    for second in [400.0, 500, 600] {
      let id = "TEA-EAST-\(second / 100 * 5 + 1)"
      inputs.append((second, .order(order(.cancelled, id, at: second))))
    }
    let (findings, advisor) = run(inputs, until: 900)
    #expect(advisor.ledger.available(tea) == 3)
    #expect(kinds(findings, "stock.depleted").map(\.phase) == [.raised, .resolved])
    #expect(kinds(findings, "stock.stockout_predicted").filter { $0.phase == .raised }.count <= 2)
  }

  @Test func aShortWarehouseIsHelpedByTheOthers() throws {
    var inputs: [(second: Double, input: InventoryInput)] = [
      (0, .snapshot(snapshot(30, safetyStock: 3))), (0, .snapshot(snapshot(400, warehouse: "WEST"))),
    ]
    inputs += created(tea, every: 30, from: 1, to: 900)
    inputs += created(tea, every: 60, from: 2, to: 900, warehouse: "WEST")
    let (findings, _) = run(inputs, until: 900)
    let low = kinds(findings, "stock.warehouse_low")
    let first = try #require(low.first)
    guard case .warehouseLow(let warehouse, let available, let from, let quantity) = first.kind else {
      Issue.record("not a warehouse warning")
      return
    }
    #expect(warehouse == "EAST" && from == "WEST" && available > 0 && (20...200).contains(quantity))
    #expect(low.filter { $0.phase == .raised }.count == 1)
    #expect(kinds(findings, "stock.stockout_predicted").isEmpty)
  }

  @Test func aTransferLeavesTheOtherWhatItWillShip() throws {
    var inputs: [(second: Double, input: InventoryInput)] = [
      (0, .snapshot(snapshot(30))), (0, .snapshot(snapshot(130, warehouse: "WEST"))),
    ]
    inputs += created(tea, every: 20, from: 1, to: 900)
    inputs += created(tea, every: 60, from: 2, to: 900, warehouse: "WEST")
    let low = kinds(run(inputs, until: 900).findings, "stock.warehouse_low").filter { $0.phase == .raised }
    #expect(!low.isEmpty)
    for finding in low {
      guard case .stock(.warehouseShort(_, _, _, let there, let quantity)) = finding.reason else {
        Issue.record("not a warehouse that runs short: \(finding.reason)")
        continue
      }
      #expect(quantity >= 3 && quantity <= there - 20)
    }
  }

  @Test func whatIsSoldOutDoesNotSurge() throws {
    var inputs: [(second: Double, input: InventoryInput)] = [(0, .snapshot(snapshot(60)))]
    inputs += created(tea, every: 60, from: 1, to: 1200)
    inputs += created(tea, every: 1, from: 1200, to: 1400)
    let findings = run(inputs, until: 1400).findings
    let surges = kinds(findings, "demand.surge")
    let out = try #require(kinds(findings, "stock.depleted").first?.time)
    #expect(surges.allSatisfy { $0.time <= out || $0.phase == .resolved })
    #expect(surges.first?.phase == .raised && surges.last?.reason == .stock(.ranOut))
  }

  @Test func anUnexpectedRushIsASurge() {
    var inputs: [(second: Double, input: InventoryInput)] = [(0, .snapshot(snapshot(100_000)))]
    inputs += created(tea, every: 60, from: 1, to: 1200)
    inputs += created(tea, every: 1, from: 1200, to: 1260)
    let (findings, _) = run(inputs, until: 1800)
    let surges = kinds(findings, "demand.surge")
    #expect(surges.first?.phase == .raised)
    #expect(surges.last?.phase == .resolved)
    #expect(surges.filter { $0.phase == .raised }.count == 1)
  }

  @Test func anIdlePresentationIsSlowAndTheNextProductIsRanked() throws {
    var inputs: [(second: Double, input: InventoryInput)] = ["TEA", "CUP", "PEN"].map {
      (0, .snapshot(snapshot(5000, sku: SKU($0))))
    }
    for (sku, every) in [("TEA", 40.0), ("CUP", 40)] { inputs += created(SKU(sku), every: every, from: 1, to: 1200) }
    inputs += [(600, .presentationStarted("TEA", at: start + 600)), (640, .presentationEnded("TEA", at: start + 640))]
    inputs += created(tea, every: 0.7, from: 620, to: 700)
    inputs += [(800, .presentationStarted("PEN", at: start + 800)), (840, .presentationEnded("PEN", at: start + 840))]
    let (findings, _) = run(inputs, until: 1300)
    #expect(kinds(findings, "stock.slow_moving").map(\.sku) == ["PEN"])
    // Once presented in vain is no reason to touch the price; twice is.
    #expect(kinds(findings, "price.review_recommended").isEmpty)
    inputs += [
      (1350, .presentationStarted("PEN", at: start + 1350)), (1390, .presentationEnded("PEN", at: start + 1390)),
    ]
    #expect(kinds(run(inputs, until: 1900).findings, "price.review_recommended").map(\.sku) == ["PEN"])
    let next = try #require(kinds(findings, "next_product.recommended").first)
    guard case .nextProductRecommended(let ranking) = next.kind else {
      Issue.record("not a recommendation")
      return
    }
    #expect(next.time == start + 640)
    #expect(ranking.first == "CUP" && !ranking.contains("TEA"))
  }

  @Test func thresholdsDifferByProduct() {
    var settings = AdvisorSettings()
    var never = ThresholdOverrides()
    never.stockoutHorizon = 60
    settings.products["TEA"] = never
    let inputs = [(0, .snapshot(snapshot(60)))] + created(tea, every: 20, from: 1, to: 1000)
    #expect(kinds(run(inputs, until: 900, settings: settings).findings, "stock.stockout_predicted").isEmpty)
  }

  @Test func repeatsAndLateSnapshotsChangeNothing() {
    var inputs: [(second: Double, input: InventoryInput)] = [(0, .snapshot(snapshot(60)))]
    inputs += created(tea, every: 20, from: 1, to: 600)
    let once = run(inputs, until: 700)
    inputs += created(tea, every: 20, from: 1, to: 600).map { ($0.second + 5, $0.input) }
    inputs.append((300, .snapshot(snapshot(7, at: 290))))
    let twice = run(inputs, until: 700)
    #expect(once.findings == twice.findings)
    #expect(once.advisor.ledger.table == twice.advisor.ledger.table)
  }

  @Test func aWrongOrderClockDoesNotMoveTheAdvisors() {
    var inputs: [(second: Double, input: InventoryInput)] = [(0, .snapshot(snapshot(60)))]
    inputs.append((5, .order(order(.created, "FUTURE", at: 9e8))))
    inputs += created(tea, every: 20, from: 11, to: 1000)
    let (findings, _) = run(inputs, until: 1000)
    #expect(findings.allSatisfy { $0.time <= start + 1000 })
    #expect(!kinds(findings, "stock.stockout_predicted").isEmpty)
  }

  @Test(arguments: 0..<12)
  func anyInputsGiveTheSameFindingsTwice(seed: Int) {
    var generator = SeededGenerator(seed: UInt64(seed))
    var inputs: [(second: Double, input: InventoryInput)] = []
    for index in 0..<800 {
      let second = Double.random(in: 0...600, using: &generator)
      let sku: SKU = ["TEA", "CUP", "PEN", "NEW"].randomElement(using: &generator) ?? tea
      let warehouse = ["EAST", "WEST", ""].randomElement(using: &generator) ?? ""
      let quantity = [1, 1, 2, 9, -4, 0, .max].randomElement(using: &generator) ?? 1
      let time = start + second + Double.random(in: -900...900, using: &generator)
      let input: InventoryInput =
        switch Int.random(in: 0..<12, using: &generator) {
        case 0: .presentationStarted(sku, at: time)
        case 1: .presentationEnded(sku, at: time)
        case 2:
          .snapshot(
            StockSnapshot(
              time: time, sku: sku, warehouse: warehouse, onHand: quantity == .max ? .max : quantity * 20,
              inTransit: quantity, arrival: time, safetyStock: quantity))
        case 3: .expectedResponse(sku, ExpectedResponse(unitsPerMinute: [.nan, Double(index), -1]))
        case 4: .plannedEnd(time)
        default:
          .order(
            OrderEvent(
              eventID: "E\(index % 700)", orderID: "O\(index / 3)",
              type: OrderEventType.allCases.randomElement(using: &generator) ?? .created, sku: sku, quantity: quantity,
              unitPrice: .zero, warehouse: warehouse, eventTime: time))
        }
      inputs.append((second, input))
    }
    let (first, second) = (run(inputs, until: 620), run(inputs, until: 620))
    #expect(first.findings == second.findings)
    #expect(first.findings.allSatisfy { (0...1).contains($0.confidence) && !$0.reason.codes.isEmpty })
    // One situation: raised, then perhaps updated, then perhaps resolved.
    for (_, phases) in Dictionary(grouping: first.findings, by: \.situation) {
      #expect(phases.first?.phase == .raised)
      #expect(phases.dropLast().allSatisfy { $0.phase != .resolved })
      #expect(phases.dropFirst().allSatisfy { $0.phase != .raised })
    }
  }
}
