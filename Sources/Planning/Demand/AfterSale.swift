import Foundation
import LiveshelfCore

/// What becomes of order lines: how many units they have, who buys which option where, how many stand, how many come back
/// and when. Shares of a product are drawn to its category's, and these to wide priors.
struct AfterSale: Sendable {
  /// Mean units of a line, by product.
  let unitsPerLine: [Double]
  /// Mean square of a line's units divided by its mean: how a line's size adds to the scatter of units.
  let sizeRatio: [Double]
  /// The share of units that are neither unpaid nor cancelled, by product.
  let standing: [Double]
  /// The share of units sent out that come back, by product.
  let returned: [Double]
  /// The share of returned units that can be sold again, by product.
  let resellable: [Double]
  /// Share of a product's buyers by option, over items; and by region's warehouse, `[product][warehouse]`.
  let optionShare: [Double]
  let regionShare: [[Double]]
  /// Chance that a return arrives so many days after the order; sums to 1.
  let returnDelay: [Double]
  /// Resellable units expected back on coming days from what has been sold, `[item][day]`.
  let comingBack: [[Double]]
  /// Announced returns under way, by item: for reasons.
  let announced: [Int]

  static let longestDelay = 30

  init(_ data: PlanData, refusalWeight: Double, horizon: Int, countsReturns: Bool) {
    let products = data.products.count
    var (lines, units, squares) = (
      [Double](repeating: 0, count: products), [Double](repeating: 0, count: products),
      [Double](repeating: 0, count: products)
    )
    var (settled, cancelled) = (lines, lines)
    var byOption = [Double](repeating: 0, count: data.itemCount)
    var byRegion = [[Double]](
      repeating: [Double](repeating: 0, count: data.warehouseCount), count: products)
    for line in data.orders.lines {
      let item = Int(line.item)
      let product = data.productOfItem[item]
      let size = Double(line.units)
      let weight = line.isRefused ? refusalWeight : 1
      byOption[item] += weight * size
      if data.warehouseCount > 0 { byRegion[product][Int(line.warehouse)] += weight * size }
      guard !line.isRefused else { continue }
      lines[product] += 1
      units[product] += size
      squares[product] += size * size
      if data.now - line.time > 86_400 {
        settled[product] += size
        if line.isCancelled { cancelled[product] += size }
      }
    }
    let ofCategory = CategoryMeans(data)
    unitsPerLine = ofCategory.ratios(units, lines, prior: 1.1, strength: 10, own: 30)
    sizeRatio = ofCategory.ratios(squares, units, prior: 1.2, strength: 10, own: 50)
    standing = ofCategory.ratios(cancelled, settled, prior: 0.12, strength: 50, own: 80).map {
      1 - min(0.95, $0)
    }
    optionShare = Self.optionShares(data, byOption)
    regionShare = Self.regionShares(data, byRegion)
    resellable = data.products.map { countsReturns ? $0.resellableShare : 0 }
    returnDelay = Self.delays(data)
    returned = Self.returnShares(data, returnDelay, ofCategory, countsReturns: countsReturns)
    (comingBack, announced) = Self.pipeline(
      data, delay: returnDelay, returned: returned, resellable: resellable, horizon: horizon)
  }

  // MARK: - Who buys what

  /// Dirichlet posteriors around what the category's buyers of options of the same name choose.
  private static func optionShares(_ data: PlanData, _ bought: [Double]) -> [Double] {
    var usual: [String: (top: Double, bottom: Double)] = [:]
    func key(_ item: Int) -> String {
      let product = data.products[data.productOfItem[item]]
      return "\(product.category)/\(product.items.count)/\(data.optionOfItem[item])"
    }
    for product in data.products {
      let sum = product.items.reduce(0) { $0 + bought[$1] }
      for item in product.items {
        let old = usual[key(item)] ?? (2.0 / Double(product.items.count), 2)
        usual[key(item)] = (
          old.top + (sum > 0 ? bought[item] / sum * min(sum, 100) / 20 : 0),
          old.bottom + min(sum, 100) / 20
        )
      }
    }
    var shares = [Double](repeating: 1, count: data.itemCount)
    for product in data.products {
      let typical = product.items.map { item in usual[key(item)].map { $0.top / $0.bottom } ?? 1 }
      let all = max(1e-9, typical.reduce(0, +))
      let sum = product.items.reduce(0) { $0 + bought[$1] }
      for (index, item) in product.items.enumerated() {
        shares[item] = (bought[item] + 40 * typical[index] / all) / (sum + 40)
      }
    }
    return shares
  }

  private static func regionShares(_ data: PlanData, _ bought: [[Double]]) -> [[Double]] {
    let count = data.warehouseCount
    var all = [Double](repeating: 1, count: count)
    for row in bought { for index in 0..<count { all[index] += row[index] } }
    let total = max(1, all.reduce(0, +))
    return bought.map { row in
      let sum = row.reduce(0, +)
      return (0..<count).map { (row[$0] + 60 * all[$0] / total) / (sum + 60) }
    }
  }

  // MARK: - What comes back

