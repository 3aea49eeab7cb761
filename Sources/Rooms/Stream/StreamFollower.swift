internal import Hearing
internal import LiveshelfCore
internal import RoomEngine

/// Brings what is heard of a stream into a room, on the room's clock. Belongs to the pipeline's thread.
final class StreamFollower: ShowFollower {
  private let room: LiveRoom
  /// The stream's zero on the show's clock, in microseconds.
  private let offset: Int64

  init(room: LiveRoom, offset: Int64) {
    self.room = room
    self.offset = offset
  }

  func take(_ heard: [RoomInput]) throws {
    guard !heard.isEmpty else { return }
    guard room.hear(heard.map { $0.shifted(by: offset) }) else { throw RoomHostError.stopped }
  }

  func noteLoss(seconds: Double) {
    room.noteLoss(seconds: seconds)
  }

  /// The show goes on without its stream.
  func finish(at end: StreamTime, takesRest: Bool) {}
}
