internal import LiveshelfCore
public import Rooms

extension ServiceError {
  /// What a host's error means to a client.
  init(_ error: RoomHostError) {
    self =
      switch error {
      case .unknownRoom(let name): RoomName(name).map { .roomNotFound($0) } ?? .notFound(what: "room", id: name)
      case .roomExists(let name): .roomExists(name)
      case .tooManyRooms: .limitExceeded(error.description)
      case .busy(let seconds): .busy(retryAfter: seconds)
      case .wrongState(let reason): .conflict(reason)
      case .badRequest(let field, let reason): .invalid(field: field, message: reason)
      case .keyReused, .stopped, .storage, .hearing: .unavailable(error.description)
      }
  }
}

/// Passes a host's call on with its errors as the service's.
public func served<Value>(_ body: () async throws(RoomHostError) -> Value) async throws(ServiceError) -> Value {
  do {
    return try await body()
  } catch {
    throw ServiceError(error)
  }
}
