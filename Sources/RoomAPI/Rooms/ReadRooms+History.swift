internal import Concurrency
public import Foundation
public import History
public import LiveshelfCore
internal import Rooms
internal import Storage

extension ReadRooms {
  public func files(of show: String, in room: RoomName) async throws(ServiceError) -> URL {
    try await reading(room).files(of: show)
  }

  public func history(of sku: String?) async throws(ServiceError) -> HistoryReport {
    try await asking { try $0.history(of: sku).withoutPlaces() }
  }

  public func said(_ text: String, limit: Int) async throws(ServiceError) -> [TranscriptHit] {
    try await asking { try $0.find(text, limit: limit) }
  }

  /// Asks the shows of all rooms that are over.
  private func asking<Answer: Sendable>(
    _ body: @escaping @Sendable (ShowDatabase) throws -> Answer
  ) async throws(ServiceError) -> Answer {
    var folders: [URL] = []
    var place: URL?
    for summary in await rooms() {
      guard let name = RoomName(summary.name) else { continue }
      let reading = try await reading(name)
      place = reading.roomsFolder
      folders += try await reading.pastShows()
    }
    // Beside the rooms' folders; it can be made again at any time.
    let file = (place ?? FileManager.default.temporaryDirectory).appending(path: ".history.sqlite")
    do {
      return try await WorkerThread.run("history") { [folders] in
        let shows = try ShowDatabase(path: file.path)
        _ = try shows.gather(folders)
        return try body(shows)
      }
    } catch {
      throw .unavailable("\(error)")
    }
  }
}
