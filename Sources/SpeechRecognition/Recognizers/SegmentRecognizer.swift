public import LiveshelfCore

/// Recognises whole stretches of speech, from silence to silence: the exact and quick way for recordings.
public final class SegmentRecognizer: SpeechRecognizer {
  private var transcriber: WhisperTranscriber
  private var stretches: SpeechStretches

  init(_ model: SpeechModel, languages: [String]) throws(SpeechError) {
    transcriber = WhisperTranscriber(model.whisper, languages: languages)
    stretches = try SpeechStretches(model.voiceActivity)
  }

  public func updateCatalog(_ phrases: [BiasPhrase]) {
    transcriber.updateCatalog(phrases)
  }

  public func consume(_ block: AudioBlock) throws(SpeechError) -> [Utterance] {
    try stretches.consume(block) { stretch throws(SpeechError) in try transcribe(stretch) }
  }

  public func finish() throws(SpeechError) -> [Utterance] {
    guard let stretch = stretches.finish() else { return [] }
    return [try transcribe(stretch)]
  }

  private func transcribe(_ stretch: SpeechStretches.Stretch) throws(SpeechError) -> Utterance {
    let readings = try transcriber.readings(of: stretch.samples, start: stretch.start)
    return Utterance(
      start: stretch.start, end: stretch.end, detectedAt: stretch.consumed,
      hypotheses: transcriber.hypotheses(readings.map { ($0, $0.tokens.indices) }))
  }

  public func scores(of texts: [String], over span: ClosedRange<StreamTime>) throws(SpeechError) -> SpanScores? {
    try transcriber.scores(of: texts, over: span)
  }
}
