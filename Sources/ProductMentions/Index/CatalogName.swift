public import LiveshelfCore

/// A name that the catalog gives to one product, or to several.
struct CatalogName: Sendable {
  /// As the catalog writes it.
  var text: String
  /// Places of the products in the catalog's order, ascending. More than one: the name alone does not tell them apart.
  var products: [Int]
  /// The length in syllables, letters counted as in `Sound.weight`.
  var syllables: Float
  var isEverydayWord: Bool
  /// A word with which hosts address viewers or run the show (家人们, 福利): hearing it says nothing of the product.
  var isHostTalk: Bool
}

/// A way to say a name: numbers can be read in two ways, short Latin words spelled out or spoken.
struct SpokenForm: Sendable {
  /// The place of the name in the index.
  var name: Int
  var sounds: [Sound]
  /// The sum of the sounds' weights; above 0.
  var weight: Float
}

/// A name of the catalog that could not be taken into the index, and why.
public struct UnusableName: Hashable, Sendable {
  public enum Reason: Hashable, Sendable {
    /// Only emoji, punctuation or characters without a known reading.
    case nothingToHear
    /// Beyond `PronunciationIndex.maximumSounds` sounds; what exceeds it is not compared.
    case tooLong
    /// Beyond `PronunciationIndex.maximumNames` names.
    case tooManyNames
  }

  public var sku: SKU
  public var name: String
  public var reason: Reason
}
