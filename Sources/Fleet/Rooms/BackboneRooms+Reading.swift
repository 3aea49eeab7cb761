internal import Backbone
internal import Foundation
public import LiveshelfCore
public import RoomAPI
internal import Rooms
internal import Storage
internal import Synchronization

extension BackboneRooms {
  public func view(of room: RoomName) async throws(ServiceError) -> RoomView {
    let entry = try await known(room)
    return entry.view ?? RoomView(room: room.text, state: .idle, sequence: 0)
  }

  public func updates(of room: RoomName, after sequence: Int64) async throws(ServiceError) -> AsyncStream<RoomUpdate> {
    _ = try await known(room)
    return AsyncStream { continuation in
      let task = Task {
        var last: RoomView?
        while !Task.isCancelled, let entry = self.known.withLock({ $0[room] }) {
          if let view = entry.view, view.sequence > last?.sequence ?? sequence {
            let update = last.map { view.update(since: $0) } ?? RoomUpdate(whole: view)
            last = view
            if let update { continuation.yield(update) }
          }
          try? await Task.sleep(for: .milliseconds(100))
        }
        continuation.finish()
      }
      continuation.onTermination = { _ in task.cancel() }
    }
  }

  /// The room's copy with everything that the backbone has.
  public func reading(_ room: RoomName) async throws(ServiceError) -> RoomReading {
    let view = try await known(room).view
    return RoomReading(try await copies.current(room), runs: view?.show)
  }

  // MARK: Signals

  /// Returns when the change is on the backbone; the room's worker shows it a moment later.
  public func changeSignal(
    _ id: String, _ change: SignalChange, in room: RoomName, by operatorName: String
  ) async throws(ServiceError) -> SignalView {
    _ = try await known(room)
    let store = try await copies.current(room).store
    let now = WallClock.system.now
    do {
      guard var signal = try store.signal(id: id) else { throw ServiceError.notFound(what: "signal", id: id) }
      let written = try await directory.changeAttention(to: id, of: room) { data in
        var attention = try data.map { try SharedAttention($0).attention } ?? SignalAttention()
        change.apply(to: &attention, by: operatorName, at: now)
        return try SharedAttention(attention).encoded()
      }
      let shared = try SharedAttention(written)
      await copies.note(shared, to: id, of: room)
      signal.attention = shared.attention
      let offset = try store.shows().last?.clock.offset ?? .china
      guard let view = SignalView.list([signal], now: now, offset: offset).first else {
        throw ServiceError.unavailable("the signal '\(id)' cannot be read")
      }
      return view
    } catch let error as ServiceError {
      throw error
    } catch {
      throw .unavailable("the signal '\(id)' cannot be changed now: \(error)")
    }
  }
}
