public import LiveshelfCore

/// Recognises whole stretches of speech, from silence to silence: the exact and quick way for recordings.
public final class SegmentRecognizer: SpeechRecognizer {
  private static let frame = Int64(VoiceActivityDetector.frame)
  /// Audio before and after a stretch that is decoded with it, in samples: quiet consonants lie outside of it.
  private static let (leadIn, leadOut): (Int64, Int64) = (3200, 1600)

  fileprivate var transcriber: WhisperTranscriber
  private var detector: VoiceActivityDetector
  private var segmenter = SpeechSegmenter()
  private var history: AudioHistory?
  /// The sample at which frame 0 of the segmenter begins.
  private var origin: Int64 = 0
  private var nextFrame: Int64 = 0
  /// Where the last stretch ended: nothing is decoded twice.
  private var decodedUntil: Int64 = .min

  init(_ model: SpeechModel, languages: [String]) throws(SpeechError) {
    transcriber = WhisperTranscriber(model.whisper, languages: languages)
    detector = try VoiceActivityDetector(model.voiceActivity)
  }

  public func updateCatalog(_ phrases: [BiasPhrase]) {
    transcriber.updateCatalog(phrases)
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
      if let segment = segmenter.consume(probability) {
        utterances += try transcribe(segment, history, consumed: start + Self.frame)
      }
    }
    let kept = segmenter.openStart.map { origin + Int64($0) * Self.frame } ?? origin + nextFrame * Self.frame
    self.history?.forget(before: kept - Self.leadIn)
    return utterances
  }

  public func finish() throws(SpeechError) -> [Utterance] {
    guard let history, let segment = segmenter.finish() else { return [] }
    return try transcribe(segment, history, consumed: history.end)
  }

  private func transcribe(
    _ segment: SpeechSegmenter.Segment, _ history: AudioHistory, consumed: Int64
  ) throws(SpeechError) -> [Utterance] {
    let start = origin + Int64(segment.start) * Self.frame
    let end = origin + Int64(segment.end) * Self.frame
    let first = max(segment.continues ? start : start - Self.leadIn, decodedUntil, origin)
    let last = min(segment.isCut ? end : end + Self.leadOut, consumed)
    guard first < last else { return [] }
    decodedUntil = last
    let readings = try transcriber.readings(of: history[first..<last], start: time(first))
    let hypotheses = transcriber.hypotheses(readings.map { ($0, $0.tokens.indices) })
    return [
      Utterance(start: time(first), end: time(last), detectedAt: time(consumed), hypotheses: hypotheses)
    ]
  }

  private func time(_ sample: Int64) -> StreamTime {
    StreamTime(sample: sample, sampleRate: Int64(AudioFormat.sampleRate))
  }
}

extension SegmentRecognizer: SpeechRescorer {
  public func scores(of texts: [String], over span: ClosedRange<StreamTime>) throws(SpeechError) -> SpanScores? {
    try transcriber.scores(of: texts, over: span)
  }
}
