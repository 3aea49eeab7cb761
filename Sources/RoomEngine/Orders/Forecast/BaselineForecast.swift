import Foundation
public import LiveshelfCore

/// What to expect of the next bin.
public struct ForecastBin: Hashable, Sendable {
  /// Expected orders.
  public var mean: Double
  /// The central 90 % of what may come.
  public var low: Int
  public var high: Int
}

/// Forecasts the orders of the next bin of time from those of all bins so far, where no presentation moves them: a level
/// that wanders, times the habits of the day and of the week.
///
/// The level is gamma distributed and forgets by a discount (Harvey and Fernandes 1989; West and Harrison 1997, §10.8), so that
/// the forecast of a count is negative binomial. The habits are faded ratios of what came to what the level led to expect.
public struct BaselineForecast: Sendable {
  private static let levelHalfLife = 10.0 * 86_400
  private static let habitHalfLife = 120.0 * 86_400
  /// Orders' worth of trust in a habit of 1.
  fileprivate static let habitPrior = 8.0

  private let binSeconds: Double
  private let zone: ZoneOffset
  private var shape = 0.5
  private var rate = 0.5
  private var hours = [Habit](repeating: Habit(), count: 24)
  private var weekdays = [Habit](repeating: Habit(), count: 7)

  fileprivate struct Habit {
    var came = 0.0
    var expected = 0.0
    fileprivate var factor: Double { (came + BaselineForecast.habitPrior) / (expected + BaselineForecast.habitPrior) }
  }

  /// - Parameters:
  ///   - binSeconds: the width of a bin, from a minute to a day.
  ///   - zone: where the buyers live.
  public init(binSeconds: Double = 3600, zone: ZoneOffset = .china) {
    self.binSeconds = min(max(binSeconds, 60), 86_400)
    self.zone = zone
  }

  private func places(of time: WallTime) -> (hour: Int, weekday: Int) {
    let seconds = time.microseconds / 1_000_000 + Int64(zone.seconds)
    let days = Int((Double(seconds) / 86_400).rounded(.down))
    let hour = Int((Double(seconds) / 3600).rounded(.down)) - days * 24
    return (min(max(hour, 0), 23), ((days % 7) + 7) % 7)
  }

  /// The product of the habits, for a bin that begins at `time`. A bin of a day has no hour.
  private func season(at time: WallTime) -> Double {
    let (hour, weekday) = places(of: time)
    return (binSeconds < 43_200 ? hours[hour].factor : 1) * weekdays[weekday].factor
  }

  /// What to expect of the bin that begins at `time`.
  public func forecast(at time: WallTime) -> ForecastBin {
    let mean = shape / rate * season(at: time)
    // The negative binomial's spread, by its normal approximation on the square root.
    let deviation = (mean + mean * mean / shape).squareRoot()
    let root = mean.squareRoot()
    let reach = 1.645 * deviation / max(2 * root, 0.7)
    let low = max(0, root - reach)
    return ForecastBin(
      mean: mean, low: Int(low * low), high: Int(min((root + reach) * (root + reach), 1e15).rounded(.up)))
  }

  /// Learns what came in the bin that began at `time`. Bins are to be given in order, empty ones too.
  public mutating func observe(_ count: Int, at time: WallTime) {
    let season = season(at: time)
    let level = shape / rate
    let kept = exp2(-binSeconds / Self.levelHalfLife)
    shape = max(shape * kept + Double(max(count, 0)), 0.05)
    rate = rate * kept + season
    let (hour, weekday) = places(of: time)
    let fade = exp2(-binSeconds / Self.habitHalfLife)
    for index in hours.indices { hours[index].fade(fade) }
    for index in weekdays.indices { weekdays[index].fade(fade) }
    let (byHour, byWeekday) = (binSeconds < 43_200 ? hours[hour].factor : 1, weekdays[weekday].factor)
    hours[hour].came += Double(max(count, 0))
    hours[hour].expected += level * byWeekday
    weekdays[weekday].came += Double(max(count, 0))
    weekdays[weekday].expected += level * byHour
  }
}

extension BaselineForecast.Habit {
  fileprivate mutating func fade(_ factor: Double) {
    came *= factor
    expected *= factor
  }
}
