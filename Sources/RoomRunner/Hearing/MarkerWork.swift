internal import AudioMarkers
internal import LiveshelfCore
internal import RoomEngine

/// Hears registered stingers.
final class MarkerWork: HearingWork {
  private var detector: MarkerDetector

  init(_ library: MarkerLibrary) throws {
    detector = try MarkerDetector(library: library)
  }

  /// Markers are found many times faster than they play.
  func noteWaiting(blocks: Int) {}

  func hear(_ block: AudioBlock) -> (found: [(at: StreamTime, content: RoomInput.Content)], warning: String?) {
    (detector.consume(block).map { ($0.detectedAt, .marker($0)) }, nil)
  }

  func finish() -> (found: [(at: StreamTime, content: RoomInput.Content)], warning: String?) {
    (detector.finish().map { ($0.detectedAt, .marker($0)) }, nil)
  }
}
