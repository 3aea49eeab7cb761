internal import Foundation
internal import SpeechRecognition

extension ModelFolder {
  /// Loads the models as a show would.
  ///
  /// - Returns: what was loaded, such as `whisper-base on ONNX Runtime 1.27.0`.
  /// - Throws: `RunnerError.modelsBroken`.
  public func tryLoading() throws(RunnerError) -> String {
    do {
      return try SpeechModel.load(built: url).name
    } catch {
      throw .modelsBroken(path: url.path, reason: "\(error)")
    }
  }
}
