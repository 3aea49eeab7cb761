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

  /// A recogniser for whole stretches of speech.
  public func segmentRecognizer() throws(SpeechError) -> SegmentRecognizer {
    try SegmentRecognizer(self)
  }
}

extension SpeechModel {
  /// A recogniser for speech as it is spoken.
  public func liveRecognizer() throws(SpeechError) -> LiveRecognizer {
    try LiveRecognizer(self)
  }

  /// A recogniser by the name of its way of working: `segments` or `live`; nil for another name.
  public func recognizer(named name: String) throws(SpeechError) -> (any SpeechRecognizer)? {
    switch name {
    case "segments": try segmentRecognizer()
    case "live": try liveRecognizer()
    default: nil
    }
  }
}
