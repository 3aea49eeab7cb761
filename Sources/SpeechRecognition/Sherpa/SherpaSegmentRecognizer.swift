internal import CSherpaOnnx
internal import Foundation
public import LiveshelfCore

/// Reads whole stretches of speech with a model of sherpa-onnx. One reading of each, without alternatives.
public final class SherpaSegmentRecognizer: SpeechRecognizer {
  private let model: SherpaModel
  private var stretches: SpeechStretches
  private let script = ChineseScript()
  private var hotwords = ""

  init(_ model: SherpaModel) throws(SpeechError) {
    self.model = model
    stretches = try SpeechStretches(model.voiceActivity)
  }

  public func updateCatalog(_ phrases: [BiasPhrase]) {
    hotwords = model.takesHotwords ? Hotwords.text(phrases) : ""
  }

  public func consume(_ block: AudioBlock) throws(SpeechError) -> [Utterance] {
    try stretches.consume(block) { stretch throws(SpeechError) in try transcribe(stretch) }
  }

  public func finish() throws(SpeechError) -> [Utterance] {
    guard let stretch = stretches.finish() else { return [] }
    return [try transcribe(stretch)]
  }

  /// The library does not tell.
  public func scores(of texts: [String], over span: ClosedRange<StreamTime>) -> SpanScores? { nil }

  private func transcribe(_ stretch: SpeechStretches.Stretch) throws(SpeechError) -> Utterance {
    let functions = model.library.functions
    let made =
      hotwords.isEmpty
      ? functions.CreateOfflineStream(model.recognizer)
      : functions.CreateOfflineStreamWithHotwords(model.recognizer, hotwords)
    guard let stream = made else { throw .inference(reason: "sherpa-onnx gave no stream") }
    defer { functions.DestroyOfflineStream(stream) }
    stretch.samples.withUnsafeBufferPointer {
      functions.AcceptWaveformOffline(stream, 16_000, $0.baseAddress, Int32(clamping: $0.count))
    }
    functions.DecodeOfflineStream(model.recognizer, stream)
    guard let result = functions.GetOfflineStreamResult(stream) else {
      throw .inference(reason: "sherpa-onnx gave no result")
    }
    defer { functions.DestroyOfflineRecognizerResult(result) }
    let reading = SherpaReading(result.pointee)
    let tokens = SherpaText.tokens(
      reading.pieces, starts: reading.starts, origin: stretch.start, end: stretch.end, script: script
    ).map(\.token)
    return Utterance(
      start: stretch.start, end: stretch.end, detectedAt: stretch.consumed,
      hypotheses: tokens.isEmpty ? [] : [Hypothesis(tokens: tokens, logProbability: reading.logProbability)])
  }
}

/// A result copied out of the library.
struct SherpaReading {
  var pieces: [String]
  /// Seconds; as many as pieces, or none when the model has no times.
  var starts: [Float]
  /// 0 when the model does not tell.
  var logProbability: Double
  /// When the pieces' clock stands at 0, in seconds since the library's stream began.
  var origin = 0.0

  init(_ result: SherpaOfflineResult) {
    self.init(count: result.count, pieces: result.tokens_arr, starts: result.timestamps)
    if let values = result.ys_log_probs {
      logProbability = (0..<pieces.count).reduce(0) { $0 + Double(values[$1]) }
      if !logProbability.isFinite { logProbability = 0 }
    }
  }

  init(_ result: SherpaOnlineResult) {
    self.init(count: result.count, pieces: result.tokens_arr, starts: result.timestamps)
    struct Details: Decodable {
      var startTime: Double?

      enum CodingKeys: String, CodingKey { case startTime = "start_time" }
    }
    if let json = result.json,
      let details = try? JSONDecoder().decode(Details.self, from: Data(String(cString: json).utf8))
    {
      origin = min(max(0, details.startTime ?? 0), 1e7)
    }
  }

  private init(count: Int32, pieces: UnsafePointer<UnsafePointer<CChar>?>?, starts: UnsafePointer<Float>?) {
    let count = pieces == nil ? 0 : max(0, Int(count))
    self.pieces = (0..<count).map { pieces?[$0].map { String(cString: $0) } ?? "" }
    self.starts = starts.map { starts in (0..<count).map { starts[$0] } } ?? []
    logProbability = 0
  }
}
