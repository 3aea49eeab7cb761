internal import Foundation

/// A loaded Whisper model: networks, vocabulary and script tables. Shared by all rooms of a process.
final class WhisperModel: Sendable {
  let description: ModelDescription
  let vocabulary: Vocabulary
  let script: ChineseScript
  let network: WhisperNetwork

  /// Loads the folder's `model.json`, `tokens.txt`, `encoder.int8.onnx` and `decoder.int8.onnx`.
  init(folder: URL, runtime: OnnxRuntime, threads: Int) throws(SpeechError) {
    description = try ModelDescription.read(from: folder.appending(path: "model.json"))
    vocabulary = try Vocabulary(
      file: folder.appending(path: "tokens.txt"), limit: description.vocabulary)
    script = ChineseScript()
    network = try WhisperNetwork(
      runtime: runtime, encoder: folder.appending(path: "encoder.int8.onnx").path,
      decoder: folder.appending(path: "decoder.int8.onnx").path, layers: description.layers, threads: threads)
  }

  func emptyCache() throws(SpeechError) -> DecoderCache {
    try DecoderCache.empty(network.runtime, layers: description.layers, width: description.state)
  }

  /// The control tokens before a transcript in a language.
  func prompt(language: String) -> [Int] {
    let tokens = description.tokens
    let language = description.languages[language]
    return [tokens.startOfTranscript] + (language.map { [$0] } ?? []) + [tokens.transcribe, tokens.noTimestamps]
  }

  /// The encoder's view of a stretch of audio with 3 s of silence behind it.
  ///
  /// - Parameter samples: 16 kHz; at most 27 s are used.
  func encode(_ samples: ArraySlice<Float>, mel: LogMelSpectrogram) throws(SpeechError) -> EncodedSpeech {
    let silentFrames = 300
    let room = (description.audioContext * 2 - silentFrames) * LogMelSpectrogram.hop
    let used = samples.prefix(room)
    let frames = mel.frameCount(samples: used.count, silentFrames: silentFrames)
    let features = try OnnxTensor(network.runtime, shape: [1, mel.bins, frames]) {
      mel.features(of: used, silentFrames: silentFrames, into: $0)
    }
    return try network.encode(mel: features, audioFrames: used.count / 320)
  }
}
