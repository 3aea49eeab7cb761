internal import LiveshelfCore

/// Cuts a stream into stretches of speech with their audio, from silence to silence.
struct SpeechStretches {
  /// A stretch to be recognised.
  struct Stretch {
    var samples: ArraySlice<Float>
    var start: StreamTime
    var end: StreamTime
    /// The end of the audio that was taken in when the stretch was complete.
    var consumed: StreamTime
  }

  private static let frame = Int64(VoiceActivityDetector.frame)
  /// Audio before and after a stretch that is heard with it, in samples: quiet consonants lie outside of it.
  private static let (leadIn, leadOut): (Int64, Int64) = (3200, 1600)

  private var detector: VoiceActivityDetector
  private var segmenter = SpeechSegmenter()
  private var history: AudioHistory?
  /// The sample at which frame 0 of the segmenter begins.
  private var origin: Int64 = 0
  private var nextFrame: Int64 = 0
  /// Where the last stretch ended: nothing is heard twice.
  private var heardUntil: Int64 = .min

  init(_ model: VoiceActivityModel) throws(SpeechError) {
    detector = try VoiceActivityDetector(model)
  }

  /// Takes in the next audio; gives `hear` each stretch that ended with it. A stretch for which `hear` throws is lost,
  /// the rest goes on with the next block.
  mutating func consume<Result>(
    _ block: AudioBlock, hear: (Stretch) throws(SpeechError) -> Result
  ) throws(SpeechError) -> [Result] {
    var history = self.history ?? AudioHistory(startingAt: block.firstSample)
    if self.history == nil { origin = block.firstSample }
    try history.append(block)
    self.history = history
    var results: [Result] = []
    while origin + (nextFrame + 1) * Self.frame <= history.end {
      let start = origin + nextFrame * Self.frame
      let probability = try detector.probability(of: history[start..<(start + Self.frame)])
      nextFrame += 1
      if let segment = segmenter.consume(probability),
        let stretch = stretch(segment, history, consumed: start + Self.frame)
      {
        results.append(try hear(stretch))
      }
    }
    let kept = segmenter.openStart.map { origin + Int64($0) * Self.frame } ?? origin + nextFrame * Self.frame
    self.history?.forget(before: kept - Self.leadIn)
    return results
  }

  /// The stretch that is still open when the stream ends.
  mutating func finish() -> Stretch? {
    guard let history, let segment = segmenter.finish() else { return nil }
    return stretch(segment, history, consumed: history.end)
  }

  private mutating func stretch(
    _ segment: SpeechSegmenter.Segment, _ history: AudioHistory, consumed: Int64
  ) -> Stretch? {
    let start = origin + Int64(segment.start) * Self.frame
    let end = origin + Int64(segment.end) * Self.frame
    let first = max(segment.continues ? start : start - Self.leadIn, heardUntil, origin)
    let last = min(segment.isCut ? end : end + Self.leadOut, consumed)
    guard first < last else { return nil }
    heardUntil = last
    return Stretch(
      samples: history[first..<last], start: Self.time(first), end: Self.time(last), consumed: Self.time(consumed))
  }

  private static func time(_ sample: Int64) -> StreamTime {
    StreamTime(sample: sample, sampleRate: Int64(AudioFormat.sampleRate))
  }
}
