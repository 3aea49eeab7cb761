import LiveshelfCore
import RoomEngine
import Testing

/// What markers mean, learnt from where they are played; names that suggest nothing.
@Suite struct TrackingMarkerTests {
  /// A show of presentations of 30 s, each named every 7 s from 3 s on, with "alpha" at each start and "beta" 15 s later.
  static func show(presentations: Int) -> [TrackerEvidence] {
    (0..<presentations).flatMap { index -> [TrackerEvidence] in
      let start = 5 + Double(index) * 30
      let sku = SKU("SKU\(index % 20 + 1)")
      return [TrackingTests.marker("alpha", at: start), TrackingTests.marker("beta", at: start + 15)]
        + stride(from: start + 3, to: start + 27, by: 7).map { TrackingTests.mention(sku, at: $0) }
    }
  }

  @Test func aMarkerThatPrecedesSwitchesEndsAPresentation() {
    var tracker = PresentationTracker(catalog: TrackingTests.catalog)
    let evidence = Self.show(presentations: 8) + [TrackingTests.marker("alpha", at: 245)]
    for item in evidence.sorted(by: { TrackingTests.knownAt($0) < TrackingTests.knownAt($1) }) {
      _ = tracker.observe(item, knownAt: StreamTime(seconds: TrackingTests.knownAt(item)))
    }
    _ = tracker.advance(to: StreamTime(seconds: 247))
    #expect(tracker.posterior.probability(of: "SKU8") < 0.2)
    #expect(tracker.currentPresentation == nil)
  }

  @Test func aMarkerInMidPresentationEndsNothing() {
    var tracker = PresentationTracker(catalog: TrackingTests.catalog)
    let evidence = Self.show(presentations: 8)
    for item in evidence.sorted(by: { TrackingTests.knownAt($0) < TrackingTests.knownAt($1) }) {
      _ = tracker.observe(item, knownAt: StreamTime(seconds: TrackingTests.knownAt(item)))
      guard case .marker(let hit) = item, hit.marker == "beta", hit.start.seconds > 100 else { continue }
      #expect(tracker.currentPresentation != nil)
    }
  }

  @Test func startsSnapToTheMarker() {
    var smoother = PresentationSmoother(catalog: TrackingTests.catalog)
    for item in Self.show(presentations: 6) { smoother.observe(item) }
    let smoothed = smoother.presentations(until: StreamTime(seconds: 190))
    #expect(smoothed.map(\.start) == (0..<6).map { StreamTime(seconds: 5 + Double($0) * 30) })
    #expect(smoothed.allSatisfy { $0.reasons.count > 1 && $0.reasons.first == .stinger(name: "alpha") })
  }

  @Test func aDecoyOfAnotherSoundChangesNothing() {
    let decoy = TrackingTests.decisions(
      TrackingTests.twoProducts + [TrackingTests.marker("jingle", at: 34)], until: 110)
    #expect(TrackingTests.started(decoy) == ["SKU3", "SKU7"])
  }

  @Test func aProductThatIsNamedLateBeginsAtItsMarker() throws {
    var evidence = Self.show(presentations: 6)
    evidence.append(TrackingTests.marker("alpha", at: 185))
    evidence += [197.0, 204, 211].map { TrackingTests.mention("SKU25", at: $0) }
    let started = TrackingTests.decisions(evidence, until: 220).compactMap {
      if case .started(let presentation) = $0 { presentation } else { nil as Presentation? }
    }
    let last = try #require(started.last)
    #expect(last.sku == "SKU25")
    #expect(last.start == StreamTime(seconds: 185))
  }
}
