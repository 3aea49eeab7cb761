internal import Foundation
internal import RoomEngine
public import Rooms
internal import Storage

extension HostedRooms {
  /// Keeps the summary of the show that a room has just ended, while its engine is at hand.
  ///
  /// - Throws: `.storage`; the summary is then computed when it is asked for.
  public static func keepSummary(of room: LiveRoom) async throws(RoomHostError) {
    guard let (show, engine) = try await room.engine(), show.end != nil else { return }
    do {
      let presentations = await RoomReading.conclusion(of: show, engine).presentations.count
      let summary = ShowRow(
        show, engine, presentations: presentations, signals: try room.store.signalCount(of: show.id))
      try room.store.setSummary(Array(JSONEncoder().encode(summary)), of: show.id)
    } catch {
      throw .storage("\(error)")
    }
  }
}
