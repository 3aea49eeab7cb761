public import InventoryEngine
public import LiveshelfCore

/// Rooms whose logs and engines are read in this process: those that run here, or copies of those that run elsewhere.
public protocol ReadRooms: RoomService {
  /// The room with everything that was known before the call.
  /// - Throws: `roomNotFound`, `unavailable`.
  func reading(_ room: RoomName) async throws(ServiceError) -> RoomReading
}

extension ReadRooms {
  public func setAsideRows(
    in room: RoomName, before: Int64, limit: Int
  ) async throws(ServiceError) -> [SetAsideView] {
    try await reading(room).setAsideRows(before: before, limit: limit)
  }

  /// - Throws: `notFound`, `conflict`.
  public func check(_ settlement: RowSettlement, in room: RoomName) async throws(ServiceError) {
    guard let row = try await reading(room).setAsideRow(settlement.entry) else {
      throw .notFound(what: "row", id: "\(settlement.entry)")
    }
    if let objection = row.objection(to: settlement) { throw objection }
  }

  public func products(in room: RoomName) async throws(ServiceError) -> [ProductView] {
    try await view(of: room).products
  }

  public func presentations(in room: RoomName) async throws(ServiceError) -> [PresentationView] {
    try await reading(room).presentations()
  }

  public func inventory(in room: RoomName) async throws(ServiceError) -> [InventoryRow] {
    try await reading(room).inventory()
  }

  public func turnover(
    in room: RoomName, by grouping: TurnoverGrouping
  ) async throws(ServiceError) -> [TurnoverRow] {
    try await reading(room).turnover(by: grouping)
  }

  public func timeline(
    of sku: SKU, in room: RoomName, binSeconds: Int
  ) async throws(ServiceError) -> ProductTimeline {
    try await reading(room).timeline(of: sku, binSeconds: binSeconds)
  }

  public func shows(in room: RoomName) async throws(ServiceError) -> [ShowRow] {
    try await reading(room).shows()
  }

  public func show(
    _ show: String, in room: RoomName, binSeconds: Int
  ) async throws(ServiceError) -> ShowTimelineView {
    try await reading(room).show(show, binSeconds: binSeconds)
  }

  public func signals(
    in room: RoomName, after sequence: Int64, limit: Int
  ) async throws(ServiceError) -> SignalPage {
    try await reading(room).signals(after: sequence, limit: limit)
  }
}
