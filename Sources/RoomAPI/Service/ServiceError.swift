public import LiveshelfCore

/// Why a `RoomService` did not do what it was asked. Nothing has changed when one of these is thrown.
///
/// `busy` and `unavailable` pass: the same call may succeed later. The others need another request.
public enum ServiceError: Error, Hashable, Sendable {
  case roomNotFound(RoomName)
  case roomExists(RoomName)
  /// A signal, a show, a product or a marker that is not there: `what` is one of these words.
  case notFound(what: String, id: String)
  /// The room is in a state that does not allow it; the message says which, and the remedy.
  case conflict(String)
  /// A value that cannot be used; `field` is its name in the request.
  case invalid(field: String, message: String)
  /// More than the room or the server takes; the message names the limit.
  case limitExceeded(String)
  /// The room's queue is full: try again after so many seconds, 1 or more.
  case busy(retryAfter: Int)
  /// Something that the room needs is out of order (a full disk, a database that cannot be written).
  case unavailable(String)
}
