import Foundation
import LiveshelfCore

/// Effects that all products share, on the logarithm of demand: minutes, repetition in the show, hour, host, day of the
/// week, promotions. Each has a wide normal prior, documented in docs/planning.md.
struct SharedEffects: Sendable {
  /// A coefficient's number and its value in a row.
  typealias Feature = (index: Int, value: Double)

  private static let hours = 12
  private static let firstHour = 2
  private static let firstWeekday = firstHour + hours
  private static let firstHost = firstWeekday + 7

  private(set) var values: [Double]
  /// Posterior standard deviations.
  private(set) var deviations: [Double]
  private let means: [Double]
  private let spreads: [Double]
  private let hostNumber: [String: Int]
  private let firstPromotion: Int

  /// The logarithm of length counts from a presentation of this many minutes.
  static let referenceMinutes = 5.0

  init(_ data: PlanData) {
    var hosts: [String: Int] = [:]
    for show in data.shows where hosts[Self.key(show)] == nil {
      hosts[Self.key(show)] = hosts.count
    }
    hostNumber = hosts
    firstPromotion = Self.firstHost + hosts.count
    var (means, spreads) = ([0.8, -0.1], [0.2, 0.1])
    means += [Double](repeating: 0, count: Self.hours + 7 + hosts.count)
    spreads += [Double](repeating: 0.3, count: Self.hours)
    spreads += [Double](repeating: 0.1, count: 7)
    spreads += [Double](repeating: 0.4, count: hosts.count)
    for promotion in data.promotions {
      means.append(log(promotion.expectedTimes))
      spreads.append(0.3)
    }
    self.means = means
    self.spreads = spreads
    values = means
    deviations = spreads
  }

  private static func key(_ show: Show) -> String { "\(show.room)\u{0}\(show.host)" }

  // MARK: - Features

  func features(minutes: Double, repetition: Int, hour: Double, show: Show) -> [Feature] {
    let bucket = min(Self.hours - 1, max(0, Int(hour / 24 * Double(Self.hours))))
    var features: [Feature] = [
      (0, log(max(0.5, min(60, minutes)) / Self.referenceMinutes)), (1, Double(min(repetition, 6))),
      (Self.firstHour + bucket, 1),
    ]
    if let host = hostNumber[Self.key(show)] { features.append((Self.firstHost + host, 1)) }
    return features
  }

  func weekday(_ day: Int, _ data: PlanData) -> Feature {
    (Self.firstWeekday + data.weekday(ofDay: day), 1)
  }

  /// The promotions that hold for a category on most of a day.
  func promotions(_ day: Int, category: Int, _ data: PlanData) -> [Feature] {
    data.promotions.indices.compactMap { number in
      let promotion = data.promotions[number]
      guard promotion.category == category else { return nil }
      let noon = data.now + (Double(day) + 0.5) * 86_400
      return promotion.start <= noon && noon < promotion.end ? (firstPromotion + number, 1) : nil
    }
  }

  func factor(_ features: [Feature]) -> Double {
    exp(max(-8, min(8, features.reduce(0) { $0 + values[$1.index] * $1.value })))
  }

  /// Variance of the logarithm of the factor of promotions.
  func variance(_ features: [Feature]) -> Double {
    features.reduce(0) { $0 + deviations[$1.index] * deviations[$1.index] * $1.value * $1.value }
  }

  // MARK: - Fit

  struct Row {
    var features: [Feature]
    var count: Double
    /// Expected count without the effects.
    var base: Double
    /// Variance of the factor by which the mean scatters.
    var scatter: Double
  }

  /// One Newton step of the penalised quasi-likelihood of over-dispersed counts.
  mutating func improve(_ rows: [Row]) {
    let n = values.count
    var gradient = [Double](repeating: 0, count: n)
    var hessian = [Double](repeating: 0, count: n * n)
    for index in 0..<n {
      let precision = 1 / (spreads[index] * spreads[index])
      gradient[index] = -(values[index] - means[index]) * precision
      hessian[index * n + index] = precision
    }
    for row in rows where row.base > 0 {
      let mean = row.base * factor(row.features)
      let weight = 1 / (1 + mean * row.scatter)
      // A single surprise (a hit, a wrong edge) must not turn what all products share.
      let limit = 3 * (mean / weight).squareRoot()
      let error = max(-limit, min(limit, row.count - mean)) * weight
      for (i, a) in row.features {
        gradient[i] += error * a
        for (j, b) in row.features { hessian[i * n + j] += mean * weight * a * b }
      }
    }
    guard let inverse = Self.inverse(hessian, n) else { return }
    for i in 0..<n {
      var step = 0.0
      for j in 0..<n { step += inverse[i * n + j] * gradient[j] }
      values[i] += max(-0.5, min(0.5, step))
      deviations[i] = max(0, inverse[i * n + i]).squareRoot()
    }
  }

  /// The inverse of a symmetric positive definite matrix by Cholesky's method; nil when it is none.
  static func inverse(_ matrix: [Double], _ n: Int) -> [Double]? {
    var l = [Double](repeating: 0, count: n * n)
    for i in 0..<n {
      for j in 0...i {
        var sum = matrix[i * n + j]
        for k in 0..<j { sum -= l[i * n + k] * l[j * n + k] }
        if i == j {
          guard sum > 1e-12 else { return nil }
          l[i * n + i] = sum.squareRoot()
        } else {
          l[i * n + j] = sum / l[j * n + j]
        }
      }
    }
    var result = [Double](repeating: 0, count: n * n)
    for column in 0..<n {
      var x = [Double](repeating: 0, count: n)
      for i in column..<n {
        var sum = i == column ? 1.0 : 0
        for k in column..<i { sum -= l[i * n + k] * x[k] }
        x[i] = sum / l[i * n + i]
      }
      for i in stride(from: n - 1, through: 0, by: -1) {
        var sum = x[i]
        for k in (i + 1)..<max(n, i + 1) { sum -= l[k * n + i] * x[k] }
        x[i] = sum / l[i * n + i]
      }
      for i in 0..<n { result[i * n + column] = x[i] }
    }
    return result
  }
}
