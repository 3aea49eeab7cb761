import Foundation

/// The lower triangle L of a symmetric positive definite matrix, A = L Lᵀ.
struct CholeskyFactor {
  private var lower: [Double]
  private let size: Int

  /// - Parameter matrix: row by row; only its lower triangle is read. Nil: it is not positive definite.
  init?(_ matrix: [Double], size: Int) {
    var lower = matrix
    for column in 0..<size {
      var pivot = lower[column * size + column]
      for k in 0..<column { pivot -= lower[column * size + k] * lower[column * size + k] }
      guard pivot > 1e-12, pivot.isFinite else { return nil }
      let root = pivot.squareRoot()
      lower[column * size + column] = root
      for row in column + 1..<max(size, column + 1) {
        var sum = lower[row * size + column]
        for k in 0..<column { sum -= lower[row * size + k] * lower[column * size + k] }
        lower[row * size + column] = sum / root
      }
    }
    (self.lower, self.size) = (lower, size)
  }

  var logDeterminant: Double { (0..<size).reduce(0) { $0 + 2 * log(lower[$1 * size + $1]) } }

  func solve(_ right: [Double]) -> [Double] {
    var x = right
    for row in 0..<size {
      for k in 0..<row { x[row] -= lower[row * size + k] * x[k] }
      x[row] /= lower[row * size + row]
    }
    for row in stride(from: size - 1, through: 0, by: -1) {
      for k in row + 1..<max(size, row + 1) { x[row] -= lower[k * size + row] * x[k] }
      x[row] /= lower[row * size + row]
    }
    return x
  }
}
