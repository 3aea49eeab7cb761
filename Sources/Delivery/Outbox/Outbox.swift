public import LiveshelfCore

/// The signals of a room on their way out, and where each sink stands with them.
///
/// An outbox keeps, for each sink by name: its position (the greatest sequence that is settled), the revived entries
/// below the position, the attempt that failed at the head, and the dead letters. A sink that it has never seen stands
/// before the first entry.
///
/// All calls are synchronous, durable when they return, and safe from any thread. One dispatcher lane at a time works
/// for a (room, sink) pair; a person may list, revive or discard dead letters at the same time. A call that throws has
/// changed nothing and may be repeated.
public protocol Outbox: Sendable {
  var room: RoomName { get }

  /// What the sink has to deliver next: revived entries, then those after its position, both oldest first, which is
  /// rising by sequence; dead letters are left out.
  func pending(for sink: String, limit: Int) throws -> [OutboxEntry]

  /// The sink has delivered exactly these entries, the first that `pending` gave.
  ///
  /// The position rises to the greatest of them, and revived entries among them are done. Entries are named one by one
  /// so that one that a person revives in the meantime is not taken for delivered. Attempts of these are forgotten.
  func confirm(_ sequences: [Int64], for sink: String) throws

  /// The last failed attempt of an entry that is still to be delivered; nil when none has failed.
  func attempt(of sequence: Int64, for sink: String) throws -> DeliveryAttempt?

  /// Remembers a failed attempt over restarts, in place of an earlier one of the entry.
  func recordFailure(_ attempt: DeliveryAttempt, for sink: String) throws

  /// Gives up on the entry at the head: it becomes a dead letter, and the entries behind it move up.
  func bury(_ attempt: DeliveryAttempt, for sink: String) throws

  /// Dead letters of one sink, or of all, by sink and then by sequence.
  func deadLetters(for sink: String?) throws -> [DeadLetter]

  /// Puts dead letters back to be delivered, before newer entries of the room and with all attempts ahead of them.
  ///
  /// - Returns: how many of these were dead letters of the sink.
  func revive(_ sequences: [Int64], for sink: String) throws -> Int

  /// Forgets dead letters for good.
  ///
  /// - Returns: how many of these were dead letters of the sink.
  func discard(_ sequences: [Int64], for sink: String) throws -> Int

  /// How many entries the sink has still to deliver, dead letters not counted.
  func depth(for sink: String) throws -> Int
}
