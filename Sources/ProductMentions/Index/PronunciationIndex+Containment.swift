extension PronunciationIndex {
  /// The longer names in which the characters of a name occur, by their place in the index.
  func namesContaining(_ number: Int) -> [Int] {
    guard let form = forms.first(where: { $0.name == number }), let rarest = rarestSeed(of: form) else { return [] }
    let characters = form.sounds.map(\.character)
    var found: Set<Int> = []
    for place in Int(postingStart[rarest])..<Int(postingStart[rarest + 1]) {
      let other = forms[Int(postings[place].form)]
      guard other.name != number, other.sounds.count > characters.count, !found.contains(other.name) else { continue }
      let text = other.sounds.map(\.character)
      let starts = 0...(text.count - characters.count)
      if starts.contains(where: { Array(text[$0..<($0 + characters.count)]) == characters }) {
        found.insert(other.name)
      }
    }
    return found.sorted()
  }

  private func rarestSeed(of form: SpokenForm) -> Int? {
    Seeds.ofName(form.sounds).prefix(Self.maximumSeeds).compactMap(\.keys.first).min {
      (postingStart[$0 + 1] - postingStart[$0], $0) < (postingStart[$1 + 1] - postingStart[$1], $1)
    }
  }
}
