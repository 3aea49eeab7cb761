internal import LiveshelfCore

/// Hears the speech of a recording once more in windows of up to 24 s, with the catalog's names given beforehand as text that
/// went before (Radford et al. 2022, section 2.3): with more around it, and with the names in mind, a recogniser misses
/// other names than it does stretch by stretch.
///
/// Belongs to one thread at a time.
struct PromptedHearing {
  /// What stands between the names that are given.
  static let separator = "、"
  /// Seconds of a window.
  static let longest = 24.0
  /// From so many separators on, a reading goes on with the list that it was given instead of hearing.
  private static let list = 4

  private struct Window {
    var start: StreamTime
    var end: StreamTime
    /// The end of the audio that had been taken in.
    var heardAt: StreamTime
  }

  private var history: AudioHistory?
  private var open: Window?
  private var complete: Window?

  /// Takes in the sound itself.
  mutating func note(_ block: AudioBlock) throws(SpeechError) {
    var history = self.history ?? AudioHistory(startingAt: block.firstSample)
    try history.append(block)
    // A stretch is given when it is over, and begins this long ago at the most.
    let kept = open.map { Self.sample($0.start) } ?? history.end
    history.forget(before: kept - Int64(Self.longest) * Int64(AudioFormat.sampleRate))
    self.history = history
  }

  /// Takes in a stretch of speech that was recognised.
  mutating func note(_ stretch: SpeechStretches.Stretch) {
    let start = open.map(\.start) ?? stretch.start
    if stretch.end - start > Self.longest {
      complete = open.map { Window(start: $0.start, end: $0.end, heardAt: stretch.consumed) }
      open = Window(start: stretch.start, end: stretch.end, heardAt: stretch.consumed)
    } else {
      open = Window(start: start, end: stretch.end, heardAt: stretch.consumed)
    }
  }

  /// No more sound comes: what is open is a window.
  mutating func finish() {
    complete = open.map { Window(start: $0.start, end: $0.end, heardAt: history.map { Self.time($0.end) } ?? $0.end) }
    open = nil
  }

  /// Hears the window that is complete.
  ///
  /// - Returns: nil when there is none, or nothing was understood.
  mutating func hear(with transcriber: inout WhisperTranscriber) throws(SpeechError) -> Utterance? {
    guard let window = complete, let history else { return nil }
    complete = nil
    let samples = history[Self.sample(window.start)..<Self.sample(window.end)]
    let readings = try transcriber.readings(of: samples, start: window.start, expectsNames: true)
    let hypotheses = transcriber.hypotheses(readings.map { ($0, $0.tokens.indices) })
    guard let times = readings.first?.times, let first = times.first, let last = times.last,
      let best = hypotheses.first, !best.tokens.isEmpty,
      best.text.split(separator: Self.separator, omittingEmptySubsequences: false).count <= Self.list
    else { return nil }
    return Utterance(start: first, end: min(last, window.heardAt), detectedAt: window.heardAt, hypotheses: hypotheses)
  }

  private static func sample(_ time: StreamTime) -> Int64 {
    time.microseconds / 1_000 * Int64(AudioFormat.sampleRate) / 1_000
  }

  private static func time(_ sample: Int64) -> StreamTime {
    StreamTime(sample: sample, sampleRate: Int64(AudioFormat.sampleRate))
  }
}
