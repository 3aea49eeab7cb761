internal import AudioMarkers
public import Foundation
internal import Hearing
public import InventoryEngine
public import LiveshelfCore
public import MediaIngest
internal import SpeechRecognition

/// How a room listens to its stream.
public struct StreamOrder: Sendable {
  public var setup: RoomSetup
  /// The products that are listened for, and those of a show that begins.
  public var catalog: Catalog
  /// The thresholds of a show that begins.
  public var settings: AdvisorSettings
  /// A folder of markers; nil: none are listened for.
  public var markers: URL?

  public init(_ setup: RoomSetup, catalog: Catalog, settings: AdvisorSettings, markers: URL?) {
    self.setup = setup
    self.catalog = catalog
    self.settings = settings
    self.markers = markers
  }
}

/// Attaches rooms that somebody else keeps to their streams, with one speech model for all.
public actor StreamDesk {
  /// Seconds between an error and the next attempt.
  private static let pause = 5.0

  private let speech: SharedSpeechModel
  private let addressPolicy: AddressPolicy?

  /// - Parameters:
  ///   - models: the folder of the speech models; nil: where the set-up puts them.
  ///   - addressPolicy: which hosts streams may connect to; nil: any.
  public init(models: URL?, addressPolicy: AddressPolicy? = nil) {
    speech = SharedSpeechModel(models)
    self.addressPolicy = addressPolicy
  }

  /// Listens until the task is cancelled, and again after an error.
  public func listen(
    _ room: LiveRoom, _ order: StreamOrder, log: @escaping @Sendable (String) -> Void
  ) -> Task<Void, Never> {
    Task {
      while !Task.isCancelled {
        do {
          let attachment = StreamAttachment(
            room: room, definition: order.setup, catalog: order.catalog, settings: order.settings,
            markers: try order.markers.map { try MarkerFolder.load($0) }, model: try await speech.model(),
            addressPolicy: addressPolicy, log: log)
          try await attachment.run()
        } catch {
          log("the stream is left: \(error)")
        }
        try? await Task.sleep(for: .seconds(Self.pause))
      }
    }
  }
}
