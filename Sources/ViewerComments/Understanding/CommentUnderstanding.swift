public import LiveshelfCore

/// What a comment says: what the viewer wants, about what, and in which mood.
public struct CommentUnderstanding: Hashable, Sendable {
  /// How the product was found.
  public enum Link: String, Hashable, Sendable, Codable {
    /// By its name or an alias.
    case name
    /// By the number of its link.
    case linkNumber
    /// By a name that sounds or looks alike, or by a part of the name that no other product has.
    case nearName
    /// By the product on stage at the viewer's moment.
    case stage
  }

  public var intent: ViewerIntent
  /// The probability of the intent by the model, 0…1.
  public var confidence: Double
  public var sentiment: Sentiment
  /// The product it is about; nil when it is about none, or nobody can know.
  public var sku: SKU?
  /// Nil when there is no product.
  public var link: Link?
  /// The option of that product (colour, size, pack) as the catalog writes it, when one is named.
  public var option: String?

  public init(
    intent: ViewerIntent, confidence: Double, sentiment: Sentiment, sku: SKU? = nil, link: Link? = nil,
    option: String? = nil
  ) {
    self.intent = intent
    self.confidence = confidence
    self.sentiment = sentiment
    self.sku = sku
    self.link = link
    self.option = option
  }

  /// Whether the comment itself names the product.
  public var isExplicit: Bool { link != nil && link != .stage }
}
