/// What the demand model believes before it has seen anything. Rates are in orders a minute.
public struct ForecastSettings: Hashable, Sendable, Codable {
  /// Orders a minute of a product that is not presented, when nothing is known.
  public var baselineRate = 0.5
  /// How alike products are: the shape of the Gamma prior of a product's rate around its category's. 1: very unlike.
  public var baselineShape = 0.8
  /// Seconds after which an observation of the baseline counts half.
  public var baselineHalfLife = 3600.0
  /// What a presentation adds when nothing is known, in minutes of an average product's baseline.
  public var upliftMinutes = 30.0
  /// How alike presentations are: the shape of the Gamma prior of the orders that one causes.
  public var upliftShape = 1.0
  /// The same when the product was presented before.
  public var repeatedUpliftShape = 2.5
  /// How the orders of a presentation grow with the product's baseline: 0 not at all, 1 in proportion.
  public var popularityElasticity = 0.5
  /// What a repeated presentation brings, compared with the first one, when nothing is known.
  public var repeatFactor = 0.6
  /// Seconds after the end of a presentation in which orders may still be its effect.
  public var responseWindow = 240.0
  /// How far a response strays from the learnt profile, as a standard deviation relative to what is still to come.
  public var profileSpread = 0.5
  /// Seconds that a show counts as old when its first presentation starts; how long it still lasts is judged by its age.
  public var ageAtFirstPresentation = 900.0
  /// Seconds from one presentation's start to the next one's, when nothing is known.
  public var presentationInterval = 150.0
  /// Units an order, when nothing is known.
  public var unitsPerOrder = 1.2
  /// Presentations that the response curve is learnt from, the latest ones.
  public var rememberedPresentations = 60

  public init() {}

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try container.take(.baselineRate, 1e-6...1e6, into: &baselineRate)
    try container.take(.baselineShape, 0.01...1000, into: &baselineShape)
    try container.take(.baselineHalfLife, 60...1e9, into: &baselineHalfLife)
    try container.take(.upliftMinutes, 0.01...100_000, into: &upliftMinutes)
    try container.take(.upliftShape, 0.01...1000, into: &upliftShape)
    try container.take(.repeatedUpliftShape, 0.01...1000, into: &repeatedUpliftShape)
    try container.take(.popularityElasticity, 0...1, into: &popularityElasticity)
    try container.take(.repeatFactor, 0.01...2, into: &repeatFactor)
    try container.take(.responseWindow, 1...3600, into: &responseWindow)
    try container.take(.profileSpread, 0...3, into: &profileSpread)
    try container.take(.ageAtFirstPresentation, 1...1e6, into: &ageAtFirstPresentation)
    try container.take(.presentationInterval, 1...1e6, into: &presentationInterval)
    try container.take(.unitsPerOrder, 1...1000, into: &unitsPerOrder)
    try container.take(.rememberedPresentations, 1...1000, into: &rememberedPresentations)
  }
}

/// What earlier shows taught about a category, as a start for this one.
public struct CategoryPrior: Hashable, Sendable, Codable {
  /// Orders a minute of one product that is not presented.
  public var baselineRate: Double
  /// Orders that one presentation adds.
  public var upliftOrders: Double
  /// How much it counts: the number of presentations (or products) that it comes from.
  public var weight: Double

  public init(baselineRate: Double, upliftOrders: Double, weight: Double) {
    self.baselineRate = baselineRate
    self.upliftOrders = upliftOrders
    self.weight = weight
  }
}

/// What somebody who listens to the show expects of the presentation that is going on.
public struct ExpectedResponse: Hashable, Sendable {
  /// Units a minute that the presentation adds, in steps of `ResponseProfile.step` from its start.
  public var unitsPerMinute: [Double]

  public init(unitsPerMinute: [Double]) {
    self.unitsPerMinute = unitsPerMinute
  }
}
