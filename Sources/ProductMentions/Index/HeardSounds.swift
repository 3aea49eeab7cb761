import LiveshelfCore

/// One hypothesis as sounds with times.
struct HeardSounds: Sendable {
  struct Element: Sendable {
    var sound: Sound
    var start: StreamTime
    var end: StreamTime
    /// The index of the written character in `text`.
    var position: Int
    var beginsWord: Bool
    var endsWord: Bool
    /// Whether punctuation or a pause parts it from the sound before.
    var beginsClause: Bool
  }

  var elements: [Element]
  /// The sounds of the elements, side by side for alignments.
  var sounds: [Sound]
  /// The hypothesis as written.
  var text: [Unicode.Scalar]
  /// Everyday words in the text, by characters.
  var words: [Range<Int>]
  /// The fillers that were left out, by characters.
  var leftOut: [Range<Int>] = []

  /// A pause, in seconds, that parts clauses.
  static let clausePause = 0.45
  /// Characters of a hypothesis that are looked at; the rest is beyond any utterance.
  static let maximumCharacters = 1_000

  init(_ tokens: [SpokenToken], numbers: Numerals.Reading, reader: SoundReader) {
    var text: [Unicode.Scalar] = []
    var times: [(start: StreamTime, end: StreamTime)] = []
    for token in tokens {
      let scalars = Array(token.text.unicodeScalars)
      let length = max(0, token.end - token.start)
      for (index, scalar) in scalars.enumerated() where text.count < Self.maximumCharacters {
        text.append(scalar)
        let share = length / Double(scalars.count)
        times.append((token.start + share * Double(index), token.start + share * Double(index + 1)))
      }
    }
    var elements: [Element] = []
    for placed in reader.read(text, numbers: numbers) {
      let time = times[placed.position]
      var beginsClause = true
      if let last = elements.last {
        let between = last.position + 1 < placed.position ? text[(last.position + 1)..<placed.position] : []
        beginsClause = time.start - last.end > Self.clausePause || between.contains { Self.punctuation.contains($0) }
      }
      elements.append(
        Element(
          sound: placed.sound, start: time.start, end: time.end, position: placed.position,
          beginsWord: placed.beginsWord, endsWord: placed.endsWord, beginsClause: beginsClause))
    }
    self.elements = elements
    sounds = elements.map(\.sound)
    self.text = text
    words = EverydayWords.standard.words(in: text.map(reader.folded))
  }

  /// A name as if it had been heard.
  init(name: String) {
    let tokens = [SpokenToken(text: name, start: .zero, end: StreamTime(seconds: 1))]
    self.init(tokens, numbers: .cardinal, reader: SoundReader())
  }

  /// The same without the fillers in it, so that a name goes on after them; nil where there are none.
  func withoutFillers(reader: SoundReader) -> HeardSounds? {
    let fillers = Fillers.ranges(in: text.map(reader.folded))
    guard !fillers.isEmpty else { return nil }
    var result = self
    result.leftOut = fillers
    result.elements.removeAll { element in fillers.contains { $0.contains(element.position) } }
    result.sounds = result.elements.map(\.sound)
    return result
  }

  /// The fillers that were left out inside a range of sounds, each with the sound of the range that follows it.
  func leftOut(in range: Range<Int>) -> [(before: Int, text: String)] {
    leftOut.compactMap { filler in
      guard let next = range.first(where: { elements[$0].position >= filler.upperBound }), next > range.lowerBound,
        elements[next - 1].position < filler.lowerBound
      else { return nil }
      return (next - range.lowerBound, String(String.UnicodeScalarView(text[filler])))
    }
  }

  /// What was written for a range of sounds.
  func written(_ range: Range<Int>) -> String {
    guard let first = elements[range].first, let last = elements[range].last else { return "" }
    // A number or a word goes on after the character at which its last sound was placed.
    let next = range.upperBound < elements.count ? elements[range.upperBound].position : text.count
    var end = last.position + 1
    while end < next, !last.endsWord || Self.isLatinOrDigit(text[end]) { end += 1 }
    var written = String.UnicodeScalarView()
    written.append(contentsOf: text[first.position..<max(end, first.position + 1)])
    return String(written)
  }

  private static let punctuation = Set("，。！？、；：,.!?;:…\n".unicodeScalars)

  private static func isLatinOrDigit(_ scalar: Unicode.Scalar) -> Bool {
    scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
  }
}
