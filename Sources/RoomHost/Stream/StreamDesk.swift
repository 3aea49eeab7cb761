internal import AudioMarkers
public import Foundation
internal import InventoryEngine
public import LiveshelfCore
internal import RoomRunner
internal import SpeechRecognition

/// Attaches rooms that somebody else keeps to their streams, with one speech model for all.
public actor StreamDesk {
  private let models: URL?
  private var model: (any RecognizerSource)?

  /// - Parameter models: the folder of the speech models; nil: where the set-up puts them.
  public init(models: URL?) {
    self.models = models
  }

  /// Listens until the task is cancelled, and again after an error.
  public func listen(
    _ room: LiveRoom, _ definition: RoomSetup, catalog: Catalog, log: @escaping @Sendable (String) -> Void
  ) -> Task<Void, Never> {
    Task {
      while !Task.isCancelled {
        do {
          let attachment = StreamAttachment(
            room: room, definition: definition, catalog: catalog, settings: AdvisorSettings(), markers: nil,
            model: try self.speechModel(), log: log)
          try await attachment.run()
        } catch {
          log("the stream is left: \(error)")
        }
        try? await Task.sleep(for: .seconds(5))
      }
    }
  }

  private func speechModel() throws -> any RecognizerSource {
    if let model { return model }
    let folder = try ModelFolder.locate(models)
    try folder.checkSizes()
    let loaded = try folder.load(threads: 1)
    model = loaded
    return loaded
  }
}
