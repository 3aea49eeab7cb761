import LiveshelfCore

/// Gives smoothed presentations the ids of the announcements they correspond to.
enum PresentationMatch {
  /// An announcement belongs to the presentation of its product that it shares most time with. Of several that belong to
  /// one, because the product was taken for over while it was not, the first counts: it told of the switch.
  static func identify(
    _ smoothed: [Presentation], announced: [Presentation], idPrefix: String, end: StreamTime
  ) -> [Presentation] {
    var first: [Int: Presentation] = [:]
    for live in announced {
      let overlaps = smoothed.indices.filter { smoothed[$0].sku == live.sku }.map { index in
        let presentation = smoothed[index]
        return (
          index: index,
          seconds: min(presentation.end ?? end, live.end ?? end) - max(presentation.start, live.start)
        )
      }
      guard let most = overlaps.max(by: { ($0.seconds, $1.index) < ($1.seconds, $0.index) }), most.seconds > 0 else {
        continue
      }
      if let known = first[most.index], (known.announcedAt, known.id) <= (live.announcedAt, live.id) { continue }
      first[most.index] = live
    }
    var result = smoothed
    for (index, live) in first {
      result[index].id = live.id
      result[index].announcedAt = live.announcedAt
    }
    var taken = Set(announced.map(\.id))
    var number = announced.count
    for index in result.indices where first[index] == nil {
      repeat { number += 1 } while taken.contains(idPrefix + String(number))
      result[index].id = idPrefix + String(number)
      taken.insert(result[index].id)
    }
    return result
  }
}
