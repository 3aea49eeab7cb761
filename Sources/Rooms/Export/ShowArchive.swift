public import Foundation
internal import LiveshelfCore
public import Storage

/// The files of a room's past shows, in `shows/` of the room's folder: written when they are first asked for, and anew when
/// the show's log has grown since (late orders).
public struct ShowArchive: Sendable {
  private let store: RoomStore
  /// Says up to which row of the log a folder's files go.
  private static let stamp = ".written"

  public init(store: RoomStore) {
    self.store = store
  }

  /// The folder with the files of a show that is over. Takes seconds of work the first time.
  ///
  /// - Throws: `RoomHostError.wrongState` when there is no such show, or it goes on.
  public func folder(of show: String) async throws -> URL {
    guard let record = try store.shows().first(where: { $0.id == show }) else {
      throw RoomHostError.wrongState("the room '\(store.room)' has no show '\(show)'")
    }
    guard record.end != nil else {
      throw RoomHostError.wrongState("the show '\(show)' goes on: its files are written when it is over")
    }
    let shows = URL(filePath: store.path).deletingLastPathComponent().appending(path: "shows")
    let folder = shows.appending(path: show)
    let stamp = "\(try store.lastSequence(of: show))"
    func isWritten() -> Bool {
      let kept = FileManager.default.contents(atPath: folder.appending(path: Self.stamp).path)
      return kept.map { String(decoding: $0, as: UTF8.self) } == stamp
    }
    if isWritten() { return folder }
    // Beside it first, so that nobody reads half of it.
    let fresh = shows.appending(path: ".\(show)-\(UUID().uuidString)")
    do {
      try await ShowExport(store: store, show: show).write(to: fresh)
      try Data(stamp.utf8).write(to: fresh.appending(path: Self.stamp))
      if FileManager.default.fileExists(atPath: folder.path) { try FileManager.default.removeItem(at: folder) }
      try FileManager.default.moveItem(at: fresh, to: folder)
    } catch {
      try? FileManager.default.removeItem(at: fresh)
      // Somebody else wrote the same at the same time.
      if isWritten() { return folder }
      throw error
    }
    return folder
  }
}
