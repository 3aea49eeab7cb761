/// How patiently a live source is held on to. All times in seconds.
public struct FeedPolicy: Hashable, Sendable {
  /// After so long without a byte the feed is reported as stalled; the connection is kept.
  public var stallNotice: Double = 2
  /// After so long without a byte the connection is given up and made anew.
  public var stallTimeout: Double = 15
  /// How long one attempt to connect may take. A listener waits as long as the grace period lets it.
  public var connectTimeout: Double = 10
  /// The first pause between attempts; each later one is twice as long, up to `longestPause`, and shortened by up to a
  /// half at random, so that many rooms do not call a restarted server at the same moment.
  public var firstPause: Double = 0.25
  public var longestPause: Double = 1
  /// The show is over when nothing has come for so long. Nil: never by itself.
  public var gracePeriod: Double? = 120
  /// The same before anything has come at all. Nil: wait for ever.
  public var firstWait: Double?

  public init() {}
}
