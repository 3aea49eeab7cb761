import LiveshelfCore
import RoomEngine
import Testing

/// Prices, bundles and changes of the sound, in short shows made by hand.
@Suite struct TrackingEvidenceTests {
  private static let catalog = Catalog(
    (1...20).map { (number: Int64) -> Product in
      let listPrice = Money(hundredths: 10_000 + 700 * number)
      let livePrice = Money(hundredths: 3_990 + 500 * number)
      return Product(sku: SKU("SKU\(number)"), name: "商品\(number)", listPrice: listPrice, livePrice: livePrice)
    })

  private static func speech(_ text: String, from start: Double, to end: Double) -> TrackerEvidence {
    TrackingShowTests().speech(text, from: start, to: end)
  }

  private static func run(_ evidence: [TrackerEvidence], until end: Double) -> (
    live: [TrackerDecision], final: [Presentation]
  ) {
    var tracker = PresentationTracker(catalog: catalog)
    var smoother = PresentationSmoother(catalog: catalog)
    var decisions: [TrackerDecision] = []
    var clock = 0.0
    for (item, known) in evidence.map({ ($0, TrackingTests.knownAt($0)) }).sorted(by: { $0.1 < $1.1 }) {
      while clock + 0.5 < known {
        clock += 0.5
        decisions += tracker.advance(to: StreamTime(seconds: clock))
      }
      decisions += tracker.observe(item, knownAt: StreamTime(seconds: known))
      smoother.observe(item)
    }
    decisions += tracker.finish(at: StreamTime(seconds: end))
    return (decisions, smoother.presentations(until: StreamTime(seconds: end)))
  }

  /// The name was never understood; the prices tell which product it was.
  @Test(arguments: ["一百二十八元", "128元"], ["五十九块九", "59块9"])
  func pricesTellAProductWhoseNameWasNotUnderstood(list: String, live: String) {
    let evidence = [
      TrackingTests.marker("next", at: 10), Self.speech("接下来看这款宝贝", from: 10.5, to: 12),
      Self.speech("面料做工都没话说", from: 14, to: 17), Self.speech("平时卖\(list)", from: 20, to: 22),
      Self.speech("今天只要\(live)", from: 23, to: 25), Self.speech("品质特别好", from: 27, to: 29),
    ]
    let (decisions, final) = Self.run(evidence, until: 40)
    #expect(decisions.first?.presentation.sku == "SKU4")
    #expect(final.map(\.sku) == ["SKU4"])
  }

  @Test func aPriceOfNoProductTellsNothing() {
    let evidence = [
      TrackingTests.mention("SKU3", at: 5), Self.speech("平时卖七百七十七元", from: 7, to: 9),
      TrackingTests.mention("SKU3", at: 12),
    ]
    #expect(Self.run(evidence, until: 30).final.map(\.sku) == ["SKU3"])
  }

  @Test func twoProductsSoldTogetherAreBothOnStage() {
    let evidence = [
      TrackingTests.mention("SKU3", at: 5), TrackingTests.mention("SKU3", at: 12),
      TrackingTests.mention("SKU3", at: 20), TrackingTests.mention("SKU8", at: 22),
      Self.speech("这两件一起打包带走", from: 23, to: 25), TrackingTests.mention("SKU8", at: 32),
      TrackingTests.mention("SKU3", at: 36), TrackingTests.mention("SKU8", at: 42),
      TrackingTests.mention("SKU3", at: 46),
      TrackingTests.marker("next", at: 55), TrackingTests.mention("SKU9", at: 57),
      TrackingTests.mention("SKU9", at: 64), TrackingTests.mention("SKU9", at: 70),
    ]
    let (decisions, final) = Self.run(evidence, until: 80)
    let started = decisions.compactMap { if case .started(let shown) = $0 { shown } else { nil } }
    #expect(started.map(\.sku) == ["SKU3", "SKU8", "SKU9"])
    #expect(started.dropFirst().first?.reasons == [.bundle(product: "商品8", with: "商品3")])
    let (main, other) = (final.first { $0.sku == "SKU3" }, final.first { $0.sku == "SKU8" })
    #expect(final.count == 3)
    #expect((main?.end ?? .zero) > StreamTime(seconds: 45))
    #expect(other.map { $0.start < StreamTime(seconds: 26) && ($0.end ?? .zero) > StreamTime(seconds: 45) } == true)
  }

