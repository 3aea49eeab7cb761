/// How many syllables a text has, without a dictionary.
enum Syllables {
  /// Letters of an alphabet to a syllable, at the least: fast English has 20 to 25 letters a second, and no host 30.
  private static let letters = 2.2

  /// A Chinese character is one; marks and spaces are none.
  static func count(in text: some Sequence<Unicode.Scalar>) -> Double {
    text.reduce(0) { count, scalar in
      if scalar.properties.isIdeographic { return count + 1 }
      return scalar.properties.isAlphabetic || scalar.properties.numericType != nil ? count + 1 / letters : count
    }
  }

  /// The part of a syllable that a spoken character of a name is: a digit is read out as one.
  static func share(of character: Unicode.Scalar) -> Double {
    character.properties.isIdeographic || character.properties.numericType != nil ? 1 : 1 / letters
  }
}
