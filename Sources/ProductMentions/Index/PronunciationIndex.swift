internal import Foundation
import LiveshelfCore

/// The names of a catalog by sound: finds those that a stretch of speech may contain, all at once.
///
/// Sounds lead to names through an inverted index; a name becomes a candidate where enough of its sounds were heard,
/// or sounds near them, in its order. Only candidates are aligned. The cost of a search therefore grows with the
/// number of names that sound like what was said and not with the catalog.
struct PronunciationIndex: Sendable {
  /// A limit against hostile catalogs; 5,000 products with six names each stay far below it.
  static let maximumNames = 60_000
  /// Sounds of a name that are compared.
  static let maximumSounds = 40
  /// Sounds of a name that lead to it.
  static let maximumSeeds = 16

  let names: [CatalogName]
  let forms: [SpokenForm]
  let unusable: [UnusableName]

  /// A place in a form where a sound occurs.
  struct Posting: Sendable {
    var form: Int32
    var position: Int32
  }

  /// Postings by seed, all in one array: those of seed `s` are at `postingStart[s]..<postingStart[s + 1]`.
  let postings: [Posting]
  let postingStart: [Int32]
  /// The likeness of heard seeds, at about the right distance from each other, that makes a form a candidate.
  let neededLikeness: [UInt8]

  /// The decimal logarithm of the number of names.
  let logarithmOfSize: Double

  init(_ catalog: Catalog) {
    var builder = PronunciationIndexBuilder()
    for (position, product) in catalog.products.enumerated() { builder.add(product, at: position) }
    names = builder.names
    forms = builder.forms
    unusable = builder.unusable
    logarithmOfSize = log10(Double(max(1, builder.names.count)))
    (postings, postingStart, neededLikeness) = Self.invert(builder.forms)
  }

  /// Two of three seeds, or near ones for them; 40 % of many.
  private static func neededLikeness(seeds: Int) -> UInt8 {
    switch seeds {
    case ...1: UInt8(SoundInventory.fullLikeness)
    case 2: 8
    case 3: 9
    case 4: 10
    default: UInt8(12 * min(seeds, maximumSeeds) / 5)
    }
  }

  private static func invert(_ forms: [SpokenForm]) -> ([Posting], [Int32], [UInt8]) {
    var bySeed = [[Posting]](repeating: [], count: Seeds.count)
    var needed: [UInt8] = []
    for (number, form) in forms.enumerated() {
      let seeds = Seeds.ofName(form.sounds).prefix(maximumSeeds)
      for seed in seeds {
        for key in Set(seed.keys).sorted() {
          bySeed[key].append(Posting(form: Int32(number), position: Int32(seed.position)))
        }
      }
      needed.append(neededLikeness(seeds: seeds.count))
    }
    var starts: [Int32] = [0]
    for postings in bySeed { starts.append(starts[starts.count - 1] + Int32(postings.count)) }
    return (Array(bySeed.joined()), starts, needed)
  }
}

/// What leads from sounds to names: single syllables, and pairs of letters inside Latin words.
enum Seeds {
  private static let singles = SoundInventory.standard.count
  static let count = singles + 26 * 26

  /// The keys of a sound of a name, one for each reading.
  static func ofName(_ sounds: [Sound]) -> [(position: Int, keys: [Int])] {
    sounds.indices.compactMap { position in
      let sound = sounds[position]
      if sound.weight == 1 { return (position, [Int(sound.code), Int(sound.otherCode)]) }
      guard position + 1 < sounds.count, sounds[position + 1].weight < 1 else { return nil }
      return (position, [pair(sound, sounds[position + 1])])
    }
  }

  /// The key of two neighbouring letters.
  static func pair(_ first: Sound, _ second: Sound) -> Int {
    singles + Int(first.character.value % 26) * 26 + Int(second.character.value % 26)
  }
}
