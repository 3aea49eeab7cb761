public import Foundation
internal import LiveshelfCore
internal import Reports
internal import RoomEngine
public import Storage

/// Writes the files of a show (see the formats of batch and attach) from a room's log: the same fold once more.
public struct ShowExport: Sendable {
  private let store: RoomStore
  private let show: String

  public init(store: RoomStore, show: String) {
    self.store = store
    self.show = show
  }

  /// Writes the show into a folder, on a thread of its own: seconds of work for a long show.
  ///
  /// - Returns: the files that were written.
  /// - Throws: `RoomHostError.wrongState` when there is no such show, and what the store and the files say.
  @discardableResult
  public func write(to folder: URL) async throws -> [String] {
    try await withCheckedThrowingContinuation { continuation in
      let thread = Thread { continuation.resume(with: Result { try self.writeNow(to: folder) }) }
      thread.name = "export"
      thread.stackSize = 8 << 20
      thread.start()
    }
  }

  private func writeNow(to folder: URL) throws -> [String] {
    guard let record = try store.shows().first(where: { $0.id == show }) else {
      throw RoomHostError.wrongState("the room '\(store.room)' has no show '\(show)'")
    }
    var (catalog, settings) = (record.catalog, record.settings)
    for change in try store.changes(of: show) {
      if case .catalog(let changed, _) = change { catalog = changed }
      if case .settings(let changed, _) = change { settings = changed }
    }
    var engine = RoomEngine(room: store.room, catalog: catalog, clock: record.clock, settings: settings)
    engine.edition = record.id
    var end = StreamTime.zero
    let recorder = try ShowRecorder(folder: folder, offset: record.clock.offset, hearsMarkers: true)
    try store.replay(show) { logged in
      end = max(end, logged.entry.at)
      guard case .input(let input) = logged.entry else { return }
      switch input.content {
      case .utterance(let utterance): try recorder.record(utterance)
      case .mention(let mention): try recorder.record(mention)
      case .marker(let hit): try recorder.record(hit)
      default: break
      }
      try Self.record(engine.consume(input), at: input.at, in: recorder)
    }
    end = record.end ?? end
    try Self.record(engine.finish(at: end), at: end, in: recorder)
    try recorder.finishTranscript()
    try recorder.record(
      ShowDescription(
        room: store.room, recording: record.source, clock: record.clock, durationSeconds: end.seconds,
        catalog: catalog))
    try recorder.record(engine.conclusion(until: end), clock: record.clock, until: end, isFinal: true)
    return try recorder.finish().map(\.rawValue)
  }

  private static func record(_ effects: [RoomEffect], at now: StreamTime, in recorder: ShowRecorder) throws {
    for effect in effects {
      switch effect {
      case .signal(let signal): try recorder.record(signal)
      case .presentationEnded(let presentation): try recorder.record(presentation, decidedAt: now)
      }
    }
  }
}
