import LiveshelfCore
import RoomEngine
import Testing

/// Short shows with evidence placed by hand.
@Suite struct TrackingTests {
  static let catalog = Catalog(
    (1...30).map { (number: Int) in
      Product(sku: SKU("SKU\(number)"), name: "product \(number)", linkNumber: number)
    })

  static func mention(
    _ sku: SKU, at seconds: Double, kind: MentionKind = .presenting, confidence: Double = 0.9, delay: Double = 1
  ) -> TrackerEvidence {
    .mention(
      Mention(
        sku: sku, heard: "name of \(sku)", name: "name of \(sku)", kind: kind, start: StreamTime(seconds: seconds),
        end: StreamTime(seconds: seconds + 0.6), confidence: confidence,
        detectedAt: StreamTime(seconds: seconds + 0.6 + delay)))
  }

  static func marker(_ name: String, at seconds: Double) -> TrackerEvidence {
    .marker(
      MarkerHit(
        marker: name, start: StreamTime(seconds: seconds), end: StreamTime(seconds: seconds + 2), score: 0.9,
        detectedAt: StreamTime(seconds: seconds + 1)))
  }

  /// Runs evidence through a tracker, with the clock at each item's detection and every half second between.
  static func decisions(
    _ evidence: [TrackerEvidence], until end: Double, settings: TrackerSettings = .init()
  ) -> [TrackerDecision] {
    var tracker = PresentationTracker(catalog: catalog, settings: settings)
    var decisions: [TrackerDecision] = []
    var clock = 0.0
    for (item, known) in evidence.map({ ($0, knownAt($0)) }).sorted(by: { $0.1 < $1.1 }) {
      while clock + 0.5 < known {
        clock += 0.5
        decisions += tracker.advance(to: StreamTime(seconds: clock))
      }
      decisions += tracker.observe(item, knownAt: StreamTime(seconds: known))
    }
    while clock + 0.5 < end {
      clock += 0.5
      decisions += tracker.advance(to: StreamTime(seconds: clock))
    }
    return decisions + tracker.finish(at: StreamTime(seconds: end))
  }

  static func knownAt(_ evidence: TrackerEvidence) -> Double {
    switch evidence {
    case .mention(let mention): mention.detectedAt.seconds
    case .marker(let hit): hit.detectedAt.seconds
    case .click(let click): click.knownAt.seconds
    case .cuePoint(let cue): cue.at.seconds
    case .speech(let utterance): utterance.detectedAt.seconds
    case .interest(let interest): interest.at.seconds
    case .pulse(let pulse): pulse.end.seconds
    case .boundary(let boundary): boundary.detectedAt.seconds
    }
  }

  static func started(_ decisions: [TrackerDecision]) -> [SKU] {
    decisions.compactMap { if case .started(let presentation) = $0 { presentation.sku } else { nil } }
  }

  /// Two presentations, named every eight seconds.
  static let twoProducts: [TrackerEvidence] =
    stride(from: 10.0, to: 50, by: 8).map { mention("SKU3", at: $0) }
    + stride(from: 62.0, to: 100, by: 8).map { mention("SKU7", at: $0) }

  @Test func announcesEachProductOnceAndInOrder() {
    let decisions = Self.decisions(Self.twoProducts, until: 110)
    #expect(Self.started(decisions) == ["SKU3", "SKU7"])
    let ids = decisions.compactMap { if case .started(let presentation) = $0 { presentation.id } else { nil } }
    #expect(ids == ["p1", "p2"])
  }

  @Test func aRunningOrderAtTheOpeningAnnouncesNothing() throws {
    let names: [(SKU, Double)] = [("SKU3", 8), ("SKU9", 9.6), ("SKU4", 11.4)]
    let order = names.map { Self.mention($0.0, at: $0.1, confidence: 0.99) }
    let first = stride(from: 24.0, to: 60, by: 8).map { Self.mention("SKU3", at: $0, confidence: 0.99) }
    let decisions = Self.decisions(order + first, until: 70)
    let announced = decisions.compactMap { if case .started(let presentation) = $0 { presentation } else { nil } }
    #expect(announced.map(\.sku) == ["SKU3"])
    #expect(try #require(announced.first).announcedAt.seconds > 24)
  }

