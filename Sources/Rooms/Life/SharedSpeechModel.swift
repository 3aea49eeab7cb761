internal import Foundation
internal import Hearing
internal import SpeechRecognition

/// The speech model that all rooms of a process share; loaded when the first needs it.
actor SharedSpeechModel {
  private let folder: URL?
  private var loading: Task<any RecognizerSource, any Error>?

  /// - Parameter folder: of the speech models; nil: where the set-up puts them.
  init(_ folder: URL?) {
    self.folder = folder
  }

  /// - Throws: `HearingError`; the next call tries again.
  func model() async throws -> any RecognizerSource {
    let task =
      loading
      ?? Task { [folder] in
        let folder = try ModelFolder.locate(folder)
        try folder.checkSizes()
        return try await folder.loadInBackground(threads: 1)
      }
    loading = task
    do {
      return try await task.value
    } catch {
      if loading == task { loading = nil }
      throw error
    }
  }
}
