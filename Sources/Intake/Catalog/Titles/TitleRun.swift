/// Takes a run of Chinese characters of a title apart.
struct TitleRun {
  private let run: [Character]
  private var phrases: [ChineseTitle.Phrase] = []
  private var rest: [[Character]] = []
  /// The words before the next thing, and those that a property parts from it.
  private var parts: [[Character]] = []
  private var earlier: [[Character]] = []
  private var unknown: [Character] = []
  private var touchesKind = false

  /// The things in a run with the words before them, the stretches without a thing, and whether what follows up to the next gap is a
  /// gift.
  ///
  /// - Parameter isFirst: whether nothing was found before: later runs say what the product goes with, too.
  static func phrases(
    in run: [Character], isFirst: Bool
  ) -> (phrases: [ChineseTitle.Phrase], rest: [[Character]], endsInGift: Bool) {
    var reader = TitleRun(run)
    let endsInGift = reader.read()
    reader.endWithoutKind()
    let found = isFirst ? reader.phrases : reader.phrases.filter { $0.kinds.joined().count > 2 }
    return (found, reader.rest, endsInGift)
  }

  private init(_ run: [Character]) { self.run = run }

  private mutating func read() -> Bool {
    var index = 0
    while index < run.count {
      let kind = kind(at: index)
      let modifier = modifier(at: index)
      let noise = TitleWords.noise.match(run, at: index)
      if kind == 0, modifier == 0, TitleWords.gifts.match(run, at: index) > 0 {
        cut()
        return true
      }
      if kind > 0, kind >= modifier, kind >= noise {
        index = append(kind: index..<(index + kind))
      } else if modifier > 0, modifier >= noise {
        endUnknown()
        parts.append(Array(run[index..<(index + modifier)]))
        index += modifier
      } else if noise > 0 {
        cut()
        index += noise
      } else {
        unknown.append(run[index])
        index += 1
      }
    }
    return false
  }

  /// The length of the thing at a place; 0 where a thing that begins inside it reaches further (大 · 虾仁, not 大虾 · 仁), or where
  /// what the thing is made of is named as a thing (褪黑素 · 软糖).
  private func kind(at index: Int) -> Int {
    let length = TitleWords.kinds.match(run, at: index)
    guard length > 0 else { return 0 }
    if reachesFurther(index, length) { return 0 }
    let isIngredient = TitleWords.modifiers.words.contains(String(run[index..<(index + length)]))
    return isIngredient && hasKind(after: index + length) ? 0 : length
  }

  private func modifier(at index: Int) -> Int {
    let length = TitleWords.modifiers.match(run, at: index)
    return length > 0 && reachesFurther(index, length) ? 0 : length
  }

  private func reachesFurther(_ index: Int, _ length: Int) -> Bool {
    guard length > 1 else { return false }
    return ((index + 1)..<(index + length)).contains { start in
      let inner = TitleWords.kinds.match(run, at: start)
      return inner > 1 && start + inner > index + length
    }
  }

  private func hasKind(after start: Int) -> Bool {
    var index = start
    while index < run.count, TitleWords.noise.match(run, at: index) == 0 {
      if TitleWords.kinds.match(run, at: index) > 0 { return true }
      index += 1
    }
    return false
  }

  private mutating func append(kind range: Range<Int>) -> Int {
    var end = range.upperBound
    // 胶原蛋白肽 · 饮
    if end < run.count, let next = run[end].unicodeScalars.first, TitleWords.kindEndings.contains(next),
      TitleWords.kinds.match(run, at: end) == 0, TitleWords.modifiers.match(run, at: end) == 0,
      TitleWords.noise.match(run, at: end) == 0
    {
      end += 1
    }
    if TitleWords.fits.match(run, at: end) > 0, !phrases.isEmpty || range.lowerBound > 0 {
      cut()
      return end
    }
    let text = Array(run[range.lowerBound..<end])
    if touchesKind, parts.isEmpty, unknown.isEmpty {
      phrases[phrases.count - 1].kinds.append(text)
      phrases[phrases.count - 1].listed = nil
    } else {
      takeForBrand()
      endUnknown()
      let listed = end > range.upperBound ? Array(run[range]) : nil
      phrases.append(ChineseTitle.Phrase(parts: parts, earlier: earlier, kinds: [text], listed: listed))
      (parts, earlier) = ([], [])
    }
    touchesKind = true
    return end
  }

  /// A thing at the very beginning that goes on with one more character is a brand or a taste: 李子柒 · 螺蛳粉, 牛奶味 · 饼干.
  private mutating func takeForBrand() {
    guard touchesKind, parts.isEmpty, earlier.isEmpty, unknown.count == 1, phrases.count == 1, phrases[0].parts.isEmpty,
      phrases[0].kinds.count == 1, run.starts(with: phrases[0].kinds[0])
    else { return }
    parts = [phrases[0].kinds[0] + unknown]
    (phrases, unknown) = ([], [])
  }

  private mutating func endUnknown() {
    if !unknown.isEmpty { parts.append(unknown) }
    unknown = []
  }

  private mutating func cut() {
    endUnknown()
    if !parts.isEmpty {
      // Properties alone (补水保湿) are no name.
      let isName = parts.contains { !TitleWords.modifiers.words.contains(String($0)) }
      if isName { rest.append(Array(parts.joined())) }
      earlier += parts.filter { (2...4).contains($0.count) }
    }
    parts = []
    touchesKind = false
  }

  /// What is left at the end: a thing that the list does not have, when it ends like one.
  private mutating func endWithoutKind() {
    endUnknown()
    if let last = parts.last, phrases.isEmpty, let ending = last.last?.unicodeScalars.first,
      TitleWords.kindEndings.contains(ending), last.count >= 2
    {
      phrases.append(ChineseTitle.Phrase(parts: Array(parts.dropLast()), earlier: earlier, kinds: [last], listed: nil))
      parts = []
    }
    cut()
  }
}
