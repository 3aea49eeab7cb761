internal import SpeechRecognition

extension ModelFolder {
  /// Loads the models as a show would.
  ///
  /// - Returns: what was loaded, such as `whisper-base on ONNX Runtime 1.27.0`.
  /// - Throws: `HearingError.modelsBroken`, `.recognizer`.
  public func tryLoading() throws(HearingError) -> String {
    try load(threads: 1).name
  }
}
