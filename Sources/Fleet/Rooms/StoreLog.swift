public import Backbone
internal import Foundation
public import Rooms
public import Storage

/// A room's store as the log that is replicated to the backbone.
public struct StoreLog: ReplicableLog {
  let store: RoomStore

  private static let identityNote = "identity"
  private static let positionNote = "replicated"

  /// What is folded of the store meanwhile.
  let standby = RoomStandby()

  public init(_ store: RoomStore) {
    self.store = store
  }

  public func identity() throws -> String {
    if let known = try store.note(Self.identityNote) { return known }
    let identity = UUID().uuidString
    try store.setNote(Self.identityNote, to: identity)
    return identity
  }

  public func replicatedPosition() throws -> ReplicatedPosition {
    let parts = (try store.note(Self.positionNote) ?? "").split(separator: " ")
    guard parts.count == 2, let row = Int64(parts[0]), let record = UInt64(parts[1]) else {
      return ReplicatedPosition()
    }
    return ReplicatedPosition(row: row, record: record)
  }

  public func rows(after row: Int64, limit: Int) throws -> [ReplicatedRow] {
    try store.carriedRows(after: row, limit: limit).map {
      ReplicatedRow(sequence: $0.sequence, show: $0.show, body: $0.body)
    }
  }

  public func confirmReplicated(_ position: ReplicatedPosition) throws {
    try store.setNote(Self.positionNote, to: Self.text(position))
  }

  public func discard(after row: Int64) throws {
    standby.discard(after: row)
    try store.discard(after: row)
  }

  public func restore(_ rows: [ReplicatedRow], replicated position: ReplicatedPosition) throws {
    try store.restore(
      rows.map { CarriedRow(sequence: $0.sequence, show: $0.show, body: $0.body) }, noting: Self.positionNote,
      Self.text(position))
  }

  private static func text(_ position: ReplicatedPosition) -> String { "\(position.row) \(position.record)" }
}
