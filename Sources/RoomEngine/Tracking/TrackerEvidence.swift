public import LiveshelfCore

/// Anything that tells what is on stage, as the modules that hear and receive it hand it over.
public enum TrackerEvidence: Hashable, Sendable {
  /// A product was named.
  case mention(Mention)
  /// A registered sound was played.
  case marker(MarkerHit)
  /// An operator or the platform's product card says what is being explained.
  case click(ExplainClick)
  /// A mark in the stream. One whose name or a parameter is a SKU of the catalog counts as a click that starts it;
  /// any other counts as a marker of that name.
  case cuePoint(CuePoint)
  /// What was said, whether or not a product was named: pauses, sales talk and chatter place the boundaries.
  case speech(Utterance)
  /// The sound has changed: music, applause, silence, counted tones.
  case boundary(AudioBoundary)
  /// Viewers write about a product.
  case interest(ViewerInterest)
  /// Orders of a product rose as they do when it is presented.
  case pulse(OrderPulse)
}

/// A rise of a product's orders that no presentation known so far explains.
public struct OrderPulse: Hashable, Sendable {
  public var sku: SKU
  /// When the product would have been on stage: the orders' times less the time that viewers take.
  public var start: StreamTime
  public var end: StreamTime
  /// How many orders it is made of, as a multiple of what a presentation of the show brings; above 0.
  public var strength: Double

  public init(sku: SKU, start: StreamTime, end: StreamTime, strength: Double) {
    self.sku = sku
    self.start = start
    self.end = end
    self.strength = strength
  }
}

/// How many comments about a product came in at once.
public struct ViewerInterest: Hashable, Sendable {
  public var sku: SKU
  /// The stream time that the viewers saw when they wrote, as well as it is known.
  public var at: StreamTime
  /// Comments, 1 or more.
  public var comments: Int

  public init(sku: SKU, at: StreamTime, comments: Int) {
    self.sku = sku
    self.at = at
    self.comments = comments
  }
}
