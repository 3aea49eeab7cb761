import LiveshelfCore
import RoomEngine
import Testing

/// Courses of a show that tempt a tracker into mistakes.
@Suite struct TrackingShowTests {
  private static func smoothed(_ evidence: [TrackerEvidence], until end: Double) -> [Presentation] {
    var smoother = PresentationSmoother(catalog: TrackingTests.catalog)
    for item in evidence { smoother.observe(item) }
    return smoother.presentations(until: StreamTime(seconds: end))
  }

  @Test func aReturnIsAPresentationOfItsOwn() {
    let evidence =
      TrackingTests.twoProducts
      + stride(from: 115.0, to: 150, by: 8).map { TrackingTests.mention("SKU3", at: $0) }
    #expect(Self.smoothed(evidence, until: 160).map(\.sku) == ["SKU3", "SKU7", "SKU3"])
    #expect(TrackingTests.started(TrackingTests.decisions(evidence, until: 160)) == ["SKU3", "SKU7", "SKU3"])
  }

  @Test func longSilenceAfterAProductEndsItsPresentation() {
    let evidence = stride(from: 10.0, to: 50, by: 8).map { TrackingTests.mention("SKU3", at: $0) }
    let decisions = TrackingTests.decisions(evidence, until: 600)
    let ended = decisions.compactMap {
      if case .ended(let presentation) = $0 { presentation } else { nil as Presentation? }
    }
    #expect(ended.count == 1)
    #expect(ended.allSatisfy { ($0.end ?? .zero) < StreamTime(seconds: 150) })
  }

  @Test func sayingANameTwiceAtOnceIsOneMention() {
    let once = TrackingTests.twoProducts + [TrackingTests.mention("SKU12", at: 30)]
    let twice = once + [TrackingTests.mention("SKU12", at: 30.7)]
    let announced = TrackingTests.started(TrackingTests.decisions(twice, until: 110))
    #expect(announced == TrackingTests.started(TrackingTests.decisions(once, until: 110)))
  }

  @Test func chatterBetweenProductsIsNoPresentation() throws {
    let chatter = speech("大家网络卡不卡点赞到十万抽一个大奖", from: 51, to: 56)
    let smoothed = Self.smoothed(TrackingTests.twoProducts + [chatter], until: 110)
    let first = try #require(smoothed.first)
    #expect(smoothed.count == 2)
    #expect(abs((first.end ?? .zero) - StreamTime(seconds: 51)) < 1)
  }

  @Test func salesTalkIsReadBySoundAndAcrossUtterances() throws {
    // 上链接 misheard as 上练节, and cut in the middle.
    let cut = [speech("准备好了没有上练", from: 44, to: 46), speech("节开抢", from: 46, to: 47)]
    let whole = [speech("准备好了没有上链接开抢", from: 44, to: 47)]
    let first = Self.smoothed(TrackingTests.twoProducts + cut, until: 110)
    let second = Self.smoothed(TrackingTests.twoProducts + whole, until: 110)
    #expect(first.map(\.sku) == second.map(\.sku))
    #expect(abs((first.first?.end ?? .zero) - (second.first?.end ?? .zero)) < 1)
  }

  @Test func theOrderOfArrivalDoesNotMatterToTheSmoother() {
    let evidence = TrackingTests.twoProducts + [TrackingTests.marker("whoosh", at: 58.5)]
    #expect(Self.smoothed(evidence, until: 110) == Self.smoothed(evidence.reversed(), until: 110))
  }

  func speech(_ text: String, from start: Double, to end: Double) -> TrackerEvidence {
    let step = (end - start) / Double(text.count)
    let tokens = text.enumerated().map { index, character in
      SpokenToken(
        text: String(character), start: StreamTime(seconds: start + step * Double(index)),
        end: StreamTime(seconds: start + step * Double(index + 1)))
    }
    return .speech(
      Utterance(
        start: StreamTime(seconds: start), end: StreamTime(seconds: end), detectedAt: StreamTime(seconds: end + 1),
        hypotheses: [Hypothesis(tokens: tokens, logProbability: 0)]))
  }
}
