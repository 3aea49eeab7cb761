import LiveshelfCore
import RoomEngine
import TestSupport
import Testing

@Suite struct OrdersClockTests {
  static let start = WallTime(microseconds: 1_772_969_400_000_000)

  /// Events every few seconds from a clock that is off, over ways with exponential delays.
  static func events(
    seed: UInt64, count: Int = 800, every seconds: Double = 3, offset: Double, drift: Double = 0,
    step: (at: Double, size: Double)? = nil, outage: ClosedRange<Double>? = nil
  ) -> [OrderEvent] {
    var dice = Dice(seed: seed)
    return (0..<count).map { index in
      let t = (Double(index) + dice.uniform()) * seconds
      var arrival = t + dice.exponential(mean: 0.8)
      if dice.uniform() < 0.02 { arrival += 60 + 800 * dice.uniform() }
      if let outage, outage.contains(t) { arrival = outage.upperBound + dice.exponential(mean: 2) }
      var error = offset + drift * t / 3600
      if let step, t >= step.at { error += step.size }
      return OrderEvent(
        eventID: "E\(index)", orderID: "O\(index)", type: .created, sku: "S", quantity: 1, unitPrice: .zero,
        warehouse: "W", eventTime: milliseconds(start + (t + error)), ingestTime: milliseconds(start + arrival))
    }
  }

  static func milliseconds(_ time: WallTime) -> WallTime {
    WallTime(microseconds: (time.microseconds + 500) / 1000 * 1000)
  }

  static func estimate(_ events: [OrderEvent], at seconds: Double = 1200) throws -> ClockEstimate {
    var tracker = ClockTracker()
    for event in events { tracker.observe(event) }
    return try #require(tracker.alignment(at: start + seconds).estimates.first)
  }

  @Test func findsOffsetAndDriftDespiteLateEventsAndAnOutage() throws {
    let estimate = try Self.estimate(Self.events(seed: 1, offset: -1.6, drift: 5.7, outage: 400...700))
    #expect(abs(estimate.offset - (-1.6 + 5.7 / 3)) < 0.05)
    #expect(abs(estimate.driftPerHour - 5.7) < 0.2)
    #expect(estimate.steps.isEmpty)
  }

  @Test func intervalsCoverTheTruth() throws {
    var covered = 0
    for seed in 0..<100 as Range<UInt64> {
      let estimate = try Self.estimate(Self.events(seed: seed, count: 300, every: 8, offset: 2.5, drift: 1))
      if estimate.interval.contains(2.5 + 1.0 / 3) { covered += 1 }
    }
    #expect(covered >= 90)
  }

  @Test func findsAClockThatWasSet() throws {
    let events = Self.events(seed: 3, offset: 0.5, step: (at: 1500, size: -4))
    let estimate = try Self.estimate(events)
    #expect(estimate.steps.count == 1)
    let step = try #require(estimate.steps.first)
    #expect(abs(step.size + 4) < 0.1)
    #expect(abs((step.at - Self.start) - 1500) < 70)
    var tracker = ClockTracker()
    for event in events { tracker.observe(event) }
    let alignment = tracker.alignment(at: Self.start)
    let last = try #require(events.last)
    #expect(abs(alignment.trueTime(of: last) - (last.eventTime + 3.5)) < 0.1)
  }

  @Test func inventsNoSteps() throws {
    for seed in 10..<60 as Range<UInt64> {
      let estimate = try Self.estimate(Self.events(seed: seed, count: 400, every: 12, offset: 1, drift: -2))
      #expect(estimate.steps.isEmpty, "seed \(seed)")
    }
  }

  @Test func aBrokenTimeStampDoesNotMoveTheClock() throws {
    var events = Self.events(seed: 4, offset: 1)
    events[300].eventTime = events[300].eventTime + 500
    events[500].eventTime = events[500].eventTime + 20
    #expect(abs(try Self.estimate(events).offset - 1) < 0.05)
  }

  @Test func withoutIngestTimesTheClockIsTakenAsRight() {
    var event = Self.events(seed: 5, count: 1, offset: 3)[0]
    event.ingestTime = nil
    var tracker = ClockTracker()
    tracker.observe(event)
    let alignment = tracker.alignment(at: Self.start)
    #expect(alignment.estimates.isEmpty)
    #expect(alignment.trueTime(of: event) == event.eventTime)
  }
}
