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
    var history = SampleHistory(capacity: sound.count)
    history.append(sound)
    var shifts: [Int] = []
    for shift in stride(from: step, to: min(reach, sound.count - MatchedTemplate.frame), by: step) {
      var evidence = MatchedFilter.Evidence(MatchedFilter.Playback(start: Double(shift)))
      while evidence.frames < template.frameCount,
        shift + MatchedTemplate.samplesNeeded(forFrame: evidence.frames) <= sound.count
      {
        filter.add(frameOf: template, in: history, to: &evidence)
      }
      let fit = filter.fit(evidence)
      guard fit.strength >= leastStrength else { continue }
      let place = Double(shift) + fit.lag
      let agreement = filter.agreement(
        of: template, frames: evidence.frames, MatchedFilter.Playback(start: place), in: history)
      guard agreement.cells >= leastAgreement else { continue }
      let rounded = Int(place.rounded())
      if let last = shifts.last, rounded - last < step / 2 { continue }
      shifts.append(rounded)
    }
    return shifts
  }
}
