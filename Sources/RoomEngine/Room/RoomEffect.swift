public import LiveshelfCore

/// What follows from an input.
public enum RoomEffect: Hashable, Sendable {
  /// To be delivered to everyone who listens.
  case signal(Signal)
  /// A presentation ended: its record may be written. The end of the show may move its boundaries.
  case presentationEnded(Presentation)
}
