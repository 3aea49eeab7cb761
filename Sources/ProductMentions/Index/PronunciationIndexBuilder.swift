import LiveshelfCore

/// Collects the names of a catalog and the ways to say them.
struct PronunciationIndexBuilder {
  private(set) var names: [CatalogName] = []
  private(set) var forms: [SpokenForm] = []
  private(set) var unusable: [UnusableName] = []
  private var nameBySounds: [[Unicode.Scalar]: Int] = [:]
  private let reader = SoundReader()

  mutating func add(_ product: Product, at position: Int) {
    for text in product.names {
      let scalars = Array(text.unicodeScalars.prefix(4 * PronunciationIndex.maximumSounds))
      let ways = waysToSay(scalars)
      guard let first = ways.first else {
        unusable.append(UnusableName(sku: product.sku, name: text, reason: .nothingToHear))
        continue
      }
      let key = first.map(\.character)
      if let known = nameBySounds[key] {
        if !names[known].products.contains(position) { names[known].products.append(position) }
        continue
      }
      guard names.count < PronunciationIndex.maximumNames else {
        unusable.append(UnusableName(sku: product.sku, name: text, reason: .tooManyNames))
        continue
      }
      if first.count > PronunciationIndex.maximumSounds {
        unusable.append(UnusableName(sku: product.sku, name: text, reason: .tooLong))
      }
      nameBySounds[key] = names.count
      for way in ways {
        let sounds = Array(way.prefix(PronunciationIndex.maximumSounds))
        forms.append(SpokenForm(name: names.count, sounds: sounds, weight: sounds.reduce(0) { $0 + $1.weight }))
      }
      let written = reader.folded(text)
      let syllables = first.prefix(PronunciationIndex.maximumSounds).reduce(0) { $0 + $1.weight }
      names.append(
        CatalogName(
          text: text, products: [position], syllables: syllables,
          isEverydayWord: EverydayWords.standard.contains(written),
          isHostTalk: EverydayWords.standard.isHostTalk(written)))
    }
  }

  private func waysToSay(_ text: [Unicode.Scalar]) -> [[Sound]] {
    var ways: [[Sound]] = []
    func add(_ text: [Unicode.Scalar], _ numbers: Numerals.Reading, latin: SoundReader.LatinReading = .letters) {
      let sounds = reader.read(text, numbers: numbers, latin: latin).map(\.sound)
      if !sounds.isEmpty, !ways.contains(sounds) { ways.append(sounds) }
    }
    add(text, .cardinal)
    if SoundReader.hasAmbiguousNumber(text) { add(text, .digitByDigit) }
    // NIKE may be a word as well as four letters.
    if text.contains(where: { ("A"..."Z").contains($0) }) {
      let small = text.map { ("A"..."Z").contains($0) ? Unicode.Scalar(UInt8($0.value + 32)) : $0 }
      add(small, .cardinal)
    }
    add(text, .cardinal, latin: .syllables)
    return ways
  }
}
