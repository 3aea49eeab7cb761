public import LiveshelfCore

/// Thresholds of the advice, with defaults that work, and what differs by category and product.
public struct AdvisorSettings: Hashable, Sendable, Codable {
  public var thresholds = AdviceThresholds()
  /// Overrides by category, then by SKU (which win).
  public var categories: [String: ThresholdOverrides] = [:]
  public var products: [String: ThresholdOverrides] = [:]
  public var forecast = ForecastSettings()
  public var ledger = LedgerRules()
  /// Seconds between two updates of one situation.
  public var updateInterval = 60.0
  /// Seconds after a situation's end before it is raised again.
  public var coolDown = 180.0
  /// The same for a warehouse that runs short.
  public var warehouseCoolDown = 900.0
  /// Seconds between two looks at a product: with new orders, and without.
  public var busyInterval = 3.0
  public var idleInterval = 15.0

  public init() {}

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try container.take(.thresholds, into: &thresholds)
    try container.take(.categories, into: &categories)
    try container.take(.products, into: &products)
    try container.take(.forecast, into: &forecast)
    try container.take(.ledger, into: &ledger)
    try container.take(.updateInterval, 0...86_400, into: &updateInterval)
    try container.take(.coolDown, 0...86_400, into: &coolDown)
    try container.take(.warehouseCoolDown, 0...86_400, into: &warehouseCoolDown)
    try container.take(.busyInterval, 0.1...3600, into: &busyInterval)
    try container.take(.idleInterval, 0.1...3600, into: &idleInterval)
  }

  /// The thresholds of a product.
  public func thresholds(for product: Product) -> AdviceThresholds {
    var result = thresholds
    categories[product.category]?.apply(to: &result)
    products[product.sku.text]?.apply(to: &result)
    return result
  }
}

/// When advice is given about a product.
public struct AdviceThresholds: Hashable, Sendable, Codable {
  /// How far ahead a stock-out is looked for, in seconds.
  public var stockoutHorizon = 3600.0
  /// The probability of a stock-out within the horizon from which it is predicted, and below which that is taken back.
  public var stockoutProbability = 0.8
  public var stockoutDoubt = 0.5
  /// A stock-out is predicted when it is that sure to come no later than so many seconds after the predicted moment; far
  /// ahead, beyond those seconds, to take no more than twice as long as predicted.
  public var stockoutSlack = 900.0
  public var nearSharpness = 0.95
  public var farSharpness = 0.8
  /// How far ahead one warehouse's stock-out is looked for, in seconds, and its probability.
  public var warehouseHorizon = 1800.0
  public var warehouseProbability = 0.6
  /// The fewest units that are worth moving.
  public var warehouseTransfer = 3
  /// Days from an order to the supplier until the units are there.
  public var leadTimeDays = 2.0
  /// Days between two such orders.
  public var reviewDays = 1.0
  /// Hours a day in which a product sells as it does now.
  public var sellingHoursPerDay = 4.0
  /// The probability that replenished stock lasts until the next delivery; nil: from margin and salvage (newsvendor).
  public var serviceLevel: Double?
  /// The part of the price that is earned by a sale, and the part that is lost on a unit left over.
  public var marginShare = 0.4
  public var leftoverLossShare = 0.02
  /// Days of cover above which a product is slow.
  public var slowDaysOfCover = 30.0
  /// A presentation that brings less than this share of what presentations of the room bring is slow.
  public var slowResponseShare = 0.2
  /// The probability below which demand that high counts as a surge, and the least number of orders.
  public var surgeProbability = 1e-4
  public var surgeOrders = 6
  /// Seconds after its presentation in which a product is not recommended again.
  public var restAfterPresentation = 600.0

