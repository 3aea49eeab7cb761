internal import LiveshelfCore

/// Hears long silences: a second and a half far below the loudness of the last half minute.
struct SilenceMeter {
  private static let length = 47
  /// Decibels below the usual loudness that count as silent, and the level below which everything is.
  private static let drop: Float = 24
  private static let floor: Float = -60
  /// The loudness follows louder frames by this share a frame, quieter ones a tenth as fast.
  private static let pace: Float = 0.02

  private var loudness: Float = -30
  private var silentFrames = 0
  private var since = StreamTime.zero

  mutating func consume(_ frame: SoundFrame, start: StreamTime) -> [SoundChange] {
    let isSilent = frame.level < Self.floor || frame.level < loudness - Self.drop
    if !isSilent {
      loudness += (frame.level - loudness) * (frame.level > loudness ? Self.pace : Self.pace / 10)
      silentFrames = 0
      return []
    }
    if silentFrames == 0 { since = start }
    silentFrames += 1
    guard silentFrames == Self.length else { return [] }
    return [SoundChange(kind: .silence, at: since, strength: min(1, Double(loudness - frame.level) / 60))]
  }
}
