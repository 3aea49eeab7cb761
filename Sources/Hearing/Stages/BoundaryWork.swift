internal import AudioBoundaries
internal import LiveshelfCore
internal import RoomEngine

/// Hears changes of the sound: music, applause, silence, counted tones.
final class BoundaryWork: HearingWork {
  private var detector: BoundaryDetector

  init() throws {
    detector = try BoundaryDetector()
  }

  /// Changes are found many times faster than they play.
  func noteWaiting(blocks: Int) {}

  func hear(_ block: AudioBlock) -> HearingFindings {
    HearingFindings(found: detector.consume(block).map { ($0.detectedAt, .boundary($0)) })
  }

  func finish() -> HearingFindings { HearingFindings() }
}
