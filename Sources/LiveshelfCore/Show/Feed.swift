/// Where a stream's connection stands.
public enum FeedState: String, Hashable, Sendable, Codable {
  case connecting
  case live
  /// Connected, and nothing comes.
  case stalled
  case reconnecting
  /// Over for good.
  case ended
}

/// A change in a stream's connection.
public struct FeedChange: Hashable, Sendable {
  /// The source's name, such as `audio` or `orders`.
  public var feed: String
  public var state: FeedState
  /// The stream time up to which the source had delivered when it changed.
  public var at: StreamTime
  /// How far behind the source is, in seconds, when known.
  public var lagSeconds: Double?
  public var reason: FeedReason

  public init(feed: String, state: FeedState, at: StreamTime, lagSeconds: Double? = nil, reason: FeedReason) {
    self.feed = feed
    self.state = state
    self.at = at
    self.lagSeconds = lagSeconds
    self.reason = reason
  }
}
