internal import Backbone
internal import Foundation
internal import LiveshelfCore
internal import Rooms
internal import Storage

/// Takes a room's intake from the backbone into the room: each record once, because its number is in the room's log.
actor RoomReceiver: IntakeReceiver {
  private let room: LiveRoom
  private var position: UInt64
  private let report: @Sendable (String) -> Void

  /// - Parameter report: told of records that cannot be read; they are passed over.
  init(_ room: LiveRoom, report: @escaping @Sendable (String) -> Void) throws {
    self.room = room
    self.report = report
    position = try room.store.intakePosition()
  }

  func intakePosition() -> UInt64 { position }

  func accept(_ records: [StoredRecord]) async throws -> Int64 {
    var rows: [Row] = []
    var receivedAt = WallClock.system.now
    var last = position
    for record in records where record.sequence > position {
      do {
        let message = try RowMessage(encoded: Array(record.body))
        receivedAt = message.receivedAt
        rows += message.rows
      } catch {
        report("the intake record \(record.sequence) is passed over: \(error)")
      }
      last = max(last, record.sequence)
    }
    guard last > position else { return try room.store.lastSequence() }
    while true {
      do {
        let receipt = try await room.submit(RoomIntake(rows, receivedAt: receivedAt, through: last))
        position = last
        return receipt.sequence
      } catch {
        guard case .busy(let seconds)? = error as? RoomHostError else { throw error }
        try await Task.sleep(for: .seconds(seconds))
      }
    }
  }
}
