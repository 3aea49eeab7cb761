/// Finds how many pieces of each line make an amount, where only one answer does.
enum PieceSolver {
  /// Steps of a search: beyond them there is no one answer.
  private static let maximumSteps = 20_000

  /// Pieces of each line, at least one, that are `total` together; nil: more than one answer, or none.
  ///
  /// - Parameters:
  ///   - prices: of one piece of each line in hundredths; nil: unknown.
  ///   - amount: of all pieces together; nil: unknown.
  static func divide(_ total: Int, over count: Int, prices: [Int64?], amount: Int64?) -> [Int]? {
    guard count > 0, total >= count, count <= 64 else { return nil }
    if total == count { return Array(repeating: 1, count: count) }
    if count == 1 { return [total] }
    let known = prices.compactMap { $0 }
    guard known.count == count, let amount else { return nil }
    return only(
      prices: known, bounds: Array(repeating: 1...(total - count + 1), count: count), amount: amount, total: total)
  }

  /// Pieces of each line that cost `amount` together; nil: more than one answer, or none.
  static func refunded(_ amount: Int64, prices: [Int64], quantities: [Int]) -> [Int]? {
    guard prices.count <= 64 else { return nil }
    return only(prices: prices, bounds: quantities.map { 0...$0 }, amount: amount, total: nil)
  }

  private static func only(prices: [Int64], bounds: [ClosedRange<Int>], amount: Int64, total: Int?) -> [Int]? {
    var (answers, steps) = ([[Int]](), 0)
    var counts: [Int] = []
    func search(_ place: Int, _ rest: Int64, _ left: Int?) {
      steps += 1
      guard steps <= maximumSteps, answers.count < 2 else { return }
      if place == prices.count {
        if rest == 0, left ?? 0 == 0 { answers.append(counts) }
        return
      }
      for units in bounds[place] {
        let (cost, overflow) = prices[place].multipliedReportingOverflow(by: Int64(units))
        guard !overflow, cost <= rest, left.map({ units <= $0 }) ?? true else { break }
        counts.append(units)
        search(place + 1, rest - cost, left.map { $0 - units })
        counts.removeLast()
      }
    }
    search(0, amount, total)
    return steps <= maximumSteps && answers.count == 1 ? answers[0] : nil
  }
}
