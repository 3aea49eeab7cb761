public import LiveshelfCore

/// Recognises whole stretches of speech, from silence to silence: the exact and quick way for recordings.
///
/// What was not heard clearly is heard once more, slower, and all of it in longer windows with the names of the catalog in
/// mind (`listenAgain`).
public final class SegmentRecognizer: SpeechRecognizer {
  private var transcriber: WhisperTranscriber
  private var stretches: SpeechStretches
  private let second = SecondHearing()
  /// Stretches to be heard once more.
  private var doubtful: [SpeechStretches.Stretch] = []
  private var prompted = PromptedHearing()

  init(_ model: SpeechModel, languages: [String]) throws(SpeechError) {
    transcriber = WhisperTranscriber(model.whisper, languages: languages)
    transcriber.reach = 2 * PromptedHearing.longest
    stretches = try SpeechStretches(model.voiceActivity)
  }

  public func updateCatalog(_ phrases: [BiasPhrase]) {
    transcriber.updateCatalog(phrases)
  }

  public func consume(_ block: AudioBlock) throws(SpeechError) -> [Utterance] {
    try prompted.note(block)
    return try stretches.consume(block) { stretch throws(SpeechError) in try transcribe(stretch) }
  }

  public func finish() throws(SpeechError) -> [Utterance] {
    defer { prompted.finish() }
    guard let stretch = stretches.finish() else { return [] }
    return [try transcribe(stretch)]
  }

  private func transcribe(_ stretch: SpeechStretches.Stretch) throws(SpeechError) -> Utterance {
    let readings = try transcriber.readings(of: stretch.samples, start: stretch.start)
    let hypotheses = transcriber.hypotheses(readings.map { ($0, $0.tokens.indices) })
    prompted.note(stretch)
    if second.isWorthIt(after: hypotheses) { doubtful.append(stretch) }
    return Utterance(start: stretch.start, end: stretch.end, detectedAt: stretch.consumed, hypotheses: hypotheses)
  }

  public func listenAgain() throws(SpeechError) -> [Utterance] {
    let stretches = doubtful
    doubtful = []
    var utterances: [Utterance] = []
    for stretch in stretches {
      let heard = try second.hear(stretch.samples, start: stretch.start, heardAt: stretch.consumed, with: &transcriber)
      if let heard { utterances.append(heard) }
    }
    if let heard = try prompted.hear(with: &transcriber) { utterances.append(heard) }
    return utterances
  }

  public func scores(of texts: [String], over span: ClosedRange<StreamTime>) throws(SpeechError) -> SpanScores? {
    try transcriber.scores(of: texts, over: span)
  }
}
