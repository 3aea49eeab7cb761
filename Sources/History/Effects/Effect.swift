/// What something does to the orders of a presentation, everything else equal: they are multiplied by it.
public struct Effect: Hashable, Sendable, Encodable {
  /// A host, a product, hours such as `20–22`, or what changed.
  public var name: String
  /// 1: nothing.
  public var times: Double
  /// The 95 % interval.
  public var low: Double
  public var high: Double
  /// False: the shows cannot tell; `reason` says why, `cause` in one word.
  public var isTold: Bool
  public var reason: String?
  public var cause: Cause?
  public var presentations: Int
  public var shows: Int

  /// Why shows cannot tell an effect.
  public enum Cause: String, Sendable, Encodable {
    case fewShows = "few_shows"
    /// It goes along with something else, or changed too little.
    case notParted = "not_parted"
    case pricesHardlyChanged = "prices_hardly_changed"
  }

  private enum CodingKeys: String, CodingKey {
    case name, times, low, high, reason, cause, presentations, shows
    case isTold = "told"
  }
}

/// What parts host, product, hour, price and stock from each other.
public struct EffectTable: Sendable, Encodable {
  /// Against the geometric mean of all hosts.
  public var hosts: [Effect] = []
  /// Against the geometric mean of all hours that occur.
  public var hours: [Effect] = []
  /// Orders that a first presentation of five minutes brings with the average host at the average hour. Not against anything.
  public var products: [Effect] = []
  /// By how many per cent orders grow with a price that is 1 % higher: `times` is that elasticity, not a factor.
  public var priceElasticity: Effect?
  /// Of a price that is a tenth lower.
  public var tenPercentOff: Effect?
  /// The response curve: of so many minutes on stage, such as `4–8`, against the minutes that occur most, which have exactly 1.
  public var minutes: [Effect] = []
  /// Of twice the minutes.
  public var twiceAsLong: Effect?
  /// Of each earlier presentation of the product in the show.
  public var shownBefore: Effect?
  /// Of nothing being left all the while.
  public var soldOut: Effect?
  /// Of a product of the same category just before, and just after: what neighbours take from each other.
  public var alikeBefore: Effect?
  public var alikeAfter: Effect?
  /// Standard deviations of the logarithm: of shows, of a product in a show, of a presentation.
  public var showSpread = 0.0
  public var productShowSpread = 0.0
  public var presentationSpread = 0.0
  public var presentations = 0
  public var shows = 0

  public init() {}

  private enum CodingKeys: String, CodingKey {
    case hosts, hours, products, minutes, presentations, shows
    case priceElasticity = "price_elasticity"
    case tenPercentOff = "ten_percent_off"
    case twiceAsLong = "twice_as_long"
    case shownBefore = "shown_before"
    case soldOut = "sold_out"
    case alikeBefore = "alike_before"
    case alikeAfter = "alike_after"
    case showSpread = "show_spread"
    case productShowSpread = "product_show_spread"
    case presentationSpread = "presentation_spread"
  }
}
