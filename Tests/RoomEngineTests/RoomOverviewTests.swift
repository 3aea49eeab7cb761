import InventoryEngine
import LiveshelfCore
import RoomEngine
import Testing

@Suite struct RoomOverviewTests {
  private let start = WallTime(microseconds: 1_772_971_200_000_000)
  private let catalog = Catalog([
    Product(sku: "TEA", name: "龙井茶", category: "food", livePrice: Money(hundredths: 5900)),
    Product(sku: "CUP", name: "马克杯", category: "home", livePrice: Money(hundredths: 3900)),
  ])

  private func order(
    _ id: String, _ sku: SKU, _ type: OrderEventType = .created, at second: Double, knownAt: Double? = nil
  ) -> RoomInput {
    RoomInput(
      at: StreamTime(seconds: knownAt ?? second),
      .row(
        .order(
          OrderEvent(
            eventID: "\(id)-\(type.rawValue)", orderID: id, type: type, sku: sku, quantity: 2,
            unitPrice: Money(hundredths: 5900), warehouse: "EAST", eventTime: start + second,
            ingestTime: start + (knownAt ?? second)))))
  }

  private func stock(_ sku: SKU, _ units: Int) -> RoomInput {
    RoomInput(
      at: StreamTime(seconds: -60),
      .row(.stock(StockSnapshot(time: start + -60, sku: sku, warehouse: "EAST", onHand: units))))
  }

  private func click(_ sku: SKU, starts: Bool, at second: Double) -> RoomInput {
    RoomInput(
      at: StreamTime(seconds: second), .row(.click(ExplainEvent(sku: sku, starts: starts, time: start + second))))
  }

  private func run(_ inputs: [RoomInput], until end: Double = 400) -> RoomEngine {
    var engine = RoomEngine(room: .main, catalog: catalog, clock: ShowClock(start: start, offset: .china))
    let ticks = stride(from: -60.0, through: end, by: 0.5).map { RoomInput(at: StreamTime(seconds: $0), .heard) }
    let known = (inputs + ticks).filter { $0.at <= StreamTime(seconds: end) }
    for input in known.enumerated().sorted(by: { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }) {
      _ = engine.consume(input.element)
    }
    return engine
  }

  /// A quiet minute each, then tea is presented and sells.
  private var show: [RoomInput] {
    var inputs = [stock("TEA", 400), stock("CUP", 3), click("TEA", starts: true, at: 100)]
    inputs += (0..<6).map { order("Q\($0)", $0 % 2 == 0 ? "TEA" : "CUP", at: -50 + Double($0) * 20) }
    inputs += (0..<40).map { order("P\($0)", "TEA", at: 112 + Double($0) * 1.5) }
    inputs.append(order("P3", "TEA", .cancelled, at: 150))
    inputs.append(order("R1", "CUP", .rejectedOutOfStock, at: 160))
    return inputs.sorted { $0.at < $1.at }
  }

  @Test func overviewTellsSalesStockAndWhatIsOnStage() throws {
    let engine = run(show, until: 170)
    let overview = engine.overview()
    #expect(overview.at == StreamTime(seconds: 170))
    #expect(overview.presentations.map(\.sku) == ["TEA"])
    // Since the show began: three of the quiet orders came before it.
    #expect(overview.sales.orders == 42 && overview.sales.units == 84 && overview.sales.cancelled == 1)
    #expect(overview.sales.refused == 1 && overview.sales.value == Money(hundredths: 84 * 5900))
    #expect(overview.salesOfLastMinute.orders == 39)
    let tea = try #require(overview.products.first)
    #expect(tea.product.sku == "TEA" && tea.isPresented && tea.heat == .surging)
    #expect(tea.outlook.available == 400 - 2 * 42 + 2 && tea.outlook.opening == 400)
    #expect(tea.outlook.demand.map(\.seconds) == [300, 900, 3600])
    #expect(tea.outlook.demand.allSatisfy { $0.unitsLow <= Int($0.units) && Int($0.units) <= $0.unitsHigh })
    #expect(tea.outlook.warehouses.first?.demand.count == 3)
    let cup = try #require(overview.products.last)
    #expect(cup.outlook.available == 3 - 6 && cup.heat == .soldOut && cup.outlook.isOversold)
    #expect(engine.overview(of: ["CUP"]).products.map(\.product.sku) == ["CUP"])
    #expect(!overview.next.contains { $0.sku == "TEA" })
  }

  @Test func aRunningPresentationGetsItsOrdersSoFar() throws {
    let before = run(show, until: 100.5)
    #expect(before.progress.allSatisfy { $0.upliftOrders < 1 })
    let progress = try #require(run(show, until: 175).progress.last)
    #expect(progress.sku == "TEA" && progress.isOpen && progress.orders >= 40)
    #expect(progress.upliftOrders > 32 && progress.interval.contains(39))
    let interim = run(show, until: 175).interimConclusion(until: StreamTime(seconds: 175))
    let uplift = try #require(interim.orders?.uplift.last)
    #expect(uplift.upliftOrders == progress.upliftOrders && uplift.cancelledShare > 0)
    #expect(interim.orders?.attributions.count == 46)
  }

  @Test func lateEventsReviseFinalBinsAndSaySo() throws {
    var inputs = show
    inputs += (0..<30).map { order("L\($0)", "CUP", at: 200 + Double($0) * 5) }
    inputs.append(order("LATE", "TEA", at: 125, knownAt: 340))
    let engine = run(inputs)
    let revisions = engine.revisions
    #expect(revisions.map(\.quantity) == [.ordersCreated, .units])
    let first = try #require(revisions.first)
    #expect(first.sku == "TEA" && first.new == first.old + 1 && first.at == StreamTime(seconds: 340))
    #expect(first.binStart == StreamTime(seconds: 120) && first.reason.contains("215 s"))
    #expect(try #require(engine.finalUntil) > StreamTime(seconds: 300))
  }

  @Test func theSameInputsGiveTheSameOverview() {
    #expect(run(show).overview() == run(show).overview())
    #expect(run(show).progress == run(show).progress)
  }
}
