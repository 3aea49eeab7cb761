internal import Backbone
internal import Foundation
internal import LiveshelfCore
internal import Rooms
internal import Storage

/// Takes a room's intake from the backbone into the room: each record once, because its number is in the room's log. Records
/// that cannot be read are set aside.
actor RoomReceiver: IntakeReceiver {
  private let room: LiveRoom
  private var position: UInt64

  init(_ room: LiveRoom) throws {
    self.room = room
    position = try room.store.intakePosition()
  }

  func intakePosition() -> UInt64 { position }

  func accept(_ records: [StoredRecord]) async throws -> Int64 {
    var intake = RoomIntake([], receivedAt: WallClock.system.now)
    var last = position
    for record in records where record.sequence > position {
      do {
        let message = try RowMessage(encoded: Array(record.body))
        intake.receivedAt = message.receivedAt
        intake.rows += message.rows
        intake.unusable += message.unusable
        intake.settlements += message.settlements
      } catch {
        intake.unusable.append(
          SetAsideRow(nil, place: "backbone/record \(record.sequence)", reason: "it cannot be read: \(error)"))
      }
      last = max(last, record.sequence)
    }
    guard last > position else { return try room.store.lastSequence() }
    intake.through = last
    while true {
      do {
        let receipt = try await room.submit(intake)
        position = last
        return receipt.sequence
      } catch {
        guard case .busy(let seconds)? = error as? RoomHostError else { throw error }
        try await Task.sleep(for: .seconds(seconds))
      }
    }
  }
}
