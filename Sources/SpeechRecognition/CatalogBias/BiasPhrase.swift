/// A name that the host is likely to say.
public struct BiasPhrase: Hashable, Sendable {
  /// As the catalog writes it.
  public var text: String
  /// How strongly decoding leans towards it: 1 is the ordinary amount, 0 none. Clamped to 0…3.
  public var weight: Double

  public init(text: String, weight: Double = 1) {
    self.text = text
    self.weight = weight
  }
}
