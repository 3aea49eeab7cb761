internal import Backbone
internal import Foundation
public import LiveshelfCore
public import RoomAPI
internal import Rooms
internal import Storage

extension BackboneRooms {
  public func submit(_ batch: IntakeBatch, to room: RoomName) async throws(ServiceError) -> IntakeReceipt {
    _ = try await known(room)
    let rows = batch.rows
    let records = stride(from: 0, to: rows.count, by: Self.rowsOfRecord).map { start in
      let part = Array(rows[start..<min(rows.count, start + Self.rowsOfRecord)])
      let message = RowMessage(rows: part, receivedAt: batch.receivedAt)
      return NewRecord(id: UUID().uuidString, body: Data(message.encoded()))
    }
    try await reached { () throws(BackboneError) in _ = try await backbone.append(records, to: .intake(of: room)) }
    return IntakeReceipt(accepted: rows.count, repeated: 0, durableAt: WallClock.system.now)
  }

  public func correctPresentation(
    to sku: SKU?, in room: RoomName, by operatorName: String
  ) async throws(ServiceError) -> PresentationView? {
    let entry = try await known(room)
    if let sku, entry.definition.catalog[sku] == nil {
      throw .invalid(field: "sku", message: "the catalog has no '\(sku)': use a SKU of the room's catalog")
    }
    let store = try await copies.current(room).store
    let show: ShowRecord?
    do {
      show = try store.openShow()
    } catch {
      throw .unavailable("the copy of '\(room)' cannot be read: \(error)")
    }
    guard let show else { throw .conflict("the room '\(room)' runs no show: start it first") }
    let now = WallClock.system.now
    let shown = WallTime(microseconds: now.microseconds + show.clockShift)
    var clicks: [Row] = []
    if let open = entry.view?.now, open.sku != sku?.text {
      clicks.append(.click(ExplainEvent(sku: SKU(open.sku), starts: false, time: shown)))
    }
    if let sku { clicks.append(.click(ExplainEvent(sku: sku, starts: true, time: shown))) }
    if !clicks.isEmpty {
      _ = try await submit(IntakeBatch(clicks, receivedAt: now, sender: operatorName), to: room)
    }
    return nil
  }
}
