/// What a viewer wants. The raw values are those of signals and files.
public enum ViewerIntent: String, Hashable, Sendable, Codable, CaseIterable {
  /// Whether there is any left, or when it comes back.
  case stock
  /// Sizes, packs, and which fits.
  case size
  /// Colours and other variants, and how they look.
  case colour = "color"
  case price
  /// Where and how to order.
  case link
  case shipping = "ship"
  /// Returns, refunds, warranty, invoices, changes of an order.
  case afterSale = "return"
  case praise = "pos"
  case complaint = "neg"
  case bought
  /// Greetings, numbers on request, advertising, talk.
  case noise

  /// Whether somebody should answer it.
  public var isQuestion: Bool {
    switch self {
    case .stock, .size, .colour, .price, .link, .shipping, .afterSale: true
    case .praise, .complaint, .bought, .noise: false
    }
  }
}

/// Whether a viewer is pleased.
public enum Sentiment: Int, Hashable, Sendable, Codable {
  case negative = -1
  case neutral = 0
  case positive = 1
}