  @Test func aCompanionNamedByTheWayIsNoBundle() {
    let evidence = [
      TrackingTests.mention("SKU3", at: 5), TrackingTests.mention("SKU3", at: 12),
      TrackingTests.mention("SKU8", at: 20, kind: .passing), Self.speech("搭配一起用效果更好", from: 21, to: 23),
      TrackingTests.mention("SKU3", at: 28),
    ]
    let (decisions, final) = Self.run(evidence, until: 40)
    #expect(decisions.allSatisfy { $0.presentation.sku == "SKU3" })
    #expect(final.map(\.sku) == ["SKU3"])
  }

  @Test func anOfferOfTwoInPassingIsNoBundle() {
    let evidence = [
      TrackingTests.mention("SKU3", at: 5), TrackingTests.mention("SKU3", at: 12),
      TrackingTests.mention("SKU8", at: 22), Self.speech("这两件一起打包带走", from: 23, to: 25),
      TrackingTests.mention("SKU3", at: 30), TrackingTests.mention("SKU3", at: 38),
    ]
    let (decisions, final) = Self.run(evidence, until: 50)
    #expect(decisions.allSatisfy { $0.presentation.sku == "SKU3" })
    #expect(final.map(\.sku) == ["SKU3"])
  }

  /// A host names a product in bursts, with a minute of what it is like between: that is one presentation. Once its sale has
  /// been closed, as long a silence ends it.
  @Test func silenceCountsLessWithinAPitchThanAfterItsClosing() {
    let first = [5.0, 9, 14, 18].map { TrackingTests.mention("SKU3", at: $0) }
    let talk = stride(from: 20.0, to: 80, by: 4).map { Self.speech("这里是这样子的", from: $0, to: $0 + 3) }
    let again = [84.0, 88, 93].map { TrackingTests.mention("SKU3", at: $0) }
    let whole = Self.run(first + talk + again, until: 100).final
    #expect(whole.map(\.sku) == ["SKU3"])
    #expect((whole.first?.end ?? .zero) > StreamTime(seconds: 90))
    let closed = Self.run(first + [Self.speech("三二一上链接", from: 18.8, to: 19.8)] + talk, until: 84).final
    #expect(closed.map(\.sku) == ["SKU3"])
    #expect((closed.first?.end ?? .zero) < StreamTime(seconds: 45))
  }

  /// Where presentations begin as the music stops, the show teaches that its next stop ends the one on stage; where music
  /// stops at random it does not.
  @Test func changesOfTheSoundCountAsFarAsTheShowTeaches() {
    func belief(lead: Double) -> Double {
      var tracker = PresentationTracker(catalog: Self.catalog)
      var evidence: [TrackerEvidence] = []
      for index in 0..<15 {
        let start = 10 + 60 * Double(index)
        let at = StreamTime(seconds: start - lead)
        evidence.append(
          .boundary(AudioBoundary(kind: .musicOff, at: at, strength: 1, detectedAt: at + 1)))
        guard index < 14 else { break }
        evidence += [2.0, 12, 25, 40].map { TrackingTests.mention(SKU("SKU\(index + 1)"), at: start + $0) }
      }
      for item in evidence.sorted(by: { TrackingTests.knownAt($0) < TrackingTests.knownAt($1) }) {
        _ = tracker.observe(item, knownAt: StreamTime(seconds: TrackingTests.knownAt(item)))
      }
      _ = tracker.advance(to: StreamTime(seconds: 856))
      return tracker.posterior.probability(of: "SKU14")
    }
    #expect(belief(lead: 0) < belief(lead: 25) - 0.05)
  }

