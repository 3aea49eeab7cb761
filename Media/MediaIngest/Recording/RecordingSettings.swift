/// Where a stream is written as it comes.
public struct RecordingSettings: Hashable, Sendable {
  /// An existing folder, or one to be made.
  public var folder: String
  /// Seconds after which a new file is begun at the next key frame, 1…86,400.
  public var segmentSeconds: Double = 60

  public init(folder: String) {
    self.folder = folder
  }
}
