/// A registered sound (a stinger) was played.
public struct MarkerHit: Hashable, Sendable {
  /// The marker's name: the stem of its audio file.
  public var marker: String
  public var start: StreamTime
  /// From the reference's length; may lie after `detectedAt`.
  public var end: StreamTime
  /// How well it fits, 0…1.
  public var score: Double
  /// The last moment of audio that had been consumed when this was decided; never before `start`.
  public var detectedAt: StreamTime

  public init(marker: String, start: StreamTime, end: StreamTime, score: Double, detectedAt: StreamTime) {
    self.marker = marker
    self.start = start
    self.end = end
    self.score = score
    self.detectedAt = detectedAt
  }
}
