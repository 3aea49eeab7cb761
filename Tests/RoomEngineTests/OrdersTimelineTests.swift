import LiveshelfCore
import RoomEngine
import TestSupport
import Testing

/// Holds a watermark where expectations may change it.
final class WatermarkRecorder {
  var watermark: Watermark

  init(allowedLateness: Double, idleAfter: Double) {
    watermark = Watermark(allowedLateness: allowedLateness, idleAfter: idleAfter)
  }

  func late(source: String, time: WallTime, knownAt: WallTime) -> Bool {
    watermark.observe(source: source, time: time, knownAt: knownAt)
  }
}

@Suite struct OrdersTimelineTests {
  static func event(
    _ id: String, _ type: OrderEventType, order: String = "O1", sku: SKU = "S1", quantity: Int = 2,
    at seconds: Double = 0
  ) -> OrderEvent {
    OrderEvent(
      eventID: id, orderID: order, type: type, sku: sku, quantity: quantity, unitPrice: .zero,
      eventTime: WallTime(microseconds: 0) + seconds)
  }

  @Test func theWatermarkWaitsForTheSlowestSourceThatIsAlive() {
    let watermark = WatermarkRecorder(allowedLateness: 10, idleAfter: 60)
    func moment(_ seconds: Double) -> WallTime { WallTime(microseconds: 0) + seconds }
    #expect(!watermark.late(source: "A", time: moment(90), knownAt: moment(91)))
    #expect(!watermark.late(source: "B", time: moment(80), knownAt: moment(92)))
    #expect(!watermark.late(source: "A", time: moment(100), knownAt: moment(101)))
    #expect(watermark.watermark.current == moment(70))
    // B falls silent: after a minute it holds nobody up.
    _ = watermark.late(source: "A", time: moment(200), knownAt: moment(201))
    #expect(watermark.watermark.current == moment(190))
    #expect(watermark.late(source: "B", time: moment(120), knownAt: moment(202)))
    #expect(watermark.watermark.lateEvents >= 1)
  }

  @Test func timelineCountsExactlyAndInWhateverOrder() {
    var events: [OrderEvent] = []
    var dice = Dice(seed: 9)
    for index in 0..<500 {
      events.append(
        Self.event(
          "E\(index)", .created, order: "O\(index)", sku: index % 3 == 0 ? "A" : "B", quantity: 1 + index % 4,
          at: (dice.uniform() - 0.3) * 900))
    }
    func rows(_ events: [OrderEvent]) -> [TimelineRow] {
      var timeline = OrderTimeline(binSeconds: 10)
      for event in events {
        timeline.add(event, at: StreamTime(microseconds: event.eventTime.microseconds))
      }
      return timeline.rows(
        skus: ["C"], show: StreamTime(seconds: 595),
        presentations: [
          Presentation(
            id: "P", sku: "A", start: StreamTime(seconds: 5), end: StreamTime(seconds: 25), confidence: 1,
            announcedAt: .zero, reasons: [])
        ], rates: nil)
    }
    let result = rows(events)
    #expect(result.reduce(0) { $0 + $1.ordersCreated } == 500)
    #expect(result.reduce(0) { $0 + $1.units } == events.reduce(0) { $0 + $1.quantity })
    #expect(result == rows(events.shuffled(using: &dice)))
    #expect(result.count { $0.sku == "C" } == 60)
    #expect(result.filter { $0.sku == "A" && $0.presenting > 0 }.map(\.presenting) == [0.5, 1, 0.5])
    #expect(zip(result, result.dropFirst()).allSatisfy { ($0.binStart, $0.sku) < ($1.binStart, $1.sku) })
  }

  @Test func aClockThatIsYearsAwayMakesNoBins() {
    let year = 365.0 * 86_400
    var timeline = OrderTimeline(binSeconds: 10, largestRowCount: 1000)
    for (index, at) in [5, 15, 10 * year, -3 * year, 10 * year + 60].enumerated() {
      let event = Self.event("E\(index)", .created, order: "O\(index)", sku: "A", quantity: 1, at: at)
      timeline.add(event, at: StreamTime(microseconds: event.eventTime.microseconds))
    }
    let rows = timeline.rows(skus: ["A"], show: StreamTime(seconds: 60), presentations: [], rates: nil)
    #expect(rows.count == 6)
    #expect(rows.reduce(0) { $0 + $1.ordersCreated } == 2)
    let far = timeline.farEvents(show: StreamTime(seconds: 60))
    #expect(far?.count == 3 && far?.exampleID == "E2")
    #expect((far?.earliest.seconds ?? 0) < -2.9 * year && (far?.latest.seconds ?? 0) > 9.9 * year)
    // The room's own clock has gone on by years: quiet bins beyond the limit are not listed, orders are.
    let long = timeline.rows(skus: ["A"], show: StreamTime(seconds: 11 * year), presentations: [], rates: nil)
    #expect(long.count <= 1010)
    #expect(long.reduce(0) { $0 + $1.ordersCreated } == 4)
    #expect(timeline.farEvents(show: StreamTime(seconds: 11 * year))?.count == 1)
  }
}
