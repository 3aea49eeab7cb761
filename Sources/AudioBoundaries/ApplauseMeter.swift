internal import LiveshelfCore

/// Hears applause and cheering: a sustained noise, flat in its spectrum, well above the quiet of the room.
struct ApplauseMeter {
  private static let leastFlatness: Float = 0.3
  private static let leastLevel: Float = -45
  /// Decibels above the room's quiet.
  private static let rise: Float = 12
  /// Frames that it must last (a second), and how many of them may be otherwise.
  private static let length = 32
  private static let exceptions = 4
  /// The quiet follows a lower level at once and a higher one by this share a frame.
  private static let recovery: Float = 0.002

  private var quiet: Float?
  private var recent: [Bool] = []
  private var isOn = false

  mutating func consume(_ frame: SoundFrame, start: StreamTime) -> [SoundChange] {
    let room = quiet ?? frame.level
    quiet = frame.level < room ? frame.level : room + (frame.level - room) * Self.recovery
    recent.append(
      frame.flatness >= Self.leastFlatness && frame.level >= Self.leastLevel && frame.level >= room + Self.rise)
    if recent.count > Self.length { recent.removeFirst() }
    let noisy = recent.count(where: \.self)
    guard recent.count == Self.length else { return [] }
    if isOn {
      isOn = noisy > Self.length / 3
      return []
    }
    guard noisy >= Self.length - Self.exceptions else { return [] }
    isOn = true
    let span = Double(Self.length - 1) * SoundSpectrum.hopSeconds
    return [
      SoundChange(kind: .applause, at: max(.zero, start - span), strength: Double(noisy) / Double(Self.length))
    ]
  }
}
