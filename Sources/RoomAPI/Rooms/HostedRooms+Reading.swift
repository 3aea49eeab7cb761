public import LiveshelfCore
internal import RoomEngine
internal import Rooms
internal import Storage

extension HostedRooms {
  public func view(of room: RoomName) async throws(ServiceError) -> RoomView {
    RoomView(try await frame(of: room), room: room)
  }

  /// The first update tells everything when anything has changed since `sequence`.
  public func updates(of name: RoomName, after sequence: Int64) async throws(ServiceError) -> AsyncStream<RoomUpdate> {
    let room = try await room(name)
    return AsyncStream { continuation in
      let task = Task {
        var last: RoomView?
        for await frame in room.frames() {
          let view = RoomView(frame, room: name)
          let update = last.map { view.update(since: $0) } ?? RoomUpdate(whole: view)
          last = view
          if let update, update.sequence > sequence { continuation.yield(update) }
        }
        continuation.finish()
      }
      continuation.onTermination = { _ in task.cancel() }
    }
  }

  public func reading(_ name: RoomName) async throws(ServiceError) -> RoomReading {
    let room = try await room(name)
    return RoomReading(room, runs: room.frame?.show?.id)
  }
}
