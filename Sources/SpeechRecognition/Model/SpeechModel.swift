public import Foundation

/// The loaded models. One instance serves all rooms of a process: the weights are in memory once.
public final class SpeechModel: Sendable {
  let whisper: WhisperModel
  let voiceActivity: VoiceActivityModel
  /// The model's name and the runtime's version, such as `whisper-base on ONNX Runtime 1.28.2`.
  public let name: String

  /// Loads and checks the models.
  ///
  /// - Parameters:
  ///   - directory: a converted Whisper model: `model.json`, `tokens.txt`, `encoder.int8.onnx`, `decoder.int8.onnx`.
  ///   - voiceActivity: Silero's voice activity model for 16 kHz.
  ///   - runtime: libonnxruntime.so, 1.17 or later.
  ///   - threads: on how many threads one computation may run, 1 or more. Several rooms on a machine need one each.
  /// - Throws: `.missingFile`, `.unusableFile`.
  public static func load(
    directory: URL, voiceActivity: URL, runtime: URL, threads: Int = 1
  ) throws(SpeechError) -> SpeechModel {
    try SpeechModel(directory: directory, voiceActivity: voiceActivity, runtime: runtime, threads: max(1, threads))
  }

  /// Loads the default models from the folder that the set-up builds (`Models/built`).
  public static func load(built folder: URL, threads: Int = 1) throws(SpeechError) -> SpeechModel {
    try load(
      directory: folder.appending(path: "whisper-base"),
      voiceActivity: folder.appending(path: "silero-vad/silero_vad_16k_op15.onnx"),
      runtime: folder.appending(path: "runtime/libonnxruntime.so"), threads: threads)
  }

  private init(directory: URL, voiceActivity: URL, runtime: URL, threads: Int) throws(SpeechError) {
    let library = try OnnxRuntime(library: runtime.path)
    whisper = try WhisperModel(folder: directory, runtime: library, threads: threads)
    self.voiceActivity = try VoiceActivityModel(path: voiceActivity.path, runtime: library)
    name = "\(whisper.description.name) on ONNX Runtime \(library.version)"
  }
}

extension SpeechModel {
  /// What is spoken: Mandarin, with English beside it.
  public static let defaultLanguages = ["zh", "en"]

  /// A recogniser for whole stretches of speech.
  ///
  /// - Parameter languages: codes such as `zh`, the expected one first. Another one is taken for a stretch that is
  ///   clearly in it.
  /// - Throws: `.unknownLanguage`, `.inference`.
  public func segmentRecognizer(languages: [String] = defaultLanguages) throws(SpeechError) -> SegmentRecognizer {
    try SegmentRecognizer(self, languages: check(languages))
  }

  /// A recogniser for speech as it is spoken; see `segmentRecognizer`.
  public func liveRecognizer(languages: [String] = defaultLanguages) throws(SpeechError) -> LiveRecognizer {
    try LiveRecognizer(self, languages: check(languages))
  }

  private func check(_ languages: [String]) throws(SpeechError) -> [String] {
    let known = whisper.description.languages
    guard let unknown = languages.first(where: { known[$0] == nil }) ?? (languages.isEmpty ? "" : nil) else {
      return languages
    }
    throw .unknownLanguage(unknown, known: known.keys.sorted())
  }
}