  /// Live recognition hands a name over before the words that follow it.
  @Test func aQuestionAboutAnotherProductIsNoSwitch() {
    let evidence = [
      TrackingTests.mention("SKU3", at: 5), TrackingTests.mention("SKU3", at: 12),
      Self.speech("好多人问和", from: 40, to: 41), TrackingTests.mention("SKU8", at: 41, confidence: 0.99),
      Self.speech("有啥区别", from: 42, to: 43), TrackingTests.mention("SKU8", at: 47, confidence: 0.99),
      Self.speech("很多人等了一晚上的", from: 60, to: 61), TrackingTests.mention("SKU9", at: 61),
      TrackingTests.mention("SKU9", at: 68),
    ]
    let withAside = Self.run(Array(evidence.prefix(5)) + evidence.suffix(3), until: 80).live
    #expect(TrackingTests.started(withAside) == ["SKU3", "SKU9"])
  }

  /// What the host will show later is told in one breath.
  @Test func aListOfProductsIsNoSwitch() {
    let list = [("SKU1", 5.0), ("SKU2", 6.2), ("SKU3", 7.5), ("SKU4", 8.8)]
    let evidence =
      list.map { TrackingTests.mention(SKU($0.0), at: $0.1, confidence: 0.98, delay: 10.4 - $0.1) }
      + [TrackingTests.mention("SKU7", at: 20), TrackingTests.mention("SKU7", at: 27)]
    let (decisions, final) = Self.run(evidence, until: 50)
    #expect(TrackingTests.started(decisions) == ["SKU7"])
    #expect(final.map(\.sku) == ["SKU7"])
  }

  private static func pulse(_ sku: SKU, from start: Double, to end: Double, strength: Double = 1) -> TrackerEvidence {
    .pulse(OrderPulse(sku: sku, start: StreamTime(seconds: start), end: StreamTime(seconds: end), strength: strength))
  }

  private static var pitch: [TrackerEvidence] {
    [
      TrackingTests.mention("SKU3", at: 5), TrackingTests.mention("SKU3", at: 12),
      TrackingTests.mention("SKU3", at: 20),
      speech("接下来看这款宝贝", from: 40, to: 42), speech("面料做工都没话说", from: 50, to: 54),
      speech("品质特别好", from: 60, to: 64), speech("质量材质都好", from: 70, to: 76),
      TrackingTests.marker("next", at: 100), TrackingTests.mention("SKU9", at: 102),
      TrackingTests.mention("SKU9", at: 110), TrackingTests.mention("SKU9", at: 120),
      TrackingTests.mention("SKU9", at: 130),
    ]
  }

  @Test func ordersTellAProductWhoseNameWasNotHeard() throws {
    let final = Self.run(Self.pitch + [Self.pulse("SKU6", from: 40, to: 95)], until: 140).final
    #expect(final.map(\.sku) == ["SKU3", "SKU6", "SKU9"])
    let told = try #require(final.first { $0.sku == "SKU6" })
    #expect(told.reasons.contains(.ordersRose))
    #expect(told.start > StreamTime(seconds: 30) && told.start < StreamTime(seconds: 60))
  }

  @Test func ofTwoProductsWhoseOrdersRoseTheOneThatSoldMoreWasShown() {
    let both = [Self.pulse("SKU8", from: 40, to: 95, strength: 0.2), Self.pulse("SKU6", from: 40, to: 95)]
    #expect(Self.run(Self.pitch + both, until: 140).final.map(\.sku) == ["SKU3", "SKU6", "SKU9"])
  }

  @Test func aProductThatSellsAlongWithOneThatWasHeardIsNotOnStage() {
    let along = [Self.pulse("SKU6", from: 100, to: 138, strength: 0.5)]
    #expect(Self.run(Self.pitch + along, until: 140).final.map(\.sku).filter { $0 == "SKU6" }.isEmpty)
  }
}
