/// What a host does when naming a product.
public enum MentionKind: String, Hashable, Sendable, Codable {
  /// The product is being shown, or taken up: the ordinary case.
  case presenting
  /// It serves as a measure for another one ("比X要大一点").
  case comparing
  /// It is named by the way ("搭配X一起用").
  case passing
  /// It will come later ("待会儿还有X").
  case announcing
  /// It was shown before ("刚才那个X").
  case recalling
  /// It is gone ("X卖完了").
  case soldOut = "sold_out"
  /// Its price is called ("X今天只要五十九").
  case price
  /// Its sale is counted down ("三二一上链接").
  case countdown
}

/// By what a product was meant.
public enum MentionBasis: String, Hashable, Sendable, Codable {
  /// By its name or an alias.
  case name
  /// By the number under which it hangs in the shopping bag ("三号链接"); the name was not said.
  case linkNumber = "link_number"
}

/// A product was named.
public struct Mention: Hashable, Sendable {
  public var sku: SKU
  /// What was heard, in the recogniser's writing.
  public var heard: String
  /// The name in the catalog that it was taken for; of a link number, the product's full name.
  public var name: String
  public var basis: MentionBasis
  public var kind: MentionKind
  public var start: StreamTime
  public var end: StreamTime
  /// The probability that the product was really named, 0…1.
  public var confidence: Double
  /// The last moment of audio that had been consumed when this was decided; never before `end`.
  public var detectedAt: StreamTime

  public init(
    sku: SKU, heard: String, name: String, basis: MentionBasis = .name, kind: MentionKind = .presenting,
    start: StreamTime, end: StreamTime, confidence: Double, detectedAt: StreamTime
  ) {
    self.sku = sku
    self.heard = heard
    self.name = name
    self.basis = basis
    self.kind = kind
    self.start = start
    self.end = end
    self.confidence = confidence
    self.detectedAt = detectedAt
  }
}
