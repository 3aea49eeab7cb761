public import AudioMarkers
internal import Concurrency
internal import Foundation
public import LiveshelfCore
public import MediaIngest
public import RoomEngine
public import SpeechRecognition

/// Listens to a live stream for somebody who keeps the show himself: what is heard goes to a follower.
public struct StreamListener: Sendable {
  public var catalog: Catalog
  /// Nil: no markers are listened for.
  public var markers: MarkerLibrary?
  public var cleaning: CleaningSettings?
  private let model: any RecognizerSource

  /// A room that is let go is to run elsewhere soon, also when the machine is so busy that hearing is minutes behind.
  private static let patience = 3.0

  /// - Parameter model: one instance may serve many listeners.
  public init(
    model: any RecognizerSource, catalog: Catalog, markers: MarkerLibrary? = nil, cleaning: CleaningSettings? = nil
  ) {
    self.model = model
    self.catalog = catalog
    self.markers = markers
    self.cleaning = cleaning
  }

  /// Listens until the stream has ended for good, `follower` throws, or the task is cancelled.
  ///
  /// - Parameters:
  ///   - connecting: called with changes of the connection before the first sound; later ones are the follower's.
  ///   - makeFollower: called once, with the first sound. Its argument is the wall time at which the stream began, when the
  ///     stream tells it.
  public func run(
    _ source: MediaSource, media: MediaSettings = MediaSettings(), policy: FeedPolicy = FeedPolicy(),
    connecting: @escaping @Sendable (FeedChange) -> Void,
    makeFollower: @escaping @Sendable (WallTime?) async throws -> any ShowFollower<Void>
  ) async throws {
    let show = LiveShow(patience: Self.patience, connecting: connecting) { anchor in
      ShowPipeline(
        pace: .live, model: model, markers: markers, catalog: catalog, cleaning: cleaning, takesRest: false,
        // Rooms that listen share the machine with the orders of all rooms, which come first.
        speechPriority: .background, follower: try await makeFollower(anchor?.streamStart))
    }
    _ = try await show.follow(LiveFeed(source, settings: media, policy: policy), duration: nil)
  }
}
