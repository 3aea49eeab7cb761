public import LiveshelfCore

/// What a presentation has brought so far, by what is known at this moment.
public struct PresentationProgress: Hashable, Sendable {
  public var presentationID: String
  public var sku: SKU
  /// The host still presents it.
  public var isOpen = true
  /// Orders of the product that it may have caused; never fewer than `upliftOrders`.
  public internal(set) var orders = 0
  /// Of these, the expected ones that would have come anyhow.
  public internal(set) var baselineOrders = 0.0
  /// Expected orders that it has caused, and their expected pieces and price.
  public internal(set) var upliftOrders = 0.0
  public internal(set) var units = 0.0
  var revenueHundredths = 0.0
  /// The variance of the orders' causes.
  var variance = 0.0
  var isWithdrawn = false

  init(presentationID: String, sku: SKU) {
    self.presentationID = presentationID
    self.sku = sku
  }

  public var revenue: Money {
    Money(hundredths: Int64(min(max(revenueHundredths, -9e18), 9e18).rounded()))
  }

  /// The share of an uplift by which the online form is off, as a standard deviation, beside the orders' own doubt.
  private static let systematicError = 0.06

  /// The 95 % interval of `upliftOrders`.
  public var interval: ClosedRange<Double> {
    let doubt = Self.systematicError * upliftOrders
    let reach = 1.96 * (max(variance, 0) + doubt * doubt).squareRoot()
    return max(0, upliftOrders - reach)...max(upliftOrders, min(upliftOrders + reach, Double(orders)))
  }

  mutating func add(_ order: LiveAttribution.RecentOrder, _ probability: Double, sign: Double) {
    guard order.event.isOrder else { return }
    orders = max(0, orders + Int(sign))
    baselineOrders = max(0, baselineOrders + sign * order.baseline)
    upliftOrders = min(max(0, upliftOrders + sign * probability), Double(orders))
    units = max(0, units + sign * probability * Double(order.event.quantity))
    revenueHundredths += sign * probability * Double(order.event.value?.hundredths ?? 0)
    variance = max(0, variance + sign * probability * (1 - probability))
  }
}
