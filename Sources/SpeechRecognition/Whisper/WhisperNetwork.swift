/// The two halves of a Whisper model on the runtime. May be used from several threads at once.
struct WhisperNetwork: ~Copyable, Sendable {
  let runtime: OnnxRuntime
  private let encoder: OnnxSession
  private let decoder: OnnxSession

  /// - Parameter layers: of the decoder.
  init(runtime: OnnxRuntime, encoder: String, decoder: String, layers: Int, threads: Int) throws(SpeechError) {
    let cross = (0..<layers).flatMap { ["cross_k_\($0)", "cross_v_\($0)"] }
    let encoder = try OnnxSession(runtime, model: encoder, inputs: ["mel"], outputs: cross, threads: threads)
    let decoder = try OnnxSession(
      runtime, model: decoder,
      inputs: ["tokens", "in_n_layer_self_k_cache", "in_n_layer_self_v_cache", "offset", "sel"] + cross,
      outputs: ["logits", "align", "out_n_layer_self_k_cache", "out_n_layer_self_v_cache"], threads: threads)
    self.runtime = runtime
    self.encoder = encoder
    self.decoder = decoder
  }

  /// - Parameters:
  ///   - mel: 1 × bins × frames.
  ///   - audioFrames: how many of the encoder's frames, of 20 ms, are audio.
  func encode(mel: OnnxTensor, audioFrames: Int) throws(SpeechError) -> EncodedSpeech {
    EncodedSpeech(cross: try encoder.run([mel]), audioFrames: audioFrames)
  }

  /// One step of the decoder for several hypotheses of the same speech.
  ///
  /// - Parameters:
  ///   - tokens: for each hypothesis the tokens to take in, all of the same number.
  ///   - rows: after which of these tokens the next one's distribution is wanted.
  func step(
    tokens: [[Int]], cache: DecoderCache, speech: EncodedSpeech, rows: [Int]
  ) throws(SpeechError) -> DecoderStep {
    let count = tokens.first?.count ?? 0
    let outputs = try decoder.run(
      [
        OnnxTensor(runtime, shape: [tokens.count, count], integers: Array(tokens.joined())),
        cache.keys, cache.values,
        OnnxTensor(runtime, shape: [1], integers: [cache.length]),
        OnnxTensor(runtime, shape: [rows.count], integers: rows),
      ] + speech.cross)
    let next = DecoderCache(keys: outputs[2], values: outputs[3], length: cache.length + count)
    return DecoderStep(logits: outputs[0], attention: outputs[1], cache: next)
  }
}

/// What the encoder made of a stretch of audio: the decoder's cross-attention keys and values.
struct EncodedSpeech: Sendable {
  /// For each layer its keys (1 × heads × width × frames) and its values (1 × heads × frames × width).
  var cross: [OnnxTensor]
  /// How many of the frames (20 ms) are audio; the rest is appended silence.
  var audioFrames: Int

  static let framesPerSecond = 50
}

/// The decoder's self-attention keys and values, layers × hypotheses × tokens × width.
struct DecoderCache: Sendable {
  var keys: OnnxTensor
  var values: OnnxTensor
  /// Tokens held.
  var length: Int

  /// Holds nothing yet.
  static func empty(_ runtime: OnnxRuntime, layers: Int, width: Int) throws(SpeechError) -> DecoderCache {
    DecoderCache(
      keys: try OnnxTensor(runtime, shape: [layers, 1, 0, width]) { _ in },
      values: try OnnxTensor(runtime, shape: [layers, 1, 0, width]) { _ in }, length: 0)
  }

  /// The cache of a new set of hypotheses, each of which goes on from one of the old.
  func selecting(_ parents: [Int], runtime: OnnxRuntime) throws(SpeechError) -> DecoderCache {
    if parents == Array(0..<keys.shape[1]) { return self }
    return DecoderCache(
      keys: try Self.gather(keys, parents, runtime), values: try Self.gather(values, parents, runtime), length: length)
  }

  private static func gather(
    _ tensor: OnnxTensor, _ parents: [Int], _ runtime: OnnxRuntime
  ) throws(SpeechError) -> OnnxTensor {
    let (layers, old, tokens, width) = (tensor.shape[0], tensor.shape[1], tensor.shape[2], tensor.shape[3])
    let size = tokens * width
    return try OnnxTensor(runtime, shape: [layers, parents.count, tokens, width]) { target in
      tensor.withFloats { source in
        guard size > 0, let target = target.baseAddress, let source = source.baseAddress else { return }
        for layer in 0..<layers {
          for (place, parent) in parents.enumerated() {
            (target + (layer * parents.count + place) * size)
              .update(from: source + (layer * old + parent) * size, count: size)
          }
        }
      }
    }
  }
}

/// What a step of the decoder gives.
struct DecoderStep {
  /// Hypotheses × rows × vocabulary.
  var logits: OnnxTensor
  /// Hypotheses × alignment heads × tokens × encoder frames, each row a distribution over the frames.
  var attention: OnnxTensor
  var cache: DecoderCache
}