  /// Days from order to receipt. Young histories see only the quick ones, so each delay is weighed by how many orders are
  /// old enough for it. Prior: a broad hump about eight days (refunds of web shops take one to two weeks).
  private static func delays(_ data: PlanData) -> [Double] {
    var soldByDay: [Int: Double] = [:]
    for line in data.orders.lines where !line.isRefused && !line.isCancelled {
      soldByDay[data.day(of: line.time), default: 0] += Double(line.units)
    }
    var total = 0.0
    var oldEnough = [Double](repeating: 0, count: longestDelay)
    for age in 0..<longestDelay {
      oldEnough[age] = soldByDay.reduce(0) { $0 + (-$1.key > age + 1 ? $1.value : 0) }
    }
    total = oldEnough[0]
    var seen = [Double](repeating: 0, count: longestDelay)
    for parcel in data.orders.returns {
      guard let delay = parcel.receiptDelay, delay >= 0 else { continue }
      seen[min(longestDelay - 1, Int(delay))] += Double(parcel.units)
    }
    let prior = (0..<longestDelay).map { exp(-0.5 * pow((Double($0) + 0.5 - 8.5) / 3.2, 2)) }
    let priorSum = prior.reduce(0, +)
    guard total > 0 else { return prior.map { $0 / priorSum } }
    // Rates per unit sold and old enough; the prior stands for sixty returns.
    let rate = seen.reduce(0, +) / max(1, total)
    var density = [Double](repeating: 0, count: longestDelay)
    for age in 0..<longestDelay {
      let strength = 60 / max(rate, 0.02)
      let expected = max(rate, 0.02) * prior[age] / priorSum
      density[age] = (seen[age] + strength * expected) / (oldEnough[age] + strength)
    }
    let sum = density.reduce(0, +)
    return density.map { $0 / sum }
  }

  /// Beta posteriors: the merchant's experience, else the category's, and what has been announced or received so far
  /// against what could have been.
  private static func returnShares(
    _ data: PlanData, _ delay: [Double], _ means: CategoryMeans, countsReturns: Bool
  ) -> [Double] {
    let count = data.products.count
    guard countsReturns else { return [Double](repeating: 0, count: count) }
    var (top, bottom) = ([Double](repeating: 0, count: count), [Double](repeating: 0, count: count))
    var within = [Double](repeating: 0, count: longestDelay + 1)
    for age in 0..<longestDelay { within[age + 1] = within[age] + delay[age] }
    for line in data.orders.lines where !line.isRefused && !line.isCancelled {
      let age = min(longestDelay, max(0, -data.day(of: line.time) - 1))
      bottom[data.productOfItem[Int(line.item)]] += Double(line.units) * within[age]
    }
    for parcel in data.orders.returns where parcel.receivedDay != nil {
      top[data.productOfItem[parcel.item]] += Double(parcel.units)
    }
    let known = data.products.indices.map { data.products[$0].returnShare }
    let usual = data.categories.indices.map { category -> Double in
      let shares = data.products.indices.compactMap {
        data.products[$0].category == category ? known[$0] : nil
      }
      return (shares.reduce(0, +) + 0.15) / Double(shares.count + 1)
    }
    return data.products.indices.map { product in
      let expected = known[product] ?? usual[data.products[product].category]
      let strength = known[product] == nil ? 25.0 : 120
      return max(0, min(0.97, (top[product] + strength * expected) / (bottom[product] + strength)))
    }
  }

  /// Resellable units that come back on each coming day: of announced parcels those that are under way, of the rest of
  /// what was sold the share that will still be returned.
  private static func pipeline(
    _ data: PlanData, delay: [Double], returned: [Double], resellable: [Double], horizon: Int
  ) -> (coming: [[Double]], announced: [Int]) {
    var coming = [[Double]](
      repeating: [Double](repeating: 0, count: horizon), count: data.itemCount)
    var announced = [Int](repeating: 0, count: data.itemCount)
    var sold = [[Double]](
      repeating: [Double](repeating: 0, count: longestDelay), count: data.itemCount)
    for line in data.orders.lines where !line.isRefused && !line.isCancelled {
      let age = -data.day(of: line.time) - 1
      if age >= 0, age < longestDelay { sold[Int(line.item)][age] += Double(line.units) }
    }
    for parcel in data.orders.returns where parcel.receivedDay == nil {
      announced[parcel.item] += parcel.units
    }
    for item in 0..<data.itemCount {
      let product = data.productOfItem[item]
      let rate = returned[product] * resellable[product]
      guard rate > 0 else { continue }
      var (later, soon) = (0.0, 0.0)
      for age in 0..<longestDelay where sold[item][age] > 0 {
        let units = sold[item][age] * rate
        for ahead in 0..<horizon {
          let index = age + 1 + ahead
          guard index < longestDelay else { break }
          coming[item][ahead] += units * delay[index]
          later += units * delay[index]
          if ahead < 6 { soon += units * delay[index] }
        }
      }
      // What is announced is certain to come: it replaces part of what is expected of the next days.
      let certain = Double(announced[item]) * resellable[product]
      guard soon > 0.01, certain > 0.01 else { continue }
      let factor = max(0.4, min(2.5, (certain + 2) / (soon * 0.75 + 2)))
      for ahead in 0..<min(6, horizon) { coming[item][ahead] *= factor }
    }
    return (coming, announced)
  }
}

/// Ratios by product, drawn to the category's, which are drawn to a prior.
struct CategoryMeans {
  private let data: PlanData

  init(_ data: PlanData) { self.data = data }

  /// - Parameters:
  ///   - strength: what the prior weighs in the category's ratio; `own`: what that weighs in the product's.
  func ratios(_ top: [Double], _ bottom: [Double], prior: Double, strength: Double, own: Double)
    -> [Double]
  {
    var tops = data.categories.map { _ in prior * strength }
    var bottoms = data.categories.map { _ in strength }
    for product in data.products.indices {
      tops[data.products[product].category] += top[product]
      bottoms[data.products[product].category] += bottom[product]
    }
    return data.products.indices.map { product in
      let category = data.products[product].category
      return (top[product] + own * tops[category] / bottoms[category]) / (bottom[product] + own)
    }
  }
}
