import LiveshelfCore

extension MentionFinder {
  /// Whether a name of one syllable stands as a word of its own: the very character, after words such
  /// as 这款 or right beside the words of a rule.
  ///
  /// Most characters that could be such a name are parts of many words (粉 in 粉色, 粉丝, 面粉), so that the sound
  /// alone proves nothing.
  func standsAlone(_ match: NameMatch, in reading: SpeechStretch.Reading) -> Bool {
    guard match.isExact else { return false }
    let elements = reading.heard.elements
    let place = match.range.lowerBound
    let before = elements[max(0, place - 2)..<place].map(\.sound.character)
    if before.count == 2, Self.pointers.contains(before[0]), Self.measures.contains(before[1]) { return true }
    return rules.fit(around: match.range, in: reading.heard, maximumGap: 0) != nil
  }

  /// Whether a product is meant by a name that hosts say all the time (家人们): only after words such as 这款, while the product is being
  /// spoken of by another name. A product that has no other name must do without.
  func isMeant(_ claim: NameClaim, _ product: Product, in reading: SpeechStretch.Reading) -> Bool {
    guard index.names[claim.name].isHostTalk, hasClearName(product) else { return true }
    return recent.presence(of: product.sku, at: claim.start) > 0 && standsAlone(claim.best.match, in: reading)
  }

  private func hasClearName(_ product: Product) -> Bool {
    product.names.contains { name in
      let written = reader.folded(name)
      return written.count > 1 && !EverydayWords.standard.isHostTalk(written)
    }
  }

  private static let pointers = Set("这那哪此每一二两三四五六七八九十几".unicodeScalars)
  private static let measures = Set("款个种份碗包盒瓶支条件双袋桶罐箱只把台张套片块颗斤".unicodeScalars)
}
