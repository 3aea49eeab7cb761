public import LiveshelfCore
public import RoomEngine

/// Takes what is heard of a stream. Called from the pipeline's threads, one at a time but for `warn` and `hasRoom`.
public protocol ShowFollower<Outcome>: AnyObject, Sendable {
  /// What the show came to.
  associatedtype Outcome: Sendable

  /// Takes in what was heard, in order. Waits while the follower cannot keep up.
  ///
  /// - Throws: what makes going on pointless; the stream is left then.
  func take(_ heard: [RoomInput]) throws
  /// Whether `take` would not wait.
  var hasRoom: Bool { get }
  /// So many seconds of the stream's sound are lost.
  func noteLoss(seconds: Double)
  /// Something looks wrong; hearing goes on. A sentence for people.
  func warn(_ text: String)
  /// The stream is over.
  ///
  /// - Parameters:
  ///   - end: the end of the stream.
  ///   - takesRest: whether orders of after the end, which a file holds, still belong to the show's account.
  func finish(at end: StreamTime, takesRest: Bool) throws -> Outcome
}
