/// A loaded model that gives every show a recogniser of its own.
public protocol RecognizerSource: Sendable {
  /// The model and what runs it.
  var name: String { get }
  /// For a recording, where only the result counts.
  func recordingRecognizer() throws(SpeechError) -> any SpeechRecognizer
  /// For a stream, where words are wanted as they are said. A model for whole stretches gives them at each pause.
  func streamRecognizer() throws(SpeechError) -> any SpeechRecognizer
}

extension SpeechModel: RecognizerSource {
  public func recordingRecognizer() throws(SpeechError) -> any SpeechRecognizer { try segmentRecognizer() }
  public func streamRecognizer() throws(SpeechError) -> any SpeechRecognizer { try liveRecognizer() }
}

extension SherpaModel: RecognizerSource {
  public func recordingRecognizer() throws(SpeechError) -> any SpeechRecognizer { try recognizerOfItsKind() }
  public func streamRecognizer() throws(SpeechError) -> any SpeechRecognizer { try recognizerOfItsKind() }

  private func recognizerOfItsKind() throws(SpeechError) -> any SpeechRecognizer {
    manifest.kind.isStreaming ? try SherpaStreamingRecognizer(self) : try SherpaSegmentRecognizer(self)
  }
}