  public init() {}

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try container.take(.stockoutHorizon, 60...2_592_000, into: &stockoutHorizon)
    try container.take(.stockoutProbability, 0.01...1, into: &stockoutProbability)
    try container.take(.stockoutDoubt, 0...1, into: &stockoutDoubt)
    try container.take(.stockoutSlack, 0...86_400, into: &stockoutSlack)
    try container.take(.nearSharpness, 0...1, into: &nearSharpness)
    try container.take(.farSharpness, 0...1, into: &farSharpness)
    try container.take(.warehouseHorizon, 60...2_592_000, into: &warehouseHorizon)
    try container.take(.warehouseProbability, 0.01...1, into: &warehouseProbability)
    try container.take(.warehouseTransfer, 1...1_000_000, into: &warehouseTransfer)
    try container.take(.leadTimeDays, 0.01...365, into: &leadTimeDays)
    try container.take(.reviewDays, 0...365, into: &reviewDays)
    try container.take(.sellingHoursPerDay, 0.1...24, into: &sellingHoursPerDay)
    try container.take(.serviceLevel, 0.5...0.9999, into: &serviceLevel)
    try container.take(.marginShare, 0...1, into: &marginShare)
    try container.take(.leftoverLossShare, 0...1, into: &leftoverLossShare)
    try container.take(.slowDaysOfCover, 0...100_000, into: &slowDaysOfCover)
    try container.take(.slowResponseShare, 0...1, into: &slowResponseShare)
    try container.take(.surgeProbability, 0...1, into: &surgeProbability)
    try container.take(.surgeOrders, 1...1_000_000, into: &surgeOrders)
    try container.take(.restAfterPresentation, 0...86_400, into: &restAfterPresentation)
  }
}

extension AdviceThresholds {
  /// How sure a prediction must be, by the seconds until the stock-out.
  func sharpness(at eta: Double) -> Double {
    eta <= stockoutSlack ? nearSharpness : farSharpness
  }
}

/// What differs from `AdviceThresholds` for a category or a product; nil: as elsewhere.
public struct ThresholdOverrides: Hashable, Sendable, Codable {
  public var stockoutHorizon: Double?
  public var stockoutProbability: Double?
  public var warehouseHorizon: Double?
  public var warehouseProbability: Double?
  public var warehouseTransfer: Int?
  public var leadTimeDays: Double?
  public var reviewDays: Double?
  public var sellingHoursPerDay: Double?
  public var serviceLevel: Double?
  public var marginShare: Double?
  public var leftoverLossShare: Double?
  public var slowDaysOfCover: Double?
  public var restAfterPresentation: Double?

  public init() {}

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try container.take(.stockoutHorizon, 60...2_592_000, into: &stockoutHorizon)
    try container.take(.stockoutProbability, 0.01...1, into: &stockoutProbability)
    try container.take(.warehouseHorizon, 60...2_592_000, into: &warehouseHorizon)
    try container.take(.warehouseProbability, 0.01...1, into: &warehouseProbability)
    try container.take(.warehouseTransfer, 1...1_000_000, into: &warehouseTransfer)
    try container.take(.leadTimeDays, 0.01...365, into: &leadTimeDays)
    try container.take(.reviewDays, 0...365, into: &reviewDays)
    try container.take(.sellingHoursPerDay, 0.1...24, into: &sellingHoursPerDay)
    try container.take(.serviceLevel, 0.5...0.9999, into: &serviceLevel)
    try container.take(.marginShare, 0...1, into: &marginShare)
    try container.take(.leftoverLossShare, 0...1, into: &leftoverLossShare)
    try container.take(.slowDaysOfCover, 0...100_000, into: &slowDaysOfCover)
    try container.take(.restAfterPresentation, 0...86_400, into: &restAfterPresentation)
  }

  func apply(to thresholds: inout AdviceThresholds) {
    thresholds.stockoutHorizon = stockoutHorizon ?? thresholds.stockoutHorizon
    thresholds.stockoutProbability = stockoutProbability ?? thresholds.stockoutProbability
    thresholds.warehouseHorizon = warehouseHorizon ?? thresholds.warehouseHorizon
    thresholds.warehouseProbability = warehouseProbability ?? thresholds.warehouseProbability
    thresholds.warehouseTransfer = warehouseTransfer ?? thresholds.warehouseTransfer
    thresholds.leadTimeDays = leadTimeDays ?? thresholds.leadTimeDays
    thresholds.reviewDays = reviewDays ?? thresholds.reviewDays
    thresholds.sellingHoursPerDay = sellingHoursPerDay ?? thresholds.sellingHoursPerDay
    thresholds.serviceLevel = serviceLevel ?? thresholds.serviceLevel
    thresholds.marginShare = marginShare ?? thresholds.marginShare
    thresholds.leftoverLossShare = leftoverLossShare ?? thresholds.leftoverLossShare
    thresholds.slowDaysOfCover = slowDaysOfCover ?? thresholds.slowDaysOfCover
    thresholds.restAfterPresentation = restAfterPresentation ?? thresholds.restAfterPresentation
  }
}
