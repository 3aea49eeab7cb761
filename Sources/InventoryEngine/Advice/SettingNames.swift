/// The keys of a settings file and what they mean, for checks, messages and documentation.
public enum SettingNames {
  /// A key, with what it sets in the unit that it sets it in.
  public struct Entry: Hashable, Sendable {
    public var key: String
    public var meaning: String
  }

  /// The keys at the top of a file.
  public static let groups = [
    Entry(key: "thresholds", meaning: "when advice is given"),
    Entry(key: "categories", meaning: "what differs from the thresholds, by category"),
    Entry(key: "products", meaning: "what differs from these, by SKU"),
    Entry(key: "forecast", meaning: "what the demand model believes before it has seen anything"),
    Entry(key: "ledger", meaning: "how stock is counted"),
    Entry(
      key: "updateInterval",
      meaning: "seconds before a situation's first update; doubles with each, eight times at most"),
    Entry(key: "coolDown", meaning: "seconds after a situation's end before it is raised again"),
    Entry(key: "warehouseCoolDown", meaning: "the same for a warehouse that runs short"),
    Entry(key: "busyInterval", meaning: "seconds between two looks at a product with new orders"),
    Entry(key: "idleInterval", meaning: "seconds between two looks at one without"),
  ]

  /// The keys of `thresholds`.
  public static let thresholds = [
    Entry(key: "stockoutHorizon", meaning: "seconds ahead in which a stock-out is looked for"),
    Entry(key: "stockoutProbability", meaning: "probability of a stock-out from which it is predicted"),
    Entry(key: "stockoutDoubt", meaning: "probability below which a prediction is taken back"),
    Entry(key: "stockoutSlack", meaning: "seconds by which a predicted stock-out may come late"),
    Entry(key: "nearSharpness", meaning: "probability that it comes no later than that"),
    Entry(key: "farSharpness", meaning: "far ahead: probability that it takes no more than twice as long as predicted"),
    Entry(key: "warehouseHorizon", meaning: "seconds ahead in which one warehouse's stock-out is looked for"),
    Entry(key: "warehouseProbability", meaning: "probability from which a warehouse runs short"),
    Entry(key: "warehouseTransfer", meaning: "fewest units that are worth moving"),
    Entry(key: "leadTimeDays", meaning: "days from an order to the supplier until the units are there"),
    Entry(key: "reviewDays", meaning: "days between two such orders"),
    Entry(key: "sellingHoursPerDay", meaning: "hours a day in which a product sells as it does now"),
    Entry(
      key: "serviceLevel",
      meaning: "probability that new stock lasts until the next delivery; absent: from margin and loss"),
    Entry(key: "marginShare", meaning: "part of the price that is earned by a sale"),
    Entry(key: "leftoverLossShare", meaning: "part of the price that is lost on a unit left over"),
    Entry(key: "slowDaysOfCover", meaning: "days of cover above which a product is slow"),
    Entry(key: "slowResponseShare", meaning: "share of a usual presentation's effect below which one is slow"),
    Entry(key: "surgeProbability", meaning: "probability below which demand that high is a surge"),
    Entry(key: "surgeOrders", meaning: "fewest orders in half a minute that are a surge"),
    Entry(
      key: "restAfterPresentation",
      meaning: "seconds after its presentation in which a product is not recommended again"),
  ]

  /// The keys that may differ by category and product.
  public static let overrides = names(of: ThresholdOverrides())
  /// The keys of `forecast` and of `ledger`.
  public static let forecast = names(of: ForecastSettings())
  public static let ledger = names(of: LedgerRules())

  /// The stored properties of a settings type, which are the keys that it is coded by.
  private static func names(of value: Any) -> [String] { Mirror(reflecting: value).children.compactMap(\.label) }
}
