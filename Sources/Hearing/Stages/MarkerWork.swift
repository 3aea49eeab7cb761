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

  func hear(_ block: AudioBlock) -> HearingFindings {
    HearingFindings(found: detector.consume(block).map { ($0.detectedAt, .marker($0)) })
  }

  func finish() -> HearingFindings {
    HearingFindings(found: detector.finish().map { ($0.detectedAt, .marker($0)) })
  }
}
