import InventoryEngine
import LiveshelfCore
import RoomEngine
import Testing

/// What an operator says is on stage holds through the whole room: stage, presentations, attribution and advice.
@Suite struct OperatorsWordTests {
  private static let start = WallTime(microseconds: 1_800_000_000_000_000)
  private static let clock = ShowClock(start: start, offset: .china)
  private static let catalog = Catalog(
    (0..<4).map { Product(sku: SKU("S\($0)"), name: "商品\($0)", livePrice: Money(hundredths: 5900)) })

  private static func said(_ number: Int, at second: Double) -> RoomInput {
    let at = StreamTime(seconds: second)
    return RoomInput(
      at: at,
      .mention(
        Mention(
          sku: SKU("S\(number)"), heard: "商品", name: "商品\(number)", kind: .presenting, start: at + -1, end: at,
          confidence: 0.9, detectedAt: at)))
  }

  private static func word(_ number: Int, at second: Double, starts: Bool = true, isOperators: Bool = true) -> RoomInput
  {
    RoomInput(
      at: StreamTime(seconds: second),
      .row(
        .click(
          ExplainEvent(
            sku: SKU("S\(number)"), starts: starts, time: start + second, isOperators: isOperators))))
  }

  private static func order(_ number: Int, at second: Double) -> RoomInput {
    RoomInput(
      at: StreamTime(seconds: second),
      .row(
        .order(
          OrderEvent(
            eventID: "e\(number)-\(second)", orderID: "o\(number)-\(second)", type: .created, sku: SKU("S\(number)"),
            quantity: 1, unitPrice: Money(hundredths: 5900), region: "广东", warehouse: "GZ", source: "live",
            eventTime: start + second, ingestTime: start + second))))
  }

  /// What is on stage at each whole second, and the engine at the end.
  private func run(_ inputs: [RoomInput], until end: Int) -> (stage: [SKU?], engine: RoomEngine, signals: [Signal]) {
    var engine = RoomEngine(room: .main, catalog: Self.catalog, clock: Self.clock)
    var (stage, signals) = ([SKU?](), [Signal]())
    var rest = inputs.sorted { $0.at < $1.at }[...]
    for second in 0...end {
      let now = StreamTime(seconds: Double(second))
      while let next = rest.first, next.at <= now {
        signals += engine.consume(next).compactMap { if case .signal(let signal) = $0 { signal } else { nil } }
        rest = rest.dropFirst()
      }
      signals += engine.consume(RoomInput(at: now, .heard)).compactMap {
        if case .signal(let signal) = $0 { signal } else { nil }
      }
      stage.append(engine.overview(of: []).presentations.last?.sku)
    }
    return (stage, engine, signals)
  }

  /// The host goes on naming another product now and then, as the recogniser hears it.
  private static let misheard = stride(from: 20.0, to: 200, by: 11).map { said(0, at: $0) }

  @Test func itHoldsWhileTheRecogniserHearsAnotherName() {
    let (stage, engine, _) = run(Self.misheard + [Self.word(1, at: 62)], until: 110)
    #expect(stage[60] == "S0")
    #expect(stage[64...110].allSatisfy { $0 == "S1" })
    let now = engine.overview(of: []).presentations.last
    #expect(now?.reasons.contains(.click) == true)
    #expect(now.map { $0.confidence > 0.99 } == true)
  }

  @Test func aFreshMistakeIsWithdrawnFromFilesAndAdvice() {
    let orders = stride(from: 42.0, to: 100, by: 2).map { Self.order(1, at: $0) }
    let (stage, engine, signals) = run(
      Self.misheard.filter { $0.at < StreamTime(seconds: 100) } + [Self.word(1, at: 45)] + orders, until: 120)
    #expect(stage[44] == "S0" && stage[47] == "S1")
    let conclusion = engine.interimConclusion(until: StreamTime(seconds: 120))
    #expect(conclusion.presentations.map(\.sku) == ["S1"])
    #expect(conclusion.presentations.first.map { $0.start < StreamTime(seconds: 30) } == true)
    #expect(!signals.contains { $0.sku == "S0" && SignalType($0.kind) == .slowMoving })
    #expect(!engine.overview().products.contains { $0.product.sku == "S0" && $0.outlook.isSlow })
  }

  @Test func whatWasOnStageForLongStaysBefore() {
    let (_, engine, _) = run(Self.misheard + [Self.word(1, at: 120)], until: 190)
    let presentations = engine.interimConclusion(until: StreamTime(seconds: 190)).presentations
    #expect(presentations.map(\.sku) == ["S0", "S1"])
    #expect(presentations.last.map { abs($0.start - StreamTime(seconds: 120)) < 2 } == true)
  }

  @Test func unmistakableEvidenceEndsIt() {
    let other = stride(from: 110.0, to: 150, by: 4).map { Self.said(2, at: $0) }
    let (stage, _, _) = run([Self.said(0, at: 20), Self.said(0, at: 26), Self.word(1, at: 60)] + other, until: 160)
    #expect(stage[62...108].allSatisfy { $0 == "S1" })
    #expect(stage[150] == "S2")
  }

  @Test func theOperatorAndAClickFeedEndIt() {
    let (stage, _, _) = run(
      [Self.word(1, at: 20), Self.word(2, at: 60), Self.word(3, at: 100, isOperators: false)]
        + [102.0, 108, 114].map { Self.said(3, at: $0) } + [Self.word(3, at: 140, starts: false)],
      until: 160)
    #expect(stage[24...59].allSatisfy { $0 == "S1" })
    #expect(stage[63...99].allSatisfy { $0 == "S2" })
    #expect(stage[112] == "S3")
    #expect(stage[146] == nil)
  }
}
