public import LiveshelfCore

/// Something that happened to a room, with the moment at which the room learnt of it.
public struct RoomInput: Hashable, Sendable {
  /// What happened.
  public enum Content: Hashable, Sendable {
    /// The stream has been heard up to the input's moment: speech and markers before it are all in.
    case heard
    case utterance(Utterance)
    case mention(Mention)
    case marker(MarkerHit)
    case boundary(AudioBoundary)
    case cue(CuePoint)
    case feed(FeedChange)
    /// What came from outside.
    case row(Row)
    /// What the shop tells its room, or a room its shop.
    case fact(ShopFact)
  }

  /// When the room learnt of it, on the stream's clock; before the show it is negative. Inputs are consumed in this
  /// order: an input older than one already consumed counts as of that one's moment.
  public var at: StreamTime
  public var content: Content

  public init(at: StreamTime, _ content: Content) {
    self.at = at
    self.content = content
  }
}
