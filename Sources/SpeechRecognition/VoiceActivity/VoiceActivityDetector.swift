/// Silero's voice activity model: how likely each 32 ms of audio hold speech.
struct VoiceActivityDetector {
  /// Samples a frame.
  static let frame = 512
  private static let contextLength = 64

  private let model: VoiceActivityModel
  private var state: OnnxTensor
  private let rate: OnnxTensor
  /// The last samples of the frame before, which the model wants in front of each frame.
  private var context = [Float](repeating: 0, count: Self.contextLength)

  init(_ model: VoiceActivityModel) throws(SpeechError) {
    self.model = model
    state = try OnnxTensor(model.runtime, shape: [2, 1, 128]) { $0.update(repeating: 0) }
    rate = try OnnxTensor(model.runtime, shape: [], integers: [16_000])
  }

  /// The probability of speech in the next frame of 512 samples, 0…1.
  mutating func probability(of samples: ArraySlice<Float>) throws(SpeechError) -> Float {
    let (context, count) = (context, Self.contextLength + Self.frame)
    let input = try OnnxTensor(model.runtime, shape: [1, count]) { target in
      for (index, sample) in context.enumerated() { target[index] = sample }
      for (index, sample) in samples.prefix(Self.frame).enumerated() { target[Self.contextLength + index] = sample }
    }
    let outputs = try model.session.run([input, state, rate])
    state = outputs[1]
    self.context = Array(samples.suffix(Self.contextLength))
    return outputs[0].withFloats { $0.first ?? 0 }
  }
}

/// The loaded network of the voice activity detector, shared by all rooms.
final class VoiceActivityModel: Sendable {
  let runtime: OnnxRuntime
  let session: OnnxSession

  init(path: String, runtime: OnnxRuntime) throws(SpeechError) {
    self.runtime = runtime
    session = try OnnxSession(
      runtime, model: path, inputs: ["input", "state", "sr"], outputs: ["output", "stateN"], threads: 1)
  }
}