  @Test func neverDecidesBeforeItKnows() {
    for case .started(let presentation) in Self.decisions(Self.twoProducts, until: 110) {
      #expect(presentation.start <= presentation.announcedAt)
    }
  }

  @Test(arguments: [MentionKind.comparing, .passing, .announcing, .recalling])
  func aProductNamedByTheWayIsNoSwitch(kind: MentionKind) {
    let decisions = Self.decisions(Self.twoProducts + [Self.mention("SKU12", at: 30, kind: kind)], until: 110)
    #expect(Self.started(decisions) == ["SKU3", "SKU7"])
  }

  @Test func aClickAnnouncesByItself() {
    let click = ExplainClick(
      sku: "SKU9", starts: true, at: StreamTime(seconds: 20), knownAt: StreamTime(seconds: 20.5))
    let named = [22.0, 30, 38].map { Self.mention("SKU9", at: $0) }
    let decisions = Self.decisions([.click(click)] + named, until: 60)
    #expect(Self.started(decisions) == ["SKU9"])
    #expect(decisions.first?.presentation.reasons.contains(.click) == true)
  }

  @Test func theSameEvidenceGivesTheSameDecisions() {
    let evidence = Self.twoProducts + [Self.marker("whoosh", at: 58.5)]
    #expect(Self.decisions(evidence, until: 110) == Self.decisions(evidence, until: 110))
  }

  @Test func productsOutsideTheCatalogAndSillyTimesAreHarmless() {
    let evidence: [TrackerEvidence] = [
      Self.mention("NOBODY", at: 5), Self.mention("SKU1", at: -40), Self.mention("SKU1", at: 12, confidence: .nan),
      .interest(ViewerInterest(sku: "SKU1", at: StreamTime(microseconds: .max), comments: .max)),
      .cuePoint(CuePoint(name: "", at: StreamTime(microseconds: .min))),
    ]
    var tracker = PresentationTracker(catalog: Self.catalog)
    for item in evidence { _ = tracker.observe(item, knownAt: StreamTime(seconds: 15)) }
    _ = tracker.advance(to: StreamTime(microseconds: .max))
    #expect(Self.started(tracker.finish(at: StreamTime(microseconds: .max))).isEmpty)
  }

  @Test func smoothedPresentationsTakeOverTheAnnouncedIds() throws {
    let evidence = Self.twoProducts + [Self.marker("whoosh", at: 9), Self.marker("whoosh", at: 58.5)]
    var smoother = PresentationSmoother(catalog: Self.catalog)
    for item in evidence { smoother.observe(item) }
    let announced = Self.decisions(evidence, until: 110).compactMap {
      if case .started(let presentation) = $0 { presentation } else { nil as Presentation? }
    }
    let smoothed = smoother.presentations(until: StreamTime(seconds: 110), announced: announced)
    #expect(smoothed.map(\.id) == ["p1", "p2"])
    #expect(smoothed.map(\.sku) == ["SKU3", "SKU7"])
    #expect(smoothed.map(\.announcedAt) == announced.map(\.announcedAt))
    let second = try #require(smoothed.last)
    #expect(second.start == StreamTime(seconds: 58.5))
    #expect(second.reasons.first == .stinger(name: "whoosh") && second.reasons.count == 2)
    guard case .heard("name of SKU7", 5, _) = second.reasons.last else {
      Issue.record("not heard five times: \(second.reasons)")
      return
    }
  }

  @Test func withoutAnnouncementsTheEndOfInputCounts() {
    var smoother = PresentationSmoother(catalog: Self.catalog)
    for item in Self.twoProducts { smoother.observe(item) }
    let smoothed = smoother.presentations(until: StreamTime(seconds: 110))
    #expect(smoothed.map(\.id) == ["p1", "p2"])
    #expect(smoothed.allSatisfy { $0.announcedAt == StreamTime(seconds: 110) })
  }
}
