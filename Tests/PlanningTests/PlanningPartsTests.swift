import Foundation
import Testing

@testable import Planning

@Suite struct PlanningPartsTests {
  @Test("A split loses no unit and keeps full packs", arguments: 0..<40)
  func splitsWhole(_ seed: Int) {
    var random = RandomSource(for: "split \(seed)")
    let pack = 1 + Int(random.uniform() * 12)
    let units = pack * Int(random.uniform() * 30)
    let deficit = (0..<4).map { _ in 40 * random.normal() }
    let parts = WarehouseSplit.split(units, pack: pack, deficit: deficit, crossCost: 2, rowFee: 15)
    #expect(parts.reduce(0, +) == units)
    #expect(parts.allSatisfy { $0 >= 0 && $0 % pack == 0 })
  }

  @Test("Random counts have the mean and variance that they should", arguments: [0.3, 4, 25, 80])
  func countsAreRight(_ mean: Double) {
    var random = RandomSource(for: "poisson \(mean)")
    let values = (0..<20_000).map { _ in random.poisson(mean) }
    let average = values.reduce(0, +) / Double(values.count)
    let variance = values.reduce(0) { $0 + ($1 - average) * ($1 - average) } / Double(values.count)
    #expect(abs(average - mean) < 0.05 * mean + 0.02)
    #expect(abs(variance - mean) < 0.1 * mean + 0.02)
  }

  @Test("The inverse times the matrix is one")
  func invertsMatrices() throws {
    var random = RandomSource(for: "matrix")
    let n = 6
    let root = (0..<n * n).map { _ in random.normal() }
    var matrix = [Double](repeating: 0, count: n * n)
    for i in 0..<n { for j in 0..<n { for k in 0..<n { matrix[i * n + j] += root[i * n + k] * root[j * n + k] } } }
    let inverse = try #require(SharedEffects.inverse(matrix, n))
    for i in 0..<n {
      for j in 0..<n {
        let value = (0..<n).reduce(0) { $0 + matrix[i * n + $1] * inverse[$1 * n + j] }
        #expect(abs(value - (i == j ? 1 : 0)) < 1e-6)
      }
    }
  }

  @Test("The filter finds a level, and takes a sudden multiple for a hit")
  func filterNoticesHits() {
    var filter = LevelFilter(.init(), slope: 0, center: 1, mean: 1, deviation: 1)
    for _ in 0..<12 { filter.consume(.init(live: 16, exposure: 2, shelf: 8, shelfExposure: 1)) }
    #expect(abs(filter.summary.mean - 8) < 1)
    #expect(filter.summary.hit < 0.1)
    filter.consume(.init(live: 90, exposure: 2, shelf: 41, shelfExposure: 1))
    #expect(filter.summary.mean > 30)
    #expect(filter.summary.hit > 0.9)
  }
}

@Suite struct TransferDecisionTests {
  private func place(_ onHand: Double, demand: Double) -> TransferDecision.Place {
    TransferDecision.Place(onHand: onHand, supply: onHand, demand: demand, demandAfterTransfer: [demand, demand])
  }

  @Test("Units move from where there are plenty to where some will be missing, and only if it pays")
  func moves() {
    let places = [place(30, demand: 8), place(1, demand: 9)]
    let moves = TransferDecision.decide(places) { _, _ in 8 }
    #expect(moves.count == 1)
    #expect(moves.first?.from == 0)
    #expect((4...8).contains(moves.first?.units ?? 0))
    #expect(TransferDecision.decide(places) { _, _ in -1 }.isEmpty)
  }

  @Test("No place gives more than it has or will need itself", arguments: 0..<30)
  func keepsWhatIsNeeded(_ seed: Int) {
    var random = RandomSource(for: "transfer \(seed)")
    let places = (0..<4).map { _ in
      let (stock, demand) = ((40 * random.uniform()).rounded(), 30 * random.uniform())
      return TransferDecision.Place(
        onHand: stock, supply: stock, demand: demand, demandAfterTransfer: [demand, demand, demand, demand])
    }
    let moves = TransferDecision.decide(places) { _, _ in 1 }
    for index in places.indices {
      let given = moves.reduce(0) { $0 + ($1.from == index ? $1.units : 0) }
      #expect(Double(given) <= max(0, places[index].onHand - places[index].demand))
    }
    #expect(moves.allSatisfy { $0.units > 0 })
  }
}
