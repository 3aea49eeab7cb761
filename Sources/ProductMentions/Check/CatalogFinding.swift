public import LiveshelfCore

/// Something about a catalog's names that makes products hard to hear.
public struct CatalogFinding: Hashable, Sendable {
  public enum Problem: Hashable, Sendable {
    /// The name is never listened for, or not as a whole.
    case unusable(UnusableName.Reason)
    /// One syllable: counted only where it clearly stands alone.
    case oneSyllable
    /// An everyday word that is said without meaning the product.
    case everydayWord
    /// How hosts call their viewers, or what they say all the time.
    case hostTalk
    /// Sounds like an everyday word.
    case soundsLikeEverydayWord(String)
    /// Other products have the same name: it is given to the one that was spoken of last, with less confidence.
    case shared(with: [SKU])
    /// Sounds nearly like a name of another product; `distance` is 0 (the same sounds) to about 0.2.
    case soundsLike(name: String, sku: SKU, distance: Double)
    /// Is part of a longer name of another product: a slip in the longer one names this product.
    case contained(in: String, sku: SKU)
    /// Another product has the same link number; calls of it are given to the first product of the catalog.
    case sharedLinkNumber(Int, with: SKU)
  }

  public var sku: SKU
  public var name: String
  public var problem: Problem
}

extension CatalogFinding: CustomStringConvertible {
  /// One line for the operator: what is wrong and what helps.
  public var description: String {
    "\(sku) “\(name)”: \(text)"
  }

  private var text: String {
    switch problem {
    case .unusable(.nothingToHear): "has nothing that can be spoken; give it a name in words"
    case .unusable(.tooLong):
      "is longer than \(PronunciationIndex.maximumSounds) syllables, only these are compared; add a short alias"
    case .unusable(.tooManyNames): "exceeds \(PronunciationIndex.maximumNames) names and is left out; remove aliases"
    case .oneSyllable: "has one syllable and counts only after words such as 这款; add a longer alias"
    case .everydayWord: "is an everyday word, so that it is heard when nobody means the product; prefer a longer name"
    case .hostTalk:
      "is an everyday word that hosts say all the time: it counts only after words such as 这款, beside another name of the product; "
        + "prefer a longer name"
    case .soundsLikeEverydayWord(let word): "sounds like the everyday word \(word); prefer a longer name"
    case .shared(let others):
      "is also a name of \(others.map(\.text).joined(separator: ", ")); the product spoken of last is taken"
    case .soundsLike(let other, let sku, let distance):
      "sounds like “\(other)” of \(sku) (distance \((distance * 100).rounded() / 100)); add an alias that differs more"
    case .contained(let other, let sku): "is part of “\(other)” of \(sku); say the longer name clearly"
    case .sharedLinkNumber(let number, let sku): "has link number \(number) like \(sku); give each product its own"
    }
  }
}
