import LiveshelfCore

/// Gives smoothed presentations the ids of the announcements they correspond to.
enum PresentationMatch {
  /// Pairs those of the same product by longest overlap; each announcement is used once.
  static func identify(
    _ smoothed: [Presentation], announced: [Presentation], idPrefix: String, end: StreamTime
  ) -> [Presentation] {
    var pairs: [(overlap: Double, smoothed: Int, announced: Int)] = []
    for (index, presentation) in smoothed.enumerated() {
      for (other, live) in announced.enumerated() where live.sku == presentation.sku {
        let overlap = min(presentation.end ?? end, live.end ?? end) - max(presentation.start, live.start)
        if overlap > 0 { pairs.append((overlap, index, other)) }
      }
    }
    pairs.sort { ($1.overlap, $0.smoothed, $0.announced) < ($0.overlap, $1.smoothed, $1.announced) }
    var result = smoothed
    var (named, used): (Set<Int>, Set<Int>) = ([], [])
    for pair in pairs where !named.contains(pair.smoothed) && !used.contains(pair.announced) {
      named.insert(pair.smoothed)
      used.insert(pair.announced)
      result[pair.smoothed].id = announced[pair.announced].id
      result[pair.smoothed].announcedAt = announced[pair.announced].announcedAt
    }
    var taken = Set(announced.map(\.id))
    var number = announced.count
    for index in result.indices where !named.contains(index) {
      repeat { number += 1 } while taken.contains(idPrefix + String(number))
      result[index].id = idPrefix + String(number)
      taken.insert(result[index].id)
    }
    return result
  }
}
