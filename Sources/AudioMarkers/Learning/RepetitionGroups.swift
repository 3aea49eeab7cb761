/// Gathers repetitions into sounds.
///
/// A sound is a star: one clear occurrence in the middle, and those that repeat it directly. Chains would join
/// everything that shares a syllable or a bar of music with its neighbour.
struct RepetitionGroups {
  struct Occurrence {
    var first, last: Int
    var landmarks: Int
  }

  /// A sound: its occurrences, the middle of the star first.
  typealias Sound = [Occurrence]

  private static let mostSounds = 500
  /// The share of the middle's length that another occurrence must have in common with it.
  private static let leastShare = 0.5

  private var groups: [Sound] = []

  init(_ repetitions: [RepetitionFinder.Repetition]) {
    // The clearest first: they settle where a sound begins and ends.
    let ranked = repetitions.sorted { ($1.landmarks, $0.first, $0.lag) < ($0.landmarks, $1.first, $1.lag) }
    for repetition in ranked {
      let later = Occurrence(first: repetition.first, last: repetition.last, landmarks: repetition.landmarks)
      let earlier = Occurrence(
        first: later.first - repetition.lag, last: later.last - repetition.lag, landmarks: repetition.landmarks)
      add(earlier, later)
    }
  }

  /// The sounds, the best supported first, each with the middle of its star and all occurrences in the order of time.
  ///
  /// A sound most of whose occurrences lie in those of a better one is left out.
  func sounds() -> [(middle: Occurrence, occurrences: [Occurrence])] {
    var kept: [Sound] = []
    for sound in groups.sorted(by: { Self.support($1) < Self.support($0) }) {
      let isPart = kept.contains { better in
        let inside = sound.filter { one in better.contains { Self.overlap($0, one) > 0 } }
        return 2 * inside.count > sound.count
      }
      if !isPart { kept.append(sound) }
    }
    return kept.map { ($0[0], $0.sorted { $0.first < $1.first }) }
  }

  static func support(_ sound: Sound) -> Int { sound.reduce(0) { $0 + $1.landmarks } }

  private mutating func add(_ earlier: Occurrence, _ later: Occurrence) {
    var isKnown = false
    for index in groups.indices {
      for (one, other) in [(earlier, later), (later, earlier)] {
        if Self.isSame(groups[index][0], one) {
          Self.join(other, shiftedBy: groups[index][0].first - one.first, to: &groups[index])
          isKnown = true
        } else if groups[index].contains(where: { Self.overlap($0, one) > 0 }) {
          isKnown = true
        }
      }
    }
    if !isKnown, groups.count < Self.mostSounds { groups.append([earlier, later]) }
  }

  /// Adds an occurrence, of which the middle's beginning lies `shift` frames before its own.
  private static func join(_ other: Occurrence, shiftedBy shift: Int, to sound: inout Sound) {
    let whole = Occurrence(
      first: other.first + shift, last: other.first + shift + sound[0].last - sound[0].first,
      landmarks: other.landmarks)
    if let known = sound.firstIndex(where: { overlap($0, whole) > 0 }) {
      sound[known].landmarks += other.landmarks
    } else {
      sound.append(whole)
    }
  }

  private static func overlap(_ one: Occurrence, _ other: Occurrence) -> Int {
    max(0, min(one.last, other.last) - max(one.first, other.first))
  }

  private static func isSame(_ middle: Occurrence, _ other: Occurrence) -> Bool {
    Double(overlap(middle, other)) >= leastShare * Double(middle.last - middle.first)
  }
}
