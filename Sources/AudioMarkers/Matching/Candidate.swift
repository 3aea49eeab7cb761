/// A start that landmarks nominated, and what the matched filter says about it so far.
struct Candidate {
  let marker: Int
  /// The sample of the stream.
  let start: Int
  var support: OffsetVotes.Support
  var evidence: MatchedFilter.Evidence
  var fit = MatchedFilter.Fit(lag: 0, strength: 0)
  /// The agreement among cells at the fit's start.
  var agreement: Float = 0
  /// The end of the audio with which it was first believed.
  var believedAt: Int?

  init(marker: Int, start: Int, stretch: Double, support: OffsetVotes.Support) {
    self.marker = marker
    self.start = start
    self.support = support
    evidence = MatchedFilter.Evidence(MatchedFilter.Playback(start: Double(start), stretch: stretch))
  }

  /// As the filter places it.
  var playback: MatchedFilter.Playback {
    var playback = evidence.playback
    playback.start += fit.lag * playback.stretch
    return playback
  }
}
