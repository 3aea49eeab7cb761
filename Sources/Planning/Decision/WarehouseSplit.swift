import Foundation

/// Splits the units of an option over warehouses that serve each other's regions: each gets what its region will be short of.
enum WarehouseSplit {
  /// - Parameters:
  ///   - units: full packs.
  ///   - deficit: units that each warehouse's region will be short of; negative: it has too many.
  ///   - crossCost: yuan for a unit that is served from elsewhere; a row that saves less than its fee is not worth it.
  /// - Returns: units by warehouse, in full packs.
  static func split(_ units: Int, pack: Int, deficit: [Double], crossCost: Double, rowFee: Double) -> [Int] {
    var result = [Int](repeating: 0, count: deficit.count)
    guard pack > 0, !deficit.isEmpty else { return result }
    var rest = deficit
    for _ in 0..<(units / pack) {
      guard let most = rest.indices.max(by: { (rest[$0], -$0) < (rest[$1], -$1) }) else { break }
      result[most] += pack
      rest[most] -= Double(pack)
    }
    // Small rows go to the largest one when serving across costs less than the row.
    guard let main = result.indices.max(by: { (result[$0], -$0) < (result[$1], -$1) }) else { return result }
    for index in result.indices where index != main && result[index] > 0 {
      let saved = min(Double(result[index]), max(0, deficit[index])) * crossCost
      if saved < rowFee {
        result[main] += result[index]
        result[index] = 0
      }
    }
    return result
  }
}
