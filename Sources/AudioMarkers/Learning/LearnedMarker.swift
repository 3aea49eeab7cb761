public import LiveshelfCore

/// A sound that was heard several times in a recording, and may be a marker.
public struct LearnedMarker: Hashable, Sendable {
  /// One of the times at which it was heard.
  public struct Occurrence: Hashable, Sendable {
    /// To about 50 ms; the ends of a sound that is talked over are often missing.
    public var start: StreamTime
    public var end: StreamTime
  }

  /// In the order of time.
  public var occurrences: [Occurrence]
  /// The one that is heard most clearly: the one to cut out.
  public var clearest: Occurrence
  /// How many landmarks the occurrences have in common, all pairs taken together.
  public var support: Int
}
