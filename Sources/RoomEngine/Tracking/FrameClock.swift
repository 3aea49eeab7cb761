import LiveshelfCore

/// The model's grid: the show in frames of a quarter of a second.
enum FrameClock {
  static let framesPerSecond = 4
  static let seconds = 1.0 / Double(framesPerSecond)
  /// Four weeks: times beyond are taken as this, so that no input can make the grid endless.
  static let lastFrame = 28 * 86_400 * framesPerSecond

  /// The frame that contains a moment; moments before the stream belong to its first frame.
  static func frame(of time: StreamTime) -> Int {
    let length = Int64(1_000_000 / framesPerSecond)
    return Int(min(max(0, time.microseconds / length), Int64(lastFrame)))
  }

  /// The moment at which a frame begins.
  static func time(of frame: Int) -> StreamTime {
    StreamTime(microseconds: Int64(frame) * Int64(1_000_000 / framesPerSecond))
  }

  static func frames(seconds: Double) -> Int {
    Int(min(max(0, seconds), 1e7) * Double(framesPerSecond))
  }
}
