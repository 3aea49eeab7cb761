/// A place in a hypothesis where a name may have been said.
struct NameMatch: Sendable {
  var form: Int
  /// The place of the name in the index.
  var name: Int
  /// Indices of the heard sounds; not empty.
  var range: Range<Int>
  /// The weighted edit distance, in syllables.
  var cost: Float
  /// The largest cost of a single sound.
  var worst: Float
  /// The weight of the form, in syllables.
  var weight: Float
  /// Whether the characters are the name's, traditional ones taken as simplified.
  var isExact: Bool

  /// The weighted edit distance by the form's weight, 0…1.
  var distance: Float { cost / weight }

  /// What the match is worth when names compete for the same sounds: each sound that fits adds its weight, what does
  /// not fit takes away. A longer name that fits beats a shorter one inside it.
  var score: Float { weight - cost / Self.worthlessDistance }

  /// The distance at which a match is worth nothing.
  static let worthlessDistance: Float = 0.38
}
