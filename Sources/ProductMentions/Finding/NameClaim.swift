import LiveshelfCore

/// A name that claims a stretch of time, with the hypotheses that support it.
struct NameClaim: Sendable {
  /// A match in one of the readings of the hypotheses.
  struct Support: Sendable {
    /// An index into the stretch's readings.
    var reading: Int
    var match: NameMatch
    var start: StreamTime
    var end: StreamTime
  }

  /// The place of the name in the index.
  var name: Int
  /// The supporting matches, the best one of each reading, in the order of the readings.
  var supports: [Support]

  /// The support that fits best; of equals the first.
  var best: Support {
    var best = supports[0]
    for support in supports.dropFirst() where support.match.score > best.match.score { best = support }
    return best
  }

  var start: StreamTime { best.start }
  var end: StreamTime { best.end }

  /// Whether two stretches of time are one: they share a good part of the shorter.
  static func overlap(
    _ start: StreamTime, _ end: StreamTime, _ otherStart: StreamTime, _ otherEnd: StreamTime, share: Double
  ) -> Bool {
    let common = min(end, otherEnd) - max(start, otherStart)
    let shorter = min(end - start, otherEnd - otherStart)
    return common > 0 && common >= share * shorter
  }

  /// Seconds by which the hypotheses of an utterance may differ in the time of a word.
  private static let timeTolerance = 1.2

  /// Gathers the matches of all readings; `hypotheses` tells which hypothesis each belongs to. Matches of one name that
  /// overlap in time support one claim, and so do those nearby, unless one hypothesis has both: only then the name was
  /// said twice.
  static func gather(
    _ matches: [[NameMatch]], in heard: [[HeardSounds.Element]], hypotheses: [Int]
  ) -> [NameClaim] {
    var claims: [NameClaim] = []
    for (reading, found) in matches.enumerated() {
      for match in found {
        let elements = heard[reading][match.range]
        guard let first = elements.first, let last = elements.last else { continue }
        let support = Support(reading: reading, match: match, start: first.start, end: last.end)
        let known =
          claims.firstIndex { claim in
            claim.name == match.name
              && claim.supports.contains { overlap($0.start, $0.end, support.start, support.end, share: 0.3) }
          }
          ?? claims.firstIndex { claim in
            claim.name == match.name && abs(claim.start - support.start) <= timeTolerance
              && !claim.supports.contains { hypotheses[$0.reading] == hypotheses[reading] }
          }
        guard let known else {
          claims.append(NameClaim(name: match.name, supports: [support]))
          continue
        }
        if let own = claims[known].supports.lastIndex(where: { $0.reading == reading }) {
          if support.match.score > claims[known].supports[own].match.score { claims[known].supports[own] = support }
        } else {
          claims[known].supports.append(support)
        }
      }
    }
    return claims
  }
}
