extension CommentLinker {
  /// A name that is written with other characters of the same sound, with one slip, or in pinyin.
  func findNearName(
    in text: FoldedText, _ taken: [Bool], _ claim: (Range<Int>, String) -> Void, _ finding: inout Finding
  ) {
    let tokens = text.tokens
    guard tokens.contains(where: { $0.isHan || $0.isLatin }) else { return }
    let sounds = Pinyin.syllables(of: tokens.map(\.text))
    guard sounds.count == tokens.count else { return }
    for name in index.names where !name.isPart || name.tokens.count >= 3 || name.tokens[0].isLatin {
      guard let range = Self.place(of: name, tokens, sounds, taken) else { continue }
      claim(range, "P")
      finding.products = name.products
      finding.link = .nearName
      return
    }
  }

  private static func place(
    of name: ProductIndex.Name, _ tokens: [FoldedText.Token], _ sounds: [String], _ taken: [Bool]
  ) -> Range<Int>? {
    let count = name.tokens.count
    if name.tokens.allSatisfy(\.isHan) {
      let letters = name.sounds.joined()
      if letters.count >= 5, let place = tokens.firstIndex(where: { $0.isLatin && isPinyin($0.text, letters) }) {
        return place..<place + 1
      }
    }
    guard count >= 2, tokens.count >= count else {
      return latinPlace(of: name, tokens)
    }
    for start in 0...(tokens.count - count) {
      let range = start..<start + count
      if range.contains(where: { taken[$0] || tokens[$0].isNumber != name.tokens[$0 - start].isNumber }) { continue }
      let alike = range.filter { tokens[$0].text == name.tokens[$0 - start].text }.count
      let sounding = range.filter { sounds[$0] == name.sounds[$0 - start] }.count
      // Two characters: one written right, the other of the same sound. More: all of the same sound, or one slip.
      let isNear =
        count == 2 ? alike == 1 && sounding == 2 : sounding == count && alike >= 1 || (count >= 4 && alike >= count - 1)
      if isNear { return range }
    }
    return latinPlace(of: name, tokens)
  }

  /// A Latin name of five or more letters with one letter wrong.
  private static func latinPlace(of name: ProductIndex.Name, _ tokens: [FoldedText.Token]) -> Range<Int>? {
    guard name.tokens.count == 1, name.tokens[0].isLatin, name.tokens[0].text.count >= 5 else { return nil }
    let wanted = Array(name.tokens[0].text.utf8)
    return tokens.firstIndex { $0.isLatin && isOneSlip(Array($0.text.utf8), wanted) }.map { $0..<$0 + 1 }
  }

  /// Whether a Latin word is the pinyin, in which zh, ch, sh and final ng may be written in either way.
  private static func isPinyin(_ word: String, _ letters: String) -> Bool {
    func plain(_ text: String) -> String {
      var result = text
      for (from, to) in [("zh", "z"), ("ch", "c"), ("sh", "s"), ("ng", "n")] {
        result = result.split(separator: from, omittingEmptySubsequences: false).joined(separator: to)
      }
      return result
    }
    return word.count >= 5 && plain(word) == plain(letters)
  }

  private static func isOneSlip(_ left: [UInt8], _ right: [UInt8]) -> Bool {
    guard abs(left.count - right.count) <= 1 else { return false }
    var start = 0
    while start < min(left.count, right.count), left[start] == right[start] { start += 1 }
    var end = 0
    while end < min(left.count, right.count) - start, left[left.count - 1 - end] == right[right.count - 1 - end] {
      end += 1
    }
    return max(left.count, right.count) - start - end <= 1
  }
}
