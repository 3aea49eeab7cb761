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
    var records = stride(from: 0, to: rows.count, by: Self.rowsOfRecord).flatMap { start in
      Self.records(of: rows[start..<min(rows.count, start + Self.rowsOfRecord)], receivedAt: batch.receivedAt)
    }
    if !batch.unusable.isEmpty {
      records.append(Self.record(RowMessage(rows: [], receivedAt: batch.receivedAt, unusable: batch.unusable)))
    }
    try await reached { () throws(BackboneError) in _ = try await backbone.append(records, to: .intake(of: room)) }
    return IntakeReceipt(accepted: rows.count, repeated: 0, durableAt: WallClock.system.now)
  }

  /// Returns when the decision is on the backbone; the room's worker carries it out a moment later.
  public func settle(_ settlement: RowSettlement, in room: RoomName) async throws(ServiceError) {
    try await check(settlement, in: room)
    let message = RowMessage(rows: [], receivedAt: WallClock.system.now, settlements: [settlement])
    try await reached { () throws(BackboneError) in
      _ = try await backbone.append([Self.record(message)], to: .intake(of: room))
    }
  }

  /// Bytes of a record: the backbone takes no more than twice as many.
  private static let bytesOfRecord = 512 << 10

  private static func records(of rows: ArraySlice<Row>, receivedAt: WallTime) -> [NewRecord] {
    let record = record(RowMessage(rows: Array(rows), receivedAt: receivedAt))
    guard record.body.count > bytesOfRecord, rows.count > 1 else { return [record] }
    let middle = rows.startIndex + rows.count / 2
    return records(of: rows[..<middle], receivedAt: receivedAt) + records(of: rows[middle...], receivedAt: receivedAt)
  }

  private static func record(_ message: RowMessage) -> NewRecord {
    NewRecord(id: UUID().uuidString, body: Data(message.encoded()))
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
    if let said = sku ?? entry.view?.now.map({ SKU($0.sku) }) {
      let click = ExplainEvent(sku: said, starts: sku != nil, time: shown, isOperators: true)
      _ = try await submit(IntakeBatch([.click(click)], receivedAt: now, sender: operatorName), to: room)
    }
    return nil
  }
}
