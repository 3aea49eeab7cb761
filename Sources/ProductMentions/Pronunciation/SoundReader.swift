/// Turns written text into sounds.
struct SoundReader: Sendable {
  /// A sound and the place of the character that it comes from.
  struct Placed: Hashable, Sendable {
    var sound: Sound
    /// The index of the character, or of the first of them, in the text's Unicode scalars.
    var position: Int
    /// Whether a word or a clause can begin here: always in Chinese, at the first letter of a Latin word.
    var beginsWord: Bool
    /// Whether a word can end here.
    var endsWord: Bool
  }

  private let inventory = SoundInventory.standard
  private let han = HanReadings.standard

  /// How Latin words are read that are not spelled out.
  enum LatinReading: Sendable {
    /// Letter by letter, reduced to those that sound: how recognisers write what they know to be Latin.
    case letters
    /// As Mandarin syllables: how they write what they take for Mandarin.
    case syllables
  }

  /// The sounds of `text`; what is neither Chinese, nor a Latin letter, nor a digit is silent.
  func read(_ text: [Unicode.Scalar], numbers: Numerals.Reading, latin: LatinReading = .letters) -> [Placed] {
    var sounds: [Placed] = []
    sounds.reserveCapacity(text.count)
    var index = 0
    while index < text.count {
      let scalar = Self.plain(text[index])
      if Self.digit(scalar) != nil {
        index = appendNumber(text, from: index, numbers, to: &sounds)
      } else if Self.isLetter(scalar) {
        index = appendWord(text, from: index, latin, to: &sounds)
      } else {
        appendHan(scalar, position: index, to: &sounds)
        index += 1
      }
    }
    return sounds
  }

  /// Whether `text` holds a number of two or more digits, which can be said in two ways.
  static func hasAmbiguousNumber(_ text: [Unicode.Scalar]) -> Bool {
    var run = 0
    for scalar in text {
      run = digit(plain(scalar)) != nil ? run + 1 : 0
      if run >= 2 { return true }
    }
    return false
  }

  /// The character as comparisons see it: simplified, half width, small letters.
  func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    Self.small(han.simplified(Self.plain(scalar)))
  }

  /// A text as comparisons see it.
  func folded(_ text: String) -> String {
    var folded = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { folded.append(self.folded(scalar)) }
    return String(folded)
  }

  private func appendHan(_ scalar: Unicode.Scalar, position: Int, to sounds: inout [Placed]) {
    let readings = han.readings(of: scalar).compactMap { inventory.code(of: $0) }
    guard let code = readings.first else { return }
    let sound = Sound(
      code: code, otherCode: readings.count > 1 ? readings[1] : code, tone: han.tone(of: scalar),
      character: folded(scalar), weight: 1)
    sounds.append(Placed(sound: sound, position: position, beginsWord: true, endsWord: true))
  }

  private func appendNumber(
    _ text: [Unicode.Scalar], from start: Int, _ reading: Numerals.Reading, to sounds: inout [Placed]
  ) -> Int {
    var digits: [Int] = []
    var index = start
    while index < text.count, let digit = Self.digit(Self.plain(text[index])) {
      digits.append(digit)
      index += 1
    }
    let spoken = Numerals.spoken(digits, reading)
    for (offset, character) in spoken.enumerated() {
      // Spread over the digits, so that each sound has a time.
      appendHan(character, position: start + offset * digits.count / spoken.count, to: &sounds)
    }
    return index
  }

  private func appendWord(
    _ text: [Unicode.Scalar], from start: Int, _ latin: LatinReading, to sounds: inout [Placed]
  ) -> Int {
    var word: [Unicode.Scalar] = []
    var index = start
    while index < text.count, Self.isLetter(Self.plain(text[index])) {
      word.append(Self.plain(text[index]))
      index += 1
    }
    let spelledOut = LatinSpelling.isSpelledOut(word)
    let small = word.map(Self.small)
    if latin == .syllables, !spelledOut {
      appendSyllables(LatinSyllables.read(small), from: start, to: &sounds)
      return index
    }
    let letters = spelledOut ? small.enumerated().map { ($1, $0) } : LatinSpelling.key(small)
    for (place, letter) in letters.enumerated() {
      guard let code = inventory.code(ofLetter: letter.0) else { continue }
      let sound = Sound(
        code: code, otherCode: code, tone: 0, character: letter.0, weight: spelledOut ? 1 : Sound.letterWeight)
      sounds.append(
        Placed(
          sound: sound, position: start + letter.1, beginsWord: place == 0, endsWord: place == letters.count - 1))
    }
    return index
  }

  private func appendSyllables(_ syllables: [LatinSyllables.Placed], from start: Int, to sounds: inout [Placed]) {
    for (syllable, index) in syllables {
      guard let code = inventory.code(of: syllable) else { continue }
      let sound = Sound(code: code, otherCode: code, tone: 0, character: Self.noCharacter, weight: 1)
      sounds.append(Placed(sound: sound, position: start + index, beginsWord: true, endsWord: true))
    }
  }

  /// Of sounds that no character of the text writes: equal to none that is heard.
  private static let noCharacter: Unicode.Scalar = "\u{E000}"

  /// Full-width letters and digits as ordinary ones.
  private static func plain(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    guard (0xFF01...0xFF5E).contains(scalar.value) else { return scalar }
    return Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar
  }

  private static func small(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    ("A"..."Z").contains(scalar) ? Unicode.Scalar(UInt8(scalar.value + 32)) : scalar
  }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
  }

  private static func digit(_ scalar: Unicode.Scalar) -> Int? {
    ("0"..."9").contains(scalar) ? Int(scalar.value) - 48 : nil
  }
}
