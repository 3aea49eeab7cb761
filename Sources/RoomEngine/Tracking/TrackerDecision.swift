public import LiveshelfCore

/// What the live tracker decides. Every presentation carries its reason in words.
public enum TrackerDecision: Hashable, Sendable {
  /// The host has begun to present a product; `end` is nil and `announcedAt` is the moment of the decision.
  case started(Presentation)
  /// A presentation that was announced is over; `end` is when, as far as it is known now.
  case ended(Presentation)
  /// Later evidence moved the start, or the end, of a presentation that was announced.
  case revised(Presentation)
  /// A presentation that was announced was none: only a product named by the way. Its end equals its start.
  case withdrawn(Presentation)

  /// The presentation that the decision is about.
  public var presentation: Presentation {
    switch self {
    case .started(let presentation), .ended(let presentation), .revised(let presentation),
      .withdrawn(let presentation):
      presentation
    }
  }
}
