import LiveshelfCore

extension MentionRules {
  /// A rule's kind, and the weight of its words that were heard, in syllables, less what did not fit.
  struct Fit: Sendable {
    var kind: MentionKind
    var worth: Float
  }

  /// The rule that fits best around a name; nil when none does. At most `maximumGap` other sounds stand between the
  /// name and a rule's words.
  func fit(around name: Range<Int>, in heard: HeardSounds, maximumGap: Int = .max) -> Fit? {
    var best: Fit?
    var alignment = NameAlignment()
    let clause = clause(around: name, in: heard.elements)
    for rule in rules {
      var worth: Float = 0
      if !rule.before.isEmpty {
        let reach = clause.lowerBound..<name.lowerBound
        guard let found = find(rule.before, in: reach, heard, nearest: .end, maximumGap, &alignment) else {
          continue
        }
        worth += found
      }
      if !rule.after.isEmpty {
        let reach = name.upperBound..<clause.upperBound
        guard let found = find(rule.after, in: reach, heard, nearest: .start, maximumGap, &alignment) else {
          continue
        }
        worth += found
      }
      if worth > best?.worth ?? 0 { best = Fit(kind: rule.kind, worth: worth) }
    }
    return best
  }

  private enum Side { case start, end }

  /// Other words that may stand between the words of a pattern and the name: the longer the pattern, the more.
  private static func maximumGap(_ words: [Sound]) -> Int { min(6, 2 * (words.count - 1)) }

  /// What the words of a pattern are worth where they were found: their weight, less what does not fit and the gap.
  private func find(
    _ words: [Sound], in reach: Range<Int>, _ heard: HeardSounds, nearest side: Side,
    _ maximumGap: Int, _ alignment: inout NameAlignment
  ) -> Float? {
    let allowedGap = min(maximumGap, Self.maximumGap(words))
    let length = words.count + allowedGap + (words.count > 1 ? 1 : 0)
    let window =
      side == .end
      ? max(reach.lowerBound, reach.upperBound - length)..<reach.upperBound
      : reach.lowerBound..<min(reach.upperBound, reach.lowerBound + length)
    let weight = words.reduce(0) { $0 + $1.weight }
    let limit = weight * (words.count == 1 ? 0 : words.count == 2 ? 0.15 : 0.25)
    guard let found = alignment.align(words, with: heard, window: window, limit: limit) else { return nil }
    let gap = side == .end ? window.upperBound - found.range.upperBound : found.range.lowerBound - window.lowerBound
    guard gap <= allowedGap else { return nil }
    return weight - found.cost - 0.1 * Float(gap)
  }

  /// The sounds of the clause in which a name stands.
  private func clause(around name: Range<Int>, in elements: [HeardSounds.Element]) -> Range<Int> {
    var (first, end) = (name.lowerBound, name.upperBound)
    while first > 0, !elements[first].beginsClause { first -= 1 }
    while end < elements.count, !elements[end].beginsClause { end += 1 }
    return first..<end
  }
}
