/// Finds a minimum without derivatives (Nelder and Mead 1965, with the usual coefficients). Deterministic.
enum NelderMead {
  /// - Parameters:
  ///   - start: the first corner.
  ///   - steps: how far the other corners are from it, one coordinate each.
  ///   - evaluations: how often `function` is called at most, about.
  ///   - tolerance: ends when the corners' values differ by less.
  static func minimize(
    _ start: [Double], steps: [Double], evaluations: Int, tolerance: Double = 1e-7,
    _ function: ([Double]) -> Double
  ) -> (point: [Double], value: Double) {
    var corners: [(point: [Double], value: Double)] = [(start, function(start))]
    for index in start.indices {
      var point = start
      point[index] += steps[index]
      corners.append((point, function(point)))
    }
    var calls = corners.count
    func along(_ from: [Double], _ to: [Double], _ factor: Double) -> [Double] {
      zip(from, to).map { $0 + factor * ($1 - $0) }
    }
    while calls < evaluations {
      corners.sort { $0.value < $1.value }
      guard let best = corners.first, let worst = corners.last, worst.value - best.value > tolerance else { break }
      let others = corners.dropLast()
      let centre = start.indices.map { index in
        others.reduce(0) { $0 + $1.point[index] } / Double(others.count)
      }
      func trial(_ factor: Double) -> (point: [Double], value: Double) {
        let point = along(centre, worst.point, factor)
        calls += 1
        return (point, function(point))
      }
      let reflected = trial(-1)
      if reflected.value < best.value {
        let expanded = trial(-2)
        corners[corners.count - 1] = expanded.value < reflected.value ? expanded : reflected
      } else if reflected.value < (others.last?.value ?? best.value) {
        corners[corners.count - 1] = reflected
      } else {
        let contracted = trial(reflected.value < worst.value ? -0.5 : 0.5)
        if contracted.value < min(reflected.value, worst.value) {
          corners[corners.count - 1] = contracted
        } else {
          for index in 1..<corners.count {
            let point = along(best.point, corners[index].point, 0.5)
            calls += 1
            corners[index] = (point, function(point))
          }
        }
      }
    }
    return corners.min { $0.value < $1.value } ?? (start, function(start))
  }
}
