extension PronunciationIndex {
  /// The distance up to which a name of so many syllables is worth a closer look. One syllable must be the very sound.
  static func maximumDistance(syllables: Float) -> Float {
    if syllables < 1.5 { return 0 }
    return syllables < 2.5 ? 0.27 : 0.4
  }

  /// Sounds that are counted together; further ones are counted in the next window.
  private static let windowLength = 48
  private static let windowStride = 32
  /// Diagonals of a form that a window can touch, rounded up to a power of two.
  private static let diagonals = 64

  /// Where names of the catalog may have been said, in the order of their place; several names may claim one place.
  ///
  /// - Parameter part: the sounds that are looked through; nil: all.
  func search(_ heard: HeardSounds, in part: Range<Int>? = nil) -> [NameMatch] {
    var matches: [NameMatch] = []
    var alignment = NameAlignment()
    let elements = heard.elements
    let part = part?.clamped(to: elements.indices) ?? elements.indices
    var window = part.lowerBound
    while window < part.upperBound {
      let end = min(part.upperBound, window + Self.windowLength)
      for (form, diagonal) in candidates(elements, window..<end) {
        if let match = match(form, at: diagonal, heard, &alignment) { matches.append(match) }
      }
      if end == part.upperBound { break }
      window += Self.windowStride
    }
    return withoutRepeats(matches)
  }

  /// Forms, and where their first sound would be, for which enough seeds were heard.
  private func candidates(_ elements: [HeardSounds.Element], _ window: Range<Int>) -> [(form: Int, diagonal: Int)] {
    let mask = Self.diagonals - 1
    var counts = [UInt8](repeating: 0, count: forms.count * Self.diagonals)
    var found: [(form: Int, diagonal: Int)] = []
    func count(_ key: Int, at place: Int, _ likeness: UInt8) {
      for number in Int(postingStart[key])..<Int(postingStart[key + 1]) {
        let posting = postings[number]
        let form = Int(posting.form)
        let diagonal = place - Int(posting.position)
        let base = form * Self.diagonals
        let cell = base + (diagonal & mask)
        counts[cell] = (counts[cell] & 0x80) | min(0x7F, (counts[cell] & 0x7F) + likeness)
        let before = counts[base + ((diagonal - 1) & mask)] & 0x7F
        let after = counts[base + ((diagonal + 1) & mask)] & 0x7F
        if counts[cell] & 0x80 == 0, Int(counts[cell]) + Int(before) + Int(after) >= Int(neededLikeness[form]) {
          counts[cell] |= 0x80
          found.append((form, diagonal))
        }
      }
    }
    for place in window {
      let element = elements[place]
      let sound = element.sound
      if sound.weight == 1 {
        let nearby = SoundInventory.standard.nearby
        for (code, likeness) in nearby[Int(sound.code)] { count(Int(code), at: place, likeness) }
        if sound.otherCode != sound.code {
          for (code, likeness) in nearby[Int(sound.otherCode)]
          where !nearby[Int(sound.code)].contains(where: { $0.code == code }) {
            count(Int(code), at: place, likeness)
          }
        }
      } else if place + 1 < elements.count, elements[place + 1].sound.weight < 1 {
        count(Seeds.pair(sound, elements[place + 1].sound), at: place, UInt8(SoundInventory.fullLikeness))
      }
    }
    return found
  }

  private func match(
    _ number: Int, at diagonal: Int, _ heard: HeardSounds, _ alignment: inout NameAlignment
  ) -> NameMatch? {
    let form = forms[number]
    let slack = form.sounds.count <= 2 ? 0 : 2
    let window = max(0, diagonal - slack)..<min(heard.sounds.count, diagonal + form.sounds.count + slack)
    let limit = Self.maximumDistance(syllables: form.weight) * form.weight
    guard !window.isEmpty,
      let found = alignment.align(
        form.sounds, with: heard, window: window, limit: limit, band: (diagonal, slack + 1))
    else { return nil }
    let exact =
      found.cost == 0 && found.range.count == form.sounds.count
      && zip(found.range, form.sounds).allSatisfy { heard.sounds[$0].character == $1.character }
    return NameMatch(
      form: number, name: form.name, range: found.range, cost: found.cost, worst: found.worst, weight: form.weight,
      isExact: exact)
  }

  /// One match for each place where a name was found; several diagonals and ways to say it lead to the same one.
  private func withoutRepeats(_ matches: [NameMatch]) -> [NameMatch] {
    let ordered = matches.sorted {
      ($0.name, $0.cost, $0.isExact ? 0 : 1, $0.range.lowerBound, $0.form)
        < ($1.name, $1.cost, $1.isExact ? 0 : 1, $1.range.lowerBound, $1.form)
    }
    var kept: [NameMatch] = []
    var first = 0
    for match in ordered {
      if first < kept.count, kept[first].name != match.name { first = kept.count }
      if !kept[first...].contains(where: { $0.range.overlaps(match.range) }) { kept.append(match) }
    }
    return kept.sorted {
      ($0.range.lowerBound, $0.range.upperBound, $0.name) < ($1.range.lowerBound, $1.range.upperBound, $1.name)
    }
  }
}
