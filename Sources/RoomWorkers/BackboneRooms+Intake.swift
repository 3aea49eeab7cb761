internal import Backbone
internal import Foundation
public import LiveshelfCore
public import LiveshelfServer
internal import RoomHost
internal import Storage

extension BackboneRooms {
  public func submit(_ batch: IntakeBatch, to room: RoomName) async throws(ServiceError) -> IntakeReceipt {
    _ = try await known(room)
    let rows = batch.rows.intakeRows
    var records: [NewRecord] = []
    do {
      for start in stride(from: 0, to: rows.count, by: Self.rowsOfRecord) {
        let part = Array(rows[start..<min(rows.count, start + Self.rowsOfRecord)])
        records.append(
          NewRecord(
            id: UUID().uuidString, body: try IntakeMessage(rows: part, receivedAt: batch.receivedAt).encoded()))
      }
    } catch {
      throw .unavailable("the rows cannot be written: \(error)")
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
    var clicks: [RoomClick] = []
    if let open = entry.view?.now, open.sku != sku?.text {
      clicks.append(RoomClick(sku: SKU(open.sku), starts: false, time: shown))
    }
    if let sku { clicks.append(RoomClick(sku: sku, starts: true, time: shown)) }
    if !clicks.isEmpty {
      _ = try await submit(IntakeBatch(.clicks(clicks), receivedAt: now, sender: operatorName), to: room)
    }
    return nil
  }
}
