/// The two halves of a Whisper model on the runtime. May be used from several threads at once.
struct WhisperNetwork: ~Copyable, Sendable {
  let runtime: OnnxRuntime
  private let encoder: OnnxSession
  private let decoder: OnnxSession

  init(runtime: OnnxRuntime, encoder: String, decoder: String, threads: Int) throws(SpeechError) {
    let encoder = try OnnxSession(
      runtime, model: encoder, inputs: ["mel"], outputs: ["n_layer_cross_k", "n_layer_cross_v"], threads: threads)
    let decoder = try OnnxSession(
      runtime, model: decoder,
      inputs: [
        "tokens", "in_n_layer_self_k_cache", "in_n_layer_self_v_cache", "n_layer_cross_k", "n_layer_cross_v",
        "offset", "sel",
      ],
      outputs: ["logits", "align", "out_n_layer_self_k_cache", "out_n_layer_self_v_cache"], threads: threads)
    self.runtime = runtime
    self.encoder = encoder
    self.decoder = decoder
  }

  /// - Parameter mel: 1 × bins × frames.
  func encode(mel: OnnxTensor, audioFrames: Int) throws(SpeechError) -> EncodedSpeech {
    let outputs = try encoder.run([mel])
    return EncodedSpeech(keys: outputs[0], values: outputs[1], audioFrames: min(audioFrames, outputs[0].shape[2]))
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
    let outputs = try decoder.run([
      OnnxTensor(runtime, shape: [tokens.count, count], integers: Array(tokens.joined())),
      cache.keys, cache.values, speech.keys, speech.values,
      OnnxTensor(runtime, shape: [1], integers: [cache.length]),
      OnnxTensor(runtime, shape: [rows.count], integers: rows),
    ])
    let next = DecoderCache(keys: outputs[2], values: outputs[3], length: cache.length + count)
    return DecoderStep(logits: outputs[0], attention: outputs[1], cache: next)
  }
}

/// What the encoder made of a stretch of audio: the decoder's cross-attention keys and values.
struct EncodedSpeech: Sendable {
  var keys: OnnxTensor
  var values: OnnxTensor
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
