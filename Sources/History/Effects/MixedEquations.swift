import Foundation

/// The equations of a linear mixed model (Henderson 1950) with one eliminated group, solved.
struct MixedEquations {
  /// Variances of shows, of a product in a show, of a presentation.
  struct Variances {
    var show = 0.05
    var cluster = 0.15
    var row = 0.1
  }

  /// Variances of what is no random draw: so weak that they decide nothing that the shows tell.
  private static let weak = 25.0
  private static let weakProduct = 9.0

  let design: EffectDesign
  /// Estimates of the kept columns, and of the eliminated group.
  private(set) var kept: [Double]
  private(set) var eliminated: [Double]
  /// Twice the negative restricted log likelihood, but for a constant.
  private(set) var criterion: Double
  private let factor: CholeskyFactor
  private let diagonal: [Double]
  private let link: [Double]

  /// - Parameters:
  ///   - response, noise: for each row the response and the variance of its own.
  init?(_ design: EffectDesign, response: [Double], noise: [Double], _ variances: Variances) {
    self.design = design
    let (n, m) = (design.columns.count, design.eliminatedCount)
    var diagonal = [Double](repeating: 1 / (design.eliminatesShows ? variances.show : Self.weakProduct), count: m)
    var link = [Double](repeating: 0, count: m * n)
    var matrix = [Double](repeating: 0, count: n * n)
    var rightE = [Double](repeating: 0, count: m)
    var right = [Double](repeating: 0, count: n)
    var squares = 0.0
    var logDeterminant = Double(design.shows.count) * log(variances.show)
    for (place, column) in design.columns.enumerated() {
      let prior =
        switch column {
        case .show: variances.show
        case .product: Self.weakProduct
        default: Self.weak
        }
      matrix[place * n + place] = 1 / prior
    }
    var sums = [Double](repeating: 0, count: n)
    for cluster in design.clusters {
      let group = design.rows[cluster[0]].eliminated
      var (weights, weighted) = (0.0, 0.0)
      var touched: [Int] = []
      for index in cluster {
        let row = design.rows[index]
        let variance = noise[index] + variances.row
        let weight = 1 / variance
        logDeterminant += log(variance)
        weights += weight
        weighted += weight * response[index]
        squares += weight * response[index] * response[index]
        for (column, value) in row.entries {
          if sums[column] == 0 { touched.append(column) }
          sums[column] += weight * value
          right[column] += weight * value * response[index]
          link[group * n + column] += weight * value
          for (other, factor) in row.entries { matrix[column * n + other] += weight * value * factor }
        }
      }
      // The noise that the rows have in common (Sherman and Morrison 1950).
      let shared = 1 / (1 / variances.cluster + weights)
      logDeterminant += log(1 + variances.cluster * weights)
      diagonal[group] += weights - shared * weights * weights
      rightE[group] += weighted - shared * weights * weighted
      squares -= shared * weighted * weighted
      for column in Set(touched) {
        right[column] -= shared * sums[column] * weighted
        link[group * n + column] -= shared * weights * sums[column]
        for other in Set(touched) { matrix[column * n + other] -= shared * sums[column] * sums[other] }
      }
      for column in touched { sums[column] = 0 }
    }
    for group in 0..<m {
      let used = (0..<n).filter { link[group * n + $0] != 0 }
      for column in used {
        let share = link[group * n + column] / diagonal[group]
        right[column] -= share * rightE[group]
        for other in used { matrix[column * n + other] -= share * link[group * n + other] }
      }
      logDeterminant += log(diagonal[group])
    }
    guard let factor = CholeskyFactor(matrix, size: n) else { return nil }
    let kept = factor.solve(right)
    logDeterminant += factor.logDeterminant
    var explained = zip(kept, right).reduce(0) { $0 + $1.0 * $1.1 }
    var eliminated = [Double](repeating: 0, count: m)
    for group in 0..<m {
      explained += rightE[group] * rightE[group] / diagonal[group]
      var rest = rightE[group]
      for column in 0..<n { rest -= link[group * n + column] * kept[column] }
      eliminated[group] = rest / diagonal[group]
    }
    (self.kept, self.eliminated, self.factor, self.diagonal, self.link) = (kept, eliminated, factor, diagonal, link)
    criterion = logDeterminant + squares - explained
  }

  /// A row's expected logarithm, without the show's draw.
  func predictor(_ index: Int) -> Double {
    let row = design.rows[index]
    var sum = design.eliminatesShows ? 0 : eliminated[row.eliminated]
    for (column, value) in row.entries {
      if case .show = design.columns[column] { continue }
      sum += value * kept[column]
    }
    return sum
  }

  /// A linear combination of the estimates with its standard error.
  ///
  /// - Parameter group: a member of the eliminated group that is added.
  func combination(_ weights: [(column: Int, weight: Double)], group: Int? = nil) -> (value: Double, error: Double) {
    let n = design.columns.count
    var vector = [Double](repeating: 0, count: n)
    for (column, weight) in weights { vector[column] += weight }
    var value = zip(vector, kept).reduce(0) { $0 + $1.0 * $1.1 }
    var variance = 0.0
    if let group {
      value += eliminated[group]
      variance += 1 / diagonal[group]
      for column in 0..<n { vector[column] -= link[group * n + column] / diagonal[group] }
    }
    variance += zip(vector, factor.solve(vector)).reduce(0) { $0 + $1.0 * $1.1 }
    return (value, max(0, variance).squareRoot())
  }
}
