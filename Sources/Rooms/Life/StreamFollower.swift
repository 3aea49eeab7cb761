internal import Hearing
internal import LiveshelfCore
internal import RoomEngine

/// Brings what is heard of a stream into a room, on the room's clock: straight into the room's queue.
final class StreamFollower: ShowFollower {
  private let room: LiveRoom
  /// The stream's zero on the show's clock, in microseconds.
  private let offset: Int64
  private let log: @Sendable (String) -> Void

  /// - Parameter log: gets warnings.
  init(room: LiveRoom, offset: Int64, log: @escaping @Sendable (String) -> Void) {
    self.room = room
    self.offset = offset
    self.log = log
  }

  func take(_ heard: [RoomInput]) throws {
    guard !heard.isEmpty else { return }
    guard room.hear(heard.map { $0.shifted(by: offset) }) else { throw RoomHostError.stopped }
  }

  var hasRoom: Bool { room.hasRoom }

  func warn(_ text: String) { log(text) }

  func noteLoss(seconds: Double) {
    room.noteLoss(seconds: seconds)
  }

  /// The show goes on without its stream.
  func finish(at end: StreamTime, takesRest: Bool) {}
}
