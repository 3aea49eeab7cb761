/// Latin words reduced to the letters that sound, so that spellings of one sound compare equal.
enum LatinSpelling {
  /// A letter that remains, and its place in the word.
  typealias Letter = (letter: Unicode.Scalar, index: Int)

  /// Reduces a word of small letters: `ph` to `f`, `ck` to `k`, soft `c` to `s`, doubled letters to one, a final
  /// silent `e` to none. The beginnings of Metaphone (L. Philips, 1990), without its rules for vowels.
  static func key(_ word: [Unicode.Scalar]) -> [Letter] {
    var key: [Letter] = []
    var index = 0
    func letter(_ offset: Int) -> Unicode.Scalar? {
      word.indices.contains(index + offset) ? word[index + offset] : nil
    }
    while let here = letter(0) {
      let next = letter(1)
      var length = 1
      switch (here, next) {
      case ("p", "h"):
        key.append(("f", index))
        length = 2
      case ("c", "k"), ("q", "u"):
        key.append(("k", index))
        length = 2
      case ("g", "h") where index > 0: length = 2
      case ("k", "n") where index == 0, ("w", "r") where index == 0: break
      case ("c", "e"), ("c", "i"), ("c", "y"): key.append(("s", index))
      case ("c", let other) where other != "h": key.append(("k", index))
      case ("x", _):
        key.append(("k", index))
        key.append(("s", index))
      case ("z", _): key.append(("s", index))
      case ("e", nil) where word.count > 3: break
      default: key.append((here, index))
      }
      index += length
    }
    var single: [Letter] = []
    for letter in key where single.last?.letter != letter.letter { single.append(letter) }
    return single
  }

  /// Whether a run of letters is spelled out letter by letter (`C`, `SPF`, `USB`) and not spoken as a word.
  static func isSpelledOut(_ word: [Unicode.Scalar]) -> Bool {
    word.count == 1 || (word.count <= 4 && word.allSatisfy { ("A"..."Z").contains($0) })
  }
}
