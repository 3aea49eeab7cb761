public import LiveshelfCore
public import Rooms
internal import Synchronization

extension HostedRooms {
  public func answer(_ inquiry: ViewerInquiry, in name: RoomName) async throws(ServiceError) -> ViewerReply {
    let room: LiveRoom
    let catalog: Catalog
    (room, catalog) = try await served { () async throws(RoomHostError) in
      (try await registry.room(name), try await registry.catalog(of: name))
    }
    let (desk, told) = try await desk(of: name, room)
    return await desk.answer(inquiry, told: told, catalog: catalog)
  }

  public func viewerFacts(of room: RoomName) async throws(ServiceError) -> ViewerFacts {
    try await served { () async throws(RoomHostError) in try await registry.viewerFacts(of: room) }
  }

  public func setViewerFacts(_ facts: ViewerFacts, in room: RoomName) async throws(ServiceError) -> [String] {
    let catalog = try await served { () async throws(RoomHostError) in
      try await registry.setViewerFacts(facts, of: room)
      return try await registry.catalog(of: room)
    }
    desks.forget(room)
    return facts.unknownSKUs(in: catalog)
  }

  /// The room's desk and what operators told, read once.
  private func desk(of name: RoomName, _ room: LiveRoom) async throws(ServiceError) -> (ViewerDesk, ViewerFacts) {
    if let known = desks.desk(of: name), known.desk.serves(room) { return known }
    let edition = desks.edition
    let told = try await viewerFacts(of: name)
    return desks.keep(ViewerDesk(room), told, of: name, readAt: edition)
  }
}

/// The desks of the rooms that were asked something.
final class ViewerDesks: Sendable {
  private struct State {
    var desks: [RoomName: (desk: ViewerDesk, told: ViewerFacts)] = [:]
    var edition = 0
  }

  private let state = Mutex(State())

  /// Rises whenever facts change.
  var edition: Int { state.withLock { $0.edition } }

  func desk(of room: RoomName) -> (desk: ViewerDesk, told: ViewerFacts)? { state.withLock { $0.desks[room] } }

  /// - Parameter edition: that of before the facts were read: older ones are not kept.
  func keep(
    _ desk: ViewerDesk, _ told: ViewerFacts, of room: RoomName, readAt edition: Int
  ) -> (ViewerDesk, ViewerFacts) {
    state.withLock { if $0.edition == edition { $0.desks[room] = (desk, told) } }
    return (desk, told)
  }

  func forget(_ room: RoomName) {
    state.withLock { state in
      state.desks[room] = nil
      state.edition += 1
    }
  }
}
