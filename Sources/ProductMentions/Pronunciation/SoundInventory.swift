/// All sounds that names and speech are made of, numbered, with the distance between any two.
///
/// Sounds are Mandarin syllables and the letters of Latin words. Immutable.
struct SoundInventory: Sendable {
  static let standard = SoundInventory()

  /// The number of a sound in the inventory.
  typealias Code = UInt16

  /// Distance up to which a heard sound leads to names that have another one in its place.
  static let nearbyDistance: Float = 0.42

  private let codes: [Syllable: Code]
  private let letterBase: Int
  let count: Int
  private let distances: [Float]
  /// For each sound those within `nearbyDistance`, itself included, by code, with their likeness.
  let nearby: [[(code: Code, likeness: UInt8)]]

  /// The likeness of a sound to itself; falls to 0 at distance 1.
  static let fullLikeness = 6

  private init() {
    var syllables: [Syllable] = []
    for initial in Syllable.Initial.allCases {
      for final in Syllable.Final.allCases { syllables.append(Syllable(initial: initial, final: final)) }
    }
    let used = HanReadings.standard.allSyllables
    syllables = syllables.filter { used.contains($0) }
    letterBase = syllables.count
    let count = syllables.count + 26
    self.count = count
    codes = Dictionary(
      syllables.enumerated().map { ($1, Code($0)) }, uniquingKeysWith: { first, _ in first })
    var distances = [Float](repeating: 1, count: count * count)
    for left in 0..<count {
      for right in left..<count {
        let distance: Float
        switch (left < syllables.count, right < syllables.count) {
        case (true, true): distance = syllables[left].distance(to: syllables[right])
        case (true, false): distance = LetterSounds.distance(letter: right - syllables.count, to: syllables[left])
        case (false, true): distance = LetterSounds.distance(letter: left - syllables.count, to: syllables[right])
        case (false, false):
          distance = LetterSounds.distance(left - syllables.count, right - syllables.count)
        }
        distances[left * count + right] = distance
        distances[right * count + left] = distance
      }
    }
    self.distances = distances
    nearby = (0..<count).map { left in
      (0..<count).filter { distances[left * count + $0] <= Self.nearbyDistance }.map {
        (Code($0), UInt8((Float(Self.fullLikeness) * (1 - distances[left * count + $0])).rounded()))
      }
    }
  }

  func code(of syllable: Syllable) -> Code? { codes[syllable] }

  /// The code of a small Latin letter; nil for anything else.
  func code(ofLetter letter: Unicode.Scalar) -> Code? {
    guard ("a"..."z").contains(letter) else { return nil }
    return Code(letterBase + Int(letter.value - 97))
  }

  func isLetter(_ code: Code) -> Bool { Int(code) >= letterBase }

  /// 0 (the same) to 1 (nothing in common).
  func distance(_ left: Code, _ right: Code) -> Float { distances[Int(left) * count + Int(right)] }
}
