public import InventoryEngine
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

  public func presentations(in name: RoomName) async throws(ServiceError) -> [PresentationView] {
    try await reading(name).presentations()
  }

  public func products(in room: RoomName) async throws(ServiceError) -> [ProductView] {
    try await view(of: room).products
  }

  public func inventory(in name: RoomName) async throws(ServiceError) -> [InventoryRow] {
    try await reading(name).inventory()
  }

  public func turnover(
    in name: RoomName, by grouping: TurnoverGrouping
  ) async throws(ServiceError) -> [TurnoverRow] {
    try await reading(name).turnover(by: grouping)
  }

  public func timeline(
    of sku: SKU, in name: RoomName, binSeconds: Int
  ) async throws(ServiceError) -> ProductTimeline {
    try await reading(name).timeline(of: sku, binSeconds: binSeconds)
  }

  public func shows(in name: RoomName) async throws(ServiceError) -> [ShowRow] {
    try await reading(name).shows()
  }

  public func show(
    _ show: String, in name: RoomName, binSeconds: Int
  ) async throws(ServiceError) -> ShowTimelineView {
    try await reading(name).show(show, binSeconds: binSeconds)
  }

  func reading(_ name: RoomName) async throws(ServiceError) -> RoomReading {
    let room = try await room(name)
    return RoomReading(room, runs: room.frame?.show?.id)
  }
}
