import LiveshelfCore
import RoomEngine
import Testing

/// What is said of a show that hears nothing, names nothing, or sells nothing that it knows.
@Suite struct SilenceWatchTests {
  private let catalog = Catalog([Product(sku: "A", name: "保温杯")])

  private func time(_ seconds: Double) -> StreamTime { StreamTime(seconds: seconds) }

  private func speech(at seconds: Double) -> RoomInput {
    let utterance = Utterance(
      start: time(seconds), end: time(seconds + 2), detectedAt: time(seconds + 3),
      hypotheses: [
        Hypothesis(tokens: [SpokenToken(text: "好", start: time(seconds), end: time(seconds + 2))], logProbability: -1)
      ])
    return RoomInput(at: utterance.detectedAt, .utterance(utterance))
  }

  private func mention(at seconds: Double) -> RoomInput {
    let mention = Mention(
      sku: "A", heard: "保温杯", name: "保温杯", kind: .presenting, start: time(seconds), end: time(seconds + 1),
      confidence: 0.9, detectedAt: time(seconds + 2))
    return RoomInput(at: mention.detectedAt, .mention(mention))
  }

  private func order(_ sku: SKU, _ number: Int) -> RoomInput {
    let event = OrderEvent(
      eventID: "e\(number)", orderID: "o\(number)", type: .created, sku: sku, quantity: 1, unitPrice: nil,
      eventTime: WallTime(microseconds: 0))
    return RoomInput(at: time(Double(number)), .row(.order(event)))
  }

  private func feed(_ state: FeedState, at seconds: Double) -> RoomInput {
    RoomInput(
      at: time(seconds),
      .feed(FeedChange(feed: "audio", state: state, at: time(seconds), reason: .connecting(address: "x"))))
  }

  /// Hears so many seconds in steps of one, with speech wherever `speaks` says so.
  private func hear(
    _ watch: inout SilenceWatch, _ seconds: Range<Int>, speaks: (Int) -> Bool = { _ in false }
  ) -> [FeedReason] {
    seconds.flatMap { second -> [FeedChange] in
      let said = speaks(second) ? watch.note(speech(at: Double(second))) : []
      return said + watch.note(RoomInput(at: time(Double(second)), .heard))
    }.map(\.reason)
  }

  @Test func saysThatNobodySpeaksAndAgainAtEveryDoubling() {
    var watch = SilenceWatch(catalog, isFlowing: true)
    #expect(hear(&watch, 0..<119).isEmpty)
    let told = hear(&watch, 119..<600)
    #expect(told == [.noSpeech(seconds: 120), .noSpeech(seconds: 240), .noSpeech(seconds: 480)])
    #expect(watch.note(speech(at: 600)).map(\.reason) == [.heardAgain])
    watch.finish(at: time(610))
    #expect(watch.stretches.map(\.missing) == [.speech])
    #expect(watch.stretches.first?.start == .zero && watch.stretches.first?.end == time(600))
  }

  @Test func saysThatNoProductIsNamed() {
    var watch = SilenceWatch(catalog, isFlowing: true)
    #expect(hear(&watch, 0..<250, speaks: { $0 % 10 == 0 }).isEmpty)
    #expect(watch.note(mention(at: 250)).isEmpty)
    let told = hear(&watch, 251..<700, speaks: { $0 % 10 == 0 })
    #expect(told == [.noProductNamed(seconds: 300)])
    #expect(watch.note(mention(at: 700)).map(\.reason) == [.heardAgain])
    #expect(watch.stretches.map(\.missing) == [.names])
    #expect(watch.stretches.first?.start == time(251) && watch.stretches.first?.end == time(700))
  }

  @Test func aStreamThatIsAwayIsNotSilent() {
    var watch = SilenceWatch(catalog, isFlowing: false)
    #expect(hear(&watch, 0..<1000).isEmpty)
    _ = watch.note(feed(.live, at: 1000))
    #expect(hear(&watch, 1000..<1100).isEmpty)
    _ = watch.note(feed(.reconnecting, at: 1100))
    #expect(hear(&watch, 1100..<2000).isEmpty)
    _ = watch.note(feed(.live, at: 2000))
    #expect(hear(&watch, 2000..<2125) == [.noSpeech(seconds: 120)])
    // It leaves again: the silence is the stream's now.
    #expect(watch.note(feed(.stalled, at: 2125)).map(\.reason) == [.heardAgain])
  }

  @Test func saysThatOrdersAreOfNothingKnown() {
    var watch = SilenceWatch(catalog, isFlowing: true)
    let told = (0..<40).flatMap { watch.note(order("Z", $0)) }
    #expect(told.map(\.reason) == [.unknownProducts(orders: 20)] && told.map(\.feed) == ["orders"])
    #expect(watch.orders == (40, 0) && watch.unknownSKU == "Z")
    #expect(watch.note(order("A", 41)).map(\.reason) == [.heardAgain])
    #expect((50..<100).allSatisfy { watch.note(order("Z", $0)).isEmpty })
  }

  @Test func aCatalogWithoutProductsIsNotMissed() {
    var watch = SilenceWatch(Catalog([]), isFlowing: true)
    #expect(hear(&watch, 0..<900, speaks: { $0 % 10 == 0 }).isEmpty)
    #expect((0..<40).allSatisfy { watch.note(order("Z", $0)).isEmpty })
  }
}
