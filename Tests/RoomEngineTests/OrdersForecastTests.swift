import Foundation
import Intake
import LiveshelfCore
import RoomEngine
import TestSupport
import Testing

@Suite struct OrdersForecastTests {
  struct Score {
    var absolute = 0.0
    var squared = 0.0
    var bins = 0.0
    mutating func add(_ forecast: Double, _ count: Int) {
      absolute += abs(forecast - Double(count))
      squared += (forecast - Double(count)) * (forecast - Double(count))
      bins += 1
    }
    var text: String { "mean error \(absolute / bins), root mean square \((squared / bins).squareRoot())" }
  }

  /// One-step forecasts against "as a week ago", after eight weeks of learning.
  static func compare(_ counts: [Int], start: WallTime, binSeconds: Double) -> (
    own: Score, naive: Score, inside: Double
  ) {
    var forecast = BaselineForecast(binSeconds: binSeconds, zone: ZoneOffset(seconds: -3 * 3600))
    let week = Int(7 * 86_400 / binSeconds)
    var (own, naive, inside) = (Score(), Score(), 0.0)
    for (index, count) in counts.enumerated() {
      let time = start + Double(index) * binSeconds
      if index >= 8 * week {
        let next = forecast.forecast(at: time)
        own.add(next.mean, count)
        naive.add(Double(counts[index - week]), count)
        if (next.low...next.high).contains(count) { inside += 1 }
      }
      forecast.observe(count, at: time)
    }
    return (own, naive, inside / max(own.bins, 1))
  }

  @Test(arguments: [3600.0, 21_600, 86_400])
  func beatsLastWeekOnRealOrders(binSeconds: Double) throws {
    guard let folder = TestData.large?.appending(path: "orders") else {
      print("skipped: the folder of real orders is absent")
      return
    }
    let columns = try OrderColumns.parse("order_id=order_id,sku=product_id,created_time=purchase_ts,zone=-03:00")
    let events = try OrderReader.readAll(folder.appending(path: "olist_timeline.csv"), columns: columns).events
      .filter { $0.type == .created }
    let start = try #require(WallTime.parse("2017-01-02T00:00:00-03:00")?.time)
    let end = try #require(events.map(\.eventTime).max())
    var counts = [Int](repeating: 0, count: Int((end - start) / binSeconds))
    for event in events {
      let place = Int(((event.eventTime - start) / binSeconds).rounded(.down))
      if counts.indices.contains(place) { counts[place] += 1 }
    }
    let result = Self.compare(counts, start: start, binSeconds: binSeconds)
    print(
      "bins of \(Int(binSeconds)) s: own \(result.own.text); a week ago \(result.naive.text); inside \(result.inside)")
    #expect(result.own.absolute < result.naive.absolute)
    #expect(result.own.squared < result.naive.squared)
  }

  @Test func learnsTheHabitsOfTheDay() {
    var dice = Dice(seed: 1)
    var counts: [Int] = []
    for index in 0..<(24 * 120) { counts.append(dice.poisson(mean: index % 24 < 12 ? 1 : 9)) }
    let result = Self.compare(counts, start: WallTime(microseconds: 0), binSeconds: 3600)
    #expect(result.own.squared < 0.7 * result.naive.squared)
    #expect((0.85...0.97).contains(result.inside))
  }
}
