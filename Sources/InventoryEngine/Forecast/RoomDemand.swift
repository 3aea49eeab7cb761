/// What the products of a room have in common, as the start for each of them.
struct RoomDemand: Sendable {
  /// Orders a minute of an average product that is not presented.
  var baselineRate: Double
  var baselineRateByCategory: [String: Double] = [:]
  /// Orders that a presentation of an average product causes.
  var upliftOrders: Double
  /// How a category's presentations differ from the average, as a factor.
  var upliftFactorByCategory: [String: Double] = [:]
  /// What a repeated presentation brings, compared with the first one.
  var repeatFactor: Double
  /// Presentations a second while the show is on.
  var presentationRate: Double
  /// Mean and mean square of units an order.
  var units: (mean: Double, square: Double)
  /// The share of orders by warehouse.
  var warehouseShares: [String: Double] = [:]
}
