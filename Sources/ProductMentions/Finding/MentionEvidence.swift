/// What speaks for and against a name having been said: the inputs of its confidence.
public struct MentionEvidence: Hashable, Sendable {
  /// The weighted phonetic edit distance of the best reading by the name's length, 0 (every sound) to about 0.34.
  public var distance: Double
  /// The largest cost of a single sound in it: a recogniser blurs many sounds a little, another word differs in one
  /// sound altogether.
  public var worst: Double
  /// The length of the name in syllables.
  public var syllables: Double
  /// Whether the best hypothesis writes the very name.
  public var isExactInFirst: Bool
  /// Whether a hypothesis other than the first writes it; the first may owe it to a bias towards the catalog.
  public var isExactInOther: Bool
  /// The share of the n-best list's probability that contains the name, 0…1.
  public var share: Double
  /// The logarithm of the best probability with the name over the best one without it, by the name's syllables,
  /// clipped to ± `ratioLimit`; 0 when the list does not tell.
  public var logRatio: Double
  /// The same by the recogniser's own comparison of the name with all else that may have been said in its place; nil
  /// when it was not asked or could not tell.
  public var rescoredRatio: Double?
  /// How far the name is ahead of the best other name for the same sounds, by syllable, 0…1; 1 without a rival.
  public var lead: Double
  /// The share of the name's sounds that were written as parts of everyday words, other than the name's own
  /// characters, 0…1.
  public var everydayShare: Double
  /// Whether an everyday word begins before the name and ends inside it, or begins inside and ends after it.
  public var crossesWord: Bool
  /// Whether the name itself is an everyday word, said without meaning the product (苹果, 杯子).
  public var isEverydayWord: Bool
  /// The weight of the mention rule that fits around the name, in syllables, up to `cueLimit`; 0 without one. A name
  /// is likelier in the place of one.
  public var cue: Double
  /// How lately the product was spoken of: 1 just now, 0 not for minutes. The likeliest name is the one just heard.
  public var presence: Double
  /// The decimal logarithm of the number of names in the catalog: the more names, the more of them sound like
  /// something else by chance.
  public var catalogSize: Double
  /// The number of products that the name may mean, before context.
  public var products: Int

  public static let ratioLimit = 3.0
  public static let rescoredLimit = 10.0
  public static let cueLimit = 6.0
}
