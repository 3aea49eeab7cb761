/// One presentation as the model of effects sees it.
public struct PresentationObservation: Hashable, Sendable {
  /// Room and show.
  public var show: String
  public var sku: String
  public var host: String
  /// 0…23, where the show was.
  public var hour: Int
  public var minutes: Double
  /// 1: the first of its product in the show.
  public var nth: Int
  /// What a piece cost; nil: unknown.
  public var price: Double?
  /// The share of it in which nothing was left, 0…1.
  public var emptyShare: Double
  /// The presentation before it was of another product of its category.
  public var followsAlike: Bool
  /// The one after it is of another product of its category.
  public var precedesAlike: Bool
  /// The orders that it caused, and the variance of what is known of them.
  public var orders: Double
  public var variance: Double

  public init(
    show: String, sku: String, host: String, hour: Int, minutes: Double, nth: Int = 1, price: Double? = nil,
    emptyShare: Double = 0, followsAlike: Bool = false, precedesAlike: Bool = false, orders: Double,
    variance: Double = 0
  ) {
    self.show = show
    self.sku = sku
    self.host = host
    self.hour = hour
    self.minutes = minutes
    self.nth = nth
    self.price = price
    self.emptyShare = emptyShare
    self.followsAlike = followsAlike
    self.precedesAlike = precedesAlike
    self.orders = orders
    self.variance = variance
  }
}
