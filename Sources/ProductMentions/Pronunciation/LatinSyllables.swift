/// Latin words as Mandarin speakers say them, and as a recogniser that expects Mandarin writes them: in syllables of an
/// initial and a final (Kova: kou-wa, heard as 狗瓦; Solva: sou-er-wa).
///
/// The usual transcription of foreign names, by spelling: a vowel makes a syllable with the consonant before it, `n`
/// closes one, and any other consonant becomes a syllable of its own.
enum LatinSyllables {
  /// A syllable and the place in the word of the letter where it begins.
  typealias Placed = (syllable: Syllable, index: Int)

  /// - Parameter word: small letters a to z.
  static func read(_ word: [Unicode.Scalar]) -> [Placed] {
    let letters = LatinSpelling.key(word)
    var syllables: [Placed] = []
    var index = 0
    while index < letters.count {
      let start = index
      var consonant = ""
      if !isVowel(letters[index].letter) {
        consonant = String(Character(letters[index].letter))
        index += 1
        // Pairs of letters that are one sound
        if index < letters.count, let pair = pairs[consonant + String(Character(letters[index].letter))] {
          consonant = pair
          index += 1
        }
      }
      var vowel = ""
      while index < letters.count, vowel.count < 2, isVowel(letters[index].letter) {
        vowel.append(Character(letters[index].letter))
        index += 1
      }
      guard let final = finals[vowel] ?? finals[String(vowel.suffix(1))] else { continue }
      var spelled = spelling(consonant, final)
      // N and ng close a syllable before a consonant and at the end of the word; every other consonant has one of its own.
      if !vowel.isEmpty, index < letters.count, letters[index].letter == "n",
        index + 1 >= letters.count || !isVowel(letters[index + 1].letter),
        let closed = spelled.map({ $0 + "n" }).first(where: { Syllable(pinyin: $0) != nil })
      {
        spelled = [closed]
        index += 1
        if index < letters.count, letters[index].letter == "g" { index += 1 }
      }
      if let syllable = spelled.lazy.compactMap({ Syllable(pinyin: $0) }).first {
        syllables.append((syllable, letters[start].index))
      }
    }
    return syllables
  }

  private static func isVowel(_ letter: Unicode.Scalar) -> Bool { "aeiouy".unicodeScalars.contains(letter) }

  /// Spellings in the order in which they are tried: not every final follows every initial.
  private static func spelling(_ consonant: String, _ final: [String]) -> [String] {
    guard let initials = initials[consonant] else { return [] }
    if final.isEmpty { return alone[consonant].map { [$0] } ?? [] }
    return final.flatMap { final in
      initials.map { initial in
        switch (initial, final) {
        case ("", "i"): "yi"
        case ("", "u"): "wu"
        case ("", "iu"): "you"
        case ("w", "ou"), ("w", "o"): "wo"
        case ("w", "i"): "wei"
        case ("w", "u"): "wu"
        case ("y", "i"): "yi"
        case ("f", "i"), ("k", "i"), ("g", "i"), ("h", "i"), ("r", "i"): hissed[initial] ?? "yi"
        default: initial + final
        }
      }
    }
  }

  /// What stands for initials before i that Mandarin does not have there.
  private static let hissed = ["f": "fei", "k": "qi", "g": "ji", "h": "xi", "r": "rui"]

  private static let pairs = ["ch": "ch", "sh": "sh", "th": "s", "tr": "ch", "ts": "c", "ks": "ks", "wh": "w"]

  private static let initials: [String: [String]] = [
    "": [""], "b": ["b"], "c": ["k"], "d": ["d"], "f": ["f"], "g": ["g"], "h": ["h"], "j": ["zh", "j"], "k": ["k"],
    "l": ["l"], "m": ["m"], "n": ["n"], "p": ["p"], "q": ["k"], "r": ["l"], "s": ["s", "x"], "t": ["t"],
    "v": ["w", "f"],
    "w": ["w"], "x": ["s", "x"], "z": ["z", "j"], "ch": ["q", "ch"], "sh": ["x", "sh"], "ks": ["s", "x"],
  ]

  /// A consonant without a vowel.
  private static let alone = [
    "b": "bu", "c": "ke", "d": "de", "f": "fu", "g": "ge", "h": "he", "j": "ji", "k": "ke", "l": "er", "m": "mu",
    "n": "en", "p": "pu", "q": "ke", "r": "er", "s": "si", "t": "te", "v": "fu", "w": "wu", "x": "si", "z": "zi",
    "ch": "qi", "sh": "shi", "ks": "si", "y": "yi",
  ]

  private static let finals: [String: [String]] = [
    "": [], "a": ["a"], "e": ["ei", "e"], "i": ["i"], "o": ["ou", "uo", "o"], "u": ["u"], "y": ["i"], "ai": ["ai"],
    "ay": ["ai", "ei"], "ea": ["i"], "ee": ["i"], "ei": ["ei"], "ey": ["i"], "ie": ["i"], "oo": ["u"], "ou": ["ao"],
    "oa": ["ou"], "au": ["ao"], "ui": ["ui"], "ue": ["u"], "eu": ["iu", "u"], "io": ["iu", "i"], "ia": ["ia", "i"],
  ]
}
