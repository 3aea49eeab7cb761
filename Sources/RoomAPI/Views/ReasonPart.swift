/// A part of why a presentation began or ended, for screens that say it in their own language.
public struct ReasonPart: Codable, Hashable, Sendable {
  public enum Kind: String, Codable, Hashable, Sendable, CaseIterable {
    case stinger, click, heard, likeliest, bundle, followed, applause, silence, countdown
    case musicBegan = "music_began"
    case musicEnded = "music_ended"
    case turnedAway = "turned_away"
    case noLongerSpokenOf = "no_longer_spoken_of"
    case showOver = "show_over"
    case onlyNamed = "only_named"
  }

  public var kind: Kind
  /// The stinger's name, what was heard, or the product; nil: the kind says it all.
  @Nullable public var name: String?
  /// The other product of a bundle.
  @Nullable public var with: String?
  /// How often it was heard, and within how many seconds.
  @Nullable public var count: Int?
  @Nullable public var seconds: Int?

  public init(_ kind: Kind, name: String? = nil, with: String? = nil, count: Int? = nil, seconds: Int? = nil) {
    self.kind = kind
    self.name = name
    self.with = with
    self.count = count
    self.seconds = seconds
  }
}
