/// What the tracker expects of a show. The values are priors: durations and the roles of markers are learnt from the
/// show itself.
public struct TrackerSettings: Hashable, Sendable {
  /// The mean length of a presentation in seconds, before the show has told its own.
  public var presentationSeconds = 50.0
  /// The mean length of talk between presentations, in seconds.
  public var chatterSeconds = 12.0
  /// The share of presentations that the next one follows at once, 0…1, before the show has told its own.
  public var directSwitch = 0.45
  /// The mean time from the start of a presentation to the product's name, in seconds.
  public var introductionSeconds = 3.0
  /// The mean time from the start of the countdown or the last call to the end of a presentation, in seconds.
  public var closingSeconds = 10.0
  /// How often the product on stage is named, per minute.
  public var ownMentionsPerMinute = 6.0
  /// How often any other product is named, per minute.
  public var otherMentionsPerMinute = 1.5
  /// The share of presentations whose product is not in the catalog, 0…1.
  public var unknownShare = 0.03
  /// The posterior at which a presentation is announced, 0.5…1.
  public var announceLevel = 0.85
  /// A lower posterior, 0.5…`announceLevel`, at which a presentation is announced when it has held for `settleSeconds`
  /// without a rival: what might have spoken against the product has had the time to be heard.
  public var settledLevel = 0.65
  /// How long `settledLevel` must have held, in seconds of stream.
  public var settleSeconds = 3.0
  /// The posterior below which a presentation that was announced is over, 0…0.5.
  public var endLevel = 0.2
  /// How long a decision may still be revised, in seconds of stream; also the live tracker's memory.
  public var memorySeconds = 120.0

  public init() {}
}
