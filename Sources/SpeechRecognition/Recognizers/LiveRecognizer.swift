public import LiveshelfCore

/// Recognises speech while it is spoken: decodes a window again and again as it grows, and commits a word once two
/// decodings in a row agree on it (Liu et al. 2020; Macháček et al. 2023, "Turning Whisper into a real-time
/// transcription system"). Committed words are never taken back; later decodings start from them.
///
/// Words that were committed in mid-speech are heard once more at the next pause, or when the window is cut: whoever
/// looks for names hears what the whole sentence makes of them (`listenAgain`).
///
/// An utterance holds the words committed at one moment, with the alternatives to just these words. Utterances follow
/// each other without loss or repetition; a name that the catalog bias is spelling is not cut in two.
public final class LiveRecognizer: SpeechRecognizer {
  private static let frame = Int64(VoiceActivityDetector.frame)
  private static let leadIn: Int64 = 3200
  /// Seconds of waiting audio from which on work is saved.
  private static let busy = 0.5

  /// How the work is paced, in frames of 32 ms.
  struct Pace: Sendable {
    /// From one decoding to the next.
    var hop = 15
    /// Silence after which everything said is committed.
    var pause = 8
  }

  fileprivate var transcriber: WhisperTranscriber
  private var detector: VoiceActivityDetector
  private var segmenter = SpeechSegmenter(SpeechSegmenter.Settings(maximum: .max))
  private var history: AudioHistory?
  private let pace: Pace
  private var backlog = 0.0
  private var origin: Int64 = 0
  private var nextFrame: Int64 = 0
  private var window: LiveWindow?
  /// The frame of the last decoding.
  private var decodedFrame: Int64 = 0
  private var hasCommittedPause = false
  /// Whether the window has words that were committed in mid-speech and not heard as a whole since.
  private var isUnreviewed = false
  private var review: Review?

  /// Speech to be heard once more.
  private struct Review {
    var samples: ArraySlice<Float>
    var start: StreamTime
    var heardAt: StreamTime
  }

  init(_ model: SpeechModel, languages: [String], pace: Pace = Pace()) throws(SpeechError) {
    transcriber = WhisperTranscriber(model.whisper, languages: languages)
    detector = try VoiceActivityDetector(model.voiceActivity)
    self.pace = pace
  }

  public func updateCatalog(_ phrases: [BiasPhrase]) {
    transcriber.updateCatalog(phrases)
  }

  /// Says how much audio waits for recognition, in seconds. From half a second on, the recogniser decodes less often,
  /// down to a quarter of its ordinary pace, and hears nothing twice, so that it catches up instead of falling behind.
  public func noteBacklog(seconds: Double) {
    backlog = seconds.isNaN ? 0 : max(0, seconds)
  }

  public func consume(_ block: AudioBlock) throws(SpeechError) -> [Utterance] {
    var history = self.history ?? AudioHistory(startingAt: block.firstSample)
    if self.history == nil { origin = block.firstSample }
    try history.append(block)
    self.history = history
    var utterances: [Utterance] = []
    while origin + (nextFrame + 1) * Self.frame <= history.end {
      let start = origin + nextFrame * Self.frame
      let probability = try detector.probability(of: history[start..<(start + Self.frame)])
      nextFrame += 1
      utterances += try advance(probability, history)
    }
    let kept = window?.start ?? origin + nextFrame * Self.frame - Self.leadIn
    self.history?.forget(before: kept)
    return utterances
  }

  public func finish() throws(SpeechError) -> [Utterance] {
    guard let history, window != nil else { return [] }
    defer { window = nil }
    _ = segmenter.finish()
    return try decode(history, until: history.end, consumed: history.end, commit: .all)
  }

  private func advance(_ probability: Float, _ history: AudioHistory) throws(SpeechError) -> [Utterance] {
    let now = origin + nextFrame * Self.frame
    let ended = segmenter.consume(probability)
    guard let open = segmenter.openStart else {
      guard window != nil else { return [] }
      // Silence has closed the stretch. What was said has been committed at the pause.
      defer { window = nil }
      return ended == nil || hasCommittedPause ? [] : try decode(history, until: now, consumed: now, commit: .all)
    }
    if window == nil {
      let begin = origin + Int64(open) * Self.frame - Self.leadIn
      window = LiveWindow(start: max(begin, origin, window?.start ?? .min))
      decodedFrame = nextFrame
      hasCommittedPause = false
    }
    let silence = Int(nextFrame) - segmenter.openEnd
    if silence == 0 { hasCommittedPause = false }
    if silence >= pace.pause, !hasCommittedPause {
      hasCommittedPause = true
      decodedFrame = nextFrame
      return try decode(history, until: now, consumed: now, commit: .all)
    }
    let slowdown = min(4, max(1, backlog / Self.busy))
    if silence < pace.pause, nextFrame - decodedFrame >= Int64(Double(pace.hop) * slowdown) {
      decodedFrame = nextFrame
      return try decode(history, until: now, consumed: now, commit: .agreed)
    }
    return []
  }

  private func decode(
    _ history: AudioHistory, until end: Int64, consumed: Int64, commit rule: LiveWindow.CommitRule
  ) throws(SpeechError) -> [Utterance] {
    guard var window else { return [] }
    defer { self.window = window }
    let readings = try transcriber.readings(
      of: history[window.start..<end], start: Self.time(window.start), after: window.committed,
      dropsMadeUp: false, speechGoesOn: rule == .agreed)
    guard let best = readings.first else { return [] }
    let now = Self.time(consumed)
    let range = window.commit(best, rule: rule, now: now, transcriber)
    var utterances: [Utterance] = []
    if !range.isEmpty {
      let (from, to) = (best.times[range.lowerBound], best.times[range.upperBound])
      let parts = readings.enumerated().map { index, reading in
        (reading, index == 0 ? range : window.tokens(of: reading, from: from, to: to, transcriber))
      }
      let hypotheses = transcriber.hypotheses(parts)
      if hypotheses.first?.tokens.isEmpty == false {
        utterances.append(Utterance(start: from, end: min(to, now), detectedAt: now, hypotheses: hypotheses))
      }
    }
    if rule == .agreed, !range.isEmpty { isUnreviewed = true }
    // A recogniser that has fallen behind has no time to look back.
    if isUnreviewed, rule == .all || window.isFull(at: end), backlog < Self.busy {
      isUnreviewed = false
      review = Review(samples: history[window.start..<end], start: Self.time(window.start), heardAt: now)
    }
    window.trim(now: end)
    return utterances
  }

  public func listenAgain() throws(SpeechError) -> [Utterance] {
    guard let review else { return [] }
    self.review = nil
    let readings = try transcriber.readings(of: review.samples, start: review.start)
    let hypotheses = transcriber.hypotheses(readings.map { ($0, $0.tokens.indices) })
    guard let times = readings.first?.times, let first = times.first, let last = times.last,
      hypotheses.first?.tokens.isEmpty == false
    else { return [] }
    return [
      Utterance(start: first, end: min(last, review.heardAt), detectedAt: review.heardAt, hypotheses: hypotheses)
    ]
  }

  private static func time(_ sample: Int64) -> StreamTime {
    StreamTime(sample: sample, sampleRate: Int64(AudioFormat.sampleRate))
  }
}

extension LiveRecognizer: SpeechRescorer {
  public func scores(of texts: [String], over span: ClosedRange<StreamTime>) throws(SpeechError) -> SpanScores? {
    try transcriber.scores(of: texts, over: span)
  }
}
