import LiveshelfCore
import RoomEngine
import TestSupport
import Testing

/// A replay whose stage runs apart comes to the same as one that is told everything in turn.
@Suite struct StageReplayTests {
  private static let catalog = Catalog(
    (0..<6).map { Product(sku: SKU("S\($0)"), name: "商品\($0)", listPrice: Money("99"), livePrice: Money("59")) })

  /// Half an hour with mentions, clicks, stock and orders, drawn by lot.
  private static func show(seed: UInt64, start: WallTime) -> [RoomInput] {
    var dice = Dice(seed: seed)
    var inputs: [RoomInput] = []
    for number in 0..<6 {
      inputs.append(
        RoomInput(
          at: .zero, .row(.stock(StockSnapshot(time: start, sku: SKU("S\(number)"), warehouse: "GZ", onHand: 60)))))
    }
    var product = 0
    for second in 1..<1800 {
      let at = StreamTime(seconds: Double(second))
      if second % 150 == 20 {
        product = Int(dice.uniform() * 6) % 6
        if dice.uniform() < 0.3 {
          inputs.append(
            RoomInput(
              at: at, .row(.click(ExplainEvent(sku: SKU("S\(product)"), starts: true, time: start + at.seconds)))))
        }
      }
      if dice.uniform() < 0.15 {
        let named = dice.uniform() < 0.85 ? product : Int(dice.uniform() * 6) % 6
        let mention = Mention(
          sku: SKU("S\(named)"), heard: "商品", name: "商品\(named)",
          kind: dice.uniform() < 0.1 ? .countdown : .presenting, start: at + -1, end: at, confidence: dice.uniform(),
          detectedAt: at)
        inputs.append(RoomInput(at: at, .mention(mention)))
      }
      if dice.uniform() < 0.2 {
        let event = OrderEvent(
          eventID: "e\(second)", orderID: "o\(second)", type: .created, sku: SKU("S\(product)"), quantity: 1,
          unitPrice: Money(hundredths: 5900), region: "广东", warehouse: "GZ", source: "live",
          eventTime: start + (Double(second) - 10 * dice.uniform()), ingestTime: start + Double(second))
        inputs.append(RoomInput(at: at, .row(.order(event))))
      }
      inputs.append(RoomInput(at: at + 0.5, .heard))
      // A step back counts as of the moment before it.
      if second % 97 == 0 { inputs.append(RoomInput(at: at + -5, .heard)) }
    }
    return inputs
  }

  @Test(arguments: [UInt64(1), 2, 3]) func theSameInputsComeToTheSame(seed: UInt64) {
    let clock = ShowClock(start: WallTime(microseconds: 1_800_000_000_000_000), offset: .china)
    let inputs = Self.show(seed: seed, start: clock.start)
    let end = StreamTime(seconds: 1800)
    var plain = RoomEngine(room: .main, catalog: Self.catalog, clock: clock)
    var replayed = plain
    var stage = StageReplay(of: replayed)
    var decisions = inputs.map { stage.follow($0) }
    decisions.append(stage.finish(at: end))
    for (input, decision) in zip(inputs, decisions) {
      let (expected, found) = (plain.consume(input), replayed.consume(input, decision))
      #expect(expected == found)
    }
    #expect(plain.finish(at: end) == replayed.finish(at: end, decisions[inputs.count]))
    replayed.adopt(stage)
    #expect(plain.presentations == replayed.presentations)
    #expect(!plain.presentations.isEmpty)
    #expect(plain.stockTable == replayed.stockTable)
    #expect(plain.orderCounts == replayed.orderCounts)
    let (left, right) = (plain.conclusion(until: end), replayed.conclusion(until: end))
    #expect(left.presentations == right.presentations)
    #expect(left.timeline == right.timeline)
    #expect(left.orders?.uplift == right.orders?.uplift)
    // And it goes on alike.
    let more = RoomInput(at: end + 10, .heard)
    #expect(plain.consume(more) == replayed.consume(more))
  }
}
