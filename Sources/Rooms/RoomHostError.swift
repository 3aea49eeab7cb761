public import LiveshelfCore

/// Why a room cannot do what was asked.
public enum RoomHostError: Error, Equatable, CustomStringConvertible {
  case unknownRoom(String)
  case roomExists(RoomName)
  case tooManyRooms(limit: Int)
  /// The room's queue is full. Recoverable: come again after so many seconds.
  case busy(retryAfter: Int)
  /// The same idempotency key came with another request.
  case keyReused(String)
  /// What was asked needs a running show, or a room that listens to nothing.
  case wrongState(String)
  case badRequest(field: String, reason: String)
  /// The room stopped: the server is going down, or the room was removed.
  case stopped
  /// The room's data cannot be read or written.
  case storage(String)
  /// Speech cannot be heard: the models are missing, or the stream is refused.
  case hearing(String)

  public var description: String {
    switch self {
    case .unknownRoom(let name): "there is no room '\(name)': create it with POST /v1/rooms"
    case .roomExists(let name): "there is a room '\(name)' already: use another name, or change that one"
    case .tooManyRooms(let limit): "no more than \(limit) rooms fit here: remove one, or raise limits.rooms"
    case .busy(let seconds): "the room's queue is full: send again after \(seconds) s"
    case .keyReused(let key): "the idempotency key '\(key)' was used for another request: use a new key"
    case .wrongState(let reason): reason
    case .badRequest(let field, let reason): "\(field): \(reason)"
    case .stopped: "the room is stopping: send again in a moment"
    case .storage(let reason): reason
    case .hearing(let reason): reason
    }
  }
}
