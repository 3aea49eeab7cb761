public import LiveshelfCore

/// What a person watching the show sees, as it happens. Signals are also the product that programs read.
public enum ShowEvent: Sendable {
  case feed(FeedChange)
  /// The stream has been heard up to here.
  case heard(StreamTime)
  case utterance(Utterance)
  case mention(Mention)
  case marker(MarkerHit)
  /// An order event and when the room learnt of it; before the show that is negative.
  case order(OrderEvent, at: StreamTime)
  case signal(Signal)
  /// Something was left out or looks wrong; the show goes on.
  case warning(String)
}
