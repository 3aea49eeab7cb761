internal import CSherpaOnnx
public import LiveshelfCore

/// Reads a stream as it comes with a streaming model of sherpa-onnx: commits a piece once two results in a row agree on
/// it, and everything at a pause. One reading, without alternatives.
public final class SherpaStreamingRecognizer: SpeechRecognizer {
  private let model: SherpaModel
  private let stream: SherpaStreamHandle
  private let script = ChineseScript()
  private var nextHotwords: String?
  /// The sample at which the library's stream began.
  private var origin: Int64 = 0
  private var end: Int64?
  private var previous: [String] = []
  private var committed = 0

  init(_ model: SherpaModel) throws(SpeechError) {
    self.model = model
    stream = try SherpaStreamHandle(model, hotwords: "")
  }

  /// Taken up at the next pause: a stream of the library keeps its names.
  public func updateCatalog(_ phrases: [BiasPhrase]) {
    if model.takesHotwords { nextHotwords = Hotwords.text(phrases) }
  }

  public func consume(_ block: AudioBlock) throws(SpeechError) -> [Utterance] {
    if let end, block.firstSample != end { throw .brokenStream(expectedSample: end, foundSample: block.firstSample) }
    if end == nil {
      origin = block.firstSample
      try takeHotwords()
    }
    end = block.firstSample + Int64(block.samples.count)
    stream.accept(block.samples.map { $0.isFinite ? $0 : 0 })
    return try advance(isLast: false)
  }

  public func finish() throws(SpeechError) -> [Utterance] {
    guard end != nil else { return [] }
    stream.finishInput()
    return try advance(isLast: true)
  }

  /// The library does not tell.
  public func scores(of texts: [String], over span: ClosedRange<StreamTime>) -> SpanScores? { nil }

  private func advance(isLast: Bool) throws(SpeechError) -> [Utterance] {
    stream.decode()
    let reading = try stream.reading()
    let isPause = isLast || stream.isEndpoint
    var agreed = 0
    while agreed < min(previous.count, reading.pieces.count), previous[agreed] == reading.pieces[agreed] { agreed += 1 }
    previous = reading.pieces
    // A piece whose successor is not there yet may still grow.
    let stable = isPause ? reading.pieces.count : min(agreed, max(0, reading.pieces.count - 1))
    let now = Self.time(end ?? origin)
    let tokens = SherpaText.tokens(
      reading.pieces, starts: reading.starts, origin: Self.time(origin) + reading.origin, end: now, script: script)
    let fresh = tokens.filter { $0.piece >= committed && $0.piece < stable }.map(\.token)
    committed = max(committed, stable)
    var utterances: [Utterance] = []
    if let first = fresh.first, let last = fresh.last {
      utterances.append(
        Utterance(
          start: first.start, end: last.end, detectedAt: now,
          hypotheses: [Hypothesis(tokens: fresh, logProbability: 0)]))
    }
    if isPause { try reset() }
    return utterances
  }

  private func reset() throws(SpeechError) {
    previous = []
    committed = 0
    stream.reset()
    try takeHotwords()
  }

  private func takeHotwords() throws(SpeechError) {
    guard let words = nextHotwords else { return }
    nextHotwords = nil
    try stream.replace(hotwords: words)
    origin = end ?? origin
  }

  private static func time(_ sample: Int64) -> StreamTime {
    StreamTime(sample: sample, sampleRate: Int64(AudioFormat.sampleRate))
  }
}

/// Owns a stream of the library.
private final class SherpaStreamHandle {
  private let model: SherpaModel
  private var stream: OpaquePointer

  init(_ model: SherpaModel, hotwords: String) throws(SpeechError) {
    self.model = model
    stream = try Self.make(model, hotwords)
  }

  deinit { model.library.functions.DestroyOnlineStream(stream) }

  func replace(hotwords: String) throws(SpeechError) {
    let new = try Self.make(model, hotwords)
    model.library.functions.DestroyOnlineStream(stream)
    stream = new
  }

  private static func make(_ model: SherpaModel, _ hotwords: String) throws(SpeechError) -> OpaquePointer {
    let functions = model.library.functions
    let made =
      hotwords.isEmpty
      ? functions.CreateOnlineStream(model.recognizer)
      : functions.CreateOnlineStreamWithHotwords(model.recognizer, hotwords)
    guard let made else { throw .inference(reason: "sherpa-onnx gave no stream") }
    return made
  }

  func accept(_ samples: [Float]) {
    samples.withUnsafeBufferPointer {
      model.library.functions.OnlineStreamAcceptWaveform(stream, 16_000, $0.baseAddress, Int32(clamping: $0.count))
    }
  }

  func finishInput() { model.library.functions.OnlineStreamInputFinished(stream) }

  func decode() {
    while model.library.functions.IsOnlineStreamReady(model.recognizer, stream) != 0 {
      model.library.functions.DecodeOnlineStream(model.recognizer, stream)
    }
  }

  func reading() throws(SpeechError) -> SherpaReading {
    guard let result = model.library.functions.GetOnlineStreamResult(model.recognizer, stream) else {
      throw .inference(reason: "sherpa-onnx gave no result")
    }
    defer { model.library.functions.DestroyOnlineRecognizerResult(result) }
    return SherpaReading(result.pointee)
  }

  var isEndpoint: Bool { model.library.functions.OnlineStreamIsEndpoint(model.recognizer, stream) != 0 }
  func reset() { model.library.functions.OnlineStreamReset(model.recognizer, stream) }
}
