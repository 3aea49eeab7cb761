public import InventoryEngine
internal import LiveshelfCore

/// What earlier shows teach about categories: what their products sell without a presentation, and what one brings.
public struct CategoryLessons: Sendable {
  private struct Sum {
    var baseline = 0.0
    var bins = 0
    var uplift = 0.0
    var presentations = 0
  }

  /// A presentation of an earlier show counts like so many of this one: shows differ.
  private static let trust = 0.5
  private static let mostWeight = 4.0

  /// A start for each category that was presented; empty without shows.
  public let priors: [String: CategoryPrior]

  public init(_ shows: [ShowFolder]) {
    var sums: [String: Sum] = [:]
    for show in shows {
      let categories = Dictionary(
        show.show.products.map { ($0.sku, $0.category) }, uniquingKeysWith: { first, _ in first })
      for row in show.timeline?.rows ?? [] {
        guard let rate = row.baselineRate, rate.isFinite, rate >= 0, let category = categories[row.sku] else {
          continue
        }
        sums[category, default: Sum()].baseline += rate
        sums[category, default: Sum()].bins += 1
      }
      for row in show.uplift ?? [] {
        guard row.upliftOrders.isFinite, let category = categories[row.sku] else { continue }
        sums[category, default: Sum()].uplift += max(0, row.upliftOrders)
        sums[category, default: Sum()].presentations += 1
      }
    }
    priors = sums.compactMapValues { sum in
      guard sum.bins > 0, sum.presentations > 0 else { return nil }
      return CategoryPrior(
        baselineRate: sum.baseline / Double(sum.bins), upliftOrders: sum.uplift / Double(sum.presentations),
        weight: min(Self.mostWeight, Self.trust * Double(sum.presentations)))
    }
  }
}
