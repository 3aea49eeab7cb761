/// How Latin letters sound: beside each other in words, and as the syllable that Mandarin speakers call them by.
enum LetterSounds {
  /// The distance between two letters in a word, 0…1; letters are numbered from a = 0.
  static func distance(_ left: Int, _ right: Int) -> Float {
    if left == right { return 0 }
    let pair = [left, right].sorted()
    for (letters, cost) in confusable where letters == pair { return cost }
    return isVowel(left) && isVowel(right) ? 0.5 : 1
  }

  /// The distance between a letter called by its name and a syllable, 0.1…1.
  static func distance(letter: Int, to syllable: Syllable) -> Float {
    let best = names[letter].compactMap(Syllable.init(pinyin:)).map { $0.distance(to: syllable) }.min() ?? 1
    return min(1, best + 0.1)
  }

  private static func isVowel(_ letter: Int) -> Bool { [0, 4, 8, 14, 20, 24].contains(letter) }

  private static let confusable: [([Int], Float)] =
    ["bp", "dt", "gk", "ck", "sz", "cs", "fv", "vw", "mn", "jg", "iy", "lr", "qk", "bv", "ei"].map { pair in
      (pair.unicodeScalars.map { Int($0.value) - 97 }.sorted(), Float(0.4))
    }

  /// Letters whose name takes more than one syllable have the one that carries it.
  private static let names: [[String]] = [
    ["ei"], ["bi"], ["xi", "sei", "si"], ["di"], ["yi"], ["fu"], ["ji"], ["qu", "chi"], ["ai"], ["jie", "zhei"],
    ["kai", "kei"], ["lou"], ["mu"], ["en"], ["ou"], ["pi"], ["qiu", "kou"], ["er", "a"], ["si"], ["ti"], ["you"],
    ["wei", "bi", "fei"], ["liu"], ["ke"], ["wai"], ["zei"],
  ]
}
