/// The words by which titles of listings are taken apart.
enum TitleWords {
  /// Words with their length, to be looked for from the longest on.
  struct List: Sendable {
    let words: Set<String>
    let longest: Int

    /// The length of the longest word of the list that begins at a place; 0 for none.
    func match(_ text: [Character], at start: Int) -> Int {
      for length in stride(from: min(longest, text.count - start), to: 0, by: -1)
      where words.contains(String(text[start..<(start + length)])) {
        return length
      }
      return 0
    }
  }

  static func words(_ text: String) -> List {
    let words = Set(text.split(whereSeparator: \.isWhitespace).map(String.init))
    return List(words: words, longest: words.map(\.count).max() ?? 0)
  }
}
