internal import CSherpaOnnx
public import Foundation

/// A loaded model of sherpa-onnx with the voice activity model beside it. One instance serves all rooms of a process.
///
/// The library ends the process when a file is no model of the stated kind: verify a folder's checksums before loading.
public final class SherpaModel: @unchecked Sendable {
  // Unchecked: the pointer is set once; sherpa-onnx's recognisers may decode several streams from several threads.
  let library: SherpaLibrary
  let voiceActivity: VoiceActivityModel
  let recognizer: OpaquePointer
  public let manifest: SherpaManifest
  /// Such as `sense-voice-small on sherpa-onnx 2.0.1`.
  public var name: String { "\(manifest.name) on sherpa-onnx \(library.version)" }

  /// How much a catalog name is favoured, by token; sherpa-onnx's own default is 1.5.
  private static let hotwordScore: Float = 2
  private static let activePaths: Int32 = 5

  /// Loads a model.
  ///
  /// - Parameters:
  ///   - directory: with `recognizer.json`.
  ///   - built: the folder that the set-up makes, with the library and the voice activity model.
  ///   - threads: on how many threads one computation may run.
  /// - Throws: `.missingFile`, `.unusableFile`.
  public static func load(directory: URL, built: URL, threads: Int = 1) throws(SpeechError) -> SherpaModel {
    try SherpaModel(directory: directory, built: built, threads: max(1, threads))
  }

  private init(directory: URL, built: URL, threads: Int) throws(SpeechError) {
    let manifest = try SherpaManifest.read(from: directory)
    var paths: [String: String] = [:]
    for (role, file) in manifest.files.sorted(by: { $0.key < $1.key }) {
      let path = directory.appending(path: file.path).path
      guard FileManager.default.isReadableFile(atPath: path) else {
        throw .missingFile(path: path, remedy: "download the model again from \(manifest.source)")
      }
      paths[role] = path
    }
    let library = try SherpaLibrary(path: built.appending(path: "runtime/libsherpa-onnx-c-api.so").path)
    let runtime = try OnnxRuntime(library: built.appending(path: "runtime/libonnxruntime.so").path)
    voiceActivity = try VoiceActivityModel(
      path: built.appending(path: "silero-vad/silero_vad_16k_op15.onnx").path, runtime: runtime)
    self.library = library
    self.manifest = manifest
    let texts = CStrings()
    let make = manifest.kind.isStreaming ? Self.makeOnline : Self.makeOffline
    // The library reads the texts while it makes the recogniser.
    let made = withExtendedLifetime(texts) { make(manifest, paths, threads, library, texts) }
    guard let made else {
      throw .unusableFile(
        path: directory.path,
        reason:
          "sherpa-onnx does not take it as a model of the kind \(manifest.kind.rawValue); its own message is above")
    }
    recognizer = made
  }

  deinit {
    if manifest.kind.isStreaming {
      library.functions.DestroyOnlineRecognizer(recognizer)
    } else {
      library.functions.DestroyOfflineRecognizer(recognizer)
    }
  }

  /// Whether names of the catalog can be favoured.
  var takesHotwords: Bool { manifest.kind.takesHotwords && manifest.modelingUnit != nil }

  private static func makeOffline(
    _ manifest: SherpaManifest, _ paths: [String: String], _ threads: Int, _ library: SherpaLibrary, _ texts: CStrings
  ) -> OpaquePointer? {
    var config = SherpaOfflineConfig()
    config.features = SherpaFeatures(sample_rate: 16_000, feature_dim: 80)
    config.model.tokens = texts.keep(paths["tokens"])
    config.model.num_threads = Int32(clamping: threads)
    config.model.provider = texts.keep("cpu")
    config.decoding_method = texts.keep("greedy_search")
    config.max_active_paths = activePaths
    switch manifest.kind {
    case .senseVoice:
      config.model.sense_voice = texts.keep(paths["model"])
      config.model.sense_voice_language = texts.keep("auto")
    case .paraformer: config.model.paraformer = texts.keep(paths["model"])
    case .zipformerTransducer, .streamingZipformer, .streamingParaformer:
      config.model.transducer = transducer(paths, texts)
      if manifest.modelingUnit != nil {
        config.model.modeling_unit = texts.keep(manifest.modelingUnit)
        config.model.bpe_vocab = texts.keep(paths["bpe_vocab"])
        config.decoding_method = texts.keep("modified_beam_search")
        config.hotwords_score = hotwordScore
      }
    }
    return library.functions.CreateOfflineRecognizer(&config)
  }

  private static func makeOnline(
    _ manifest: SherpaManifest, _ paths: [String: String], _ threads: Int, _ library: SherpaLibrary, _ texts: CStrings
  ) -> OpaquePointer? {
    var config = SherpaOnlineConfig()
    config.features = SherpaFeatures(sample_rate: 16_000, feature_dim: 80)
    config.model.tokens = texts.keep(paths["tokens"])
    config.model.num_threads = Int32(clamping: threads)
    config.model.provider = texts.keep("cpu")
    config.decoding_method = texts.keep("greedy_search")
    config.max_active_paths = activePaths
    config.enable_endpoint = 1
    // Seconds: of silence alone, of silence after speech, and of speech without a pause.
    config.rule1_min_trailing_silence = 2.4
    config.rule2_min_trailing_silence = 0.6
    config.rule3_min_utterance_length = 20
    if manifest.kind == .streamingParaformer {
      config.model.paraformer_encoder = texts.keep(paths["encoder"])
      config.model.paraformer_decoder = texts.keep(paths["decoder"])
    } else {
      config.model.transducer = transducer(paths, texts)
      if manifest.modelingUnit != nil {
        config.model.modeling_unit = texts.keep(manifest.modelingUnit)
        config.model.bpe_vocab = texts.keep(paths["bpe_vocab"])
        config.decoding_method = texts.keep("modified_beam_search")
        config.hotwords_score = hotwordScore
      }
    }
    return library.functions.CreateOnlineRecognizer(&config)
  }

  private static func transducer(_ paths: [String: String], _ texts: CStrings) -> SherpaTransducer {
    SherpaTransducer(
      encoder: texts.keep(paths["encoder"]), decoder: texts.keep(paths["decoder"]), joiner: texts.keep(paths["joiner"]))
  }
}

/// C strings that live as long as this does.
private final class CStrings {
  private var kept: [UnsafeMutablePointer<CChar>] = []

  /// Null for nil.
  func keep(_ text: String?) -> UnsafePointer<CChar>? {
    guard let text else { return nil }
    let bytes = text.utf8CString
    let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
    bytes.withUnsafeBufferPointer { source in
      if let start = source.baseAddress { copy.initialize(from: start, count: bytes.count) }
    }
    kept.append(copy)
    return UnsafePointer(copy)
  }

  deinit { for copy in kept { copy.deallocate() } }
}
