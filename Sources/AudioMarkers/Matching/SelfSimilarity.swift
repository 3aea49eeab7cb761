/// Where a reference resembles itself: the shifts at which its repeated strokes or rings would be taken for its
/// beginning.
enum SelfSimilarity {
  /// The farthest shift looked at, in samples.
  static let reach = 6 * 16_000
  /// How strongly and unanimously the shifted reference must fit itself.
  private static let leastStrength: Float = 5
  private static let leastAgreement: Float = 3
  /// Samples between the shifts tried; the filter covers what lies between.
  private static let step = 768

  /// Shifts in samples, ascending, all at least one step.
  static func shifts(
    of sound: [Float], template: MatchedTemplate, filter: inout MatchedFilter
  ) -> [Int] {
    var history = AudioHistory(capacity: sound.count)
    history.append(sound)
    var shifts: [Int] = []
    for shift in stride(from: step, to: min(reach, sound.count - MatchedTemplate.piece / 2), by: step) {
      var evidence = MatchedFilter.Evidence()
      while evidence.pieces < template.pieceCount,
        shift + evidence.pieces * MatchedTemplate.piece + MatchedTemplate.piece / 2 < sound.count
      {
        filter.add(pieceOf: template, at: shift, in: history, to: &evidence)
      }
      let fit = filter.fit(evidence)
      guard fit.strength >= leastStrength else { continue }
      let place = Double(shift) + fit.lag
      let agreement = filter.agreement(of: template, pieces: evidence.pieces, at: place, in: history)
      guard agreement >= leastAgreement else { continue }
      let rounded = Int(place.rounded())
      if let last = shifts.last, rounded - last < step / 2 { continue }
      shifts.append(rounded)
    }
    return shifts
  }
}
