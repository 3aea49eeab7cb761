internal import Foundation
internal import LiveshelfCore
internal import RoomEngine
public import RoomHost
internal import Storage

/// Summaries of shows. A show that has ended does not change: its summary is computed once and kept in the room's store.
extension HostedRooms {
  /// Keeps the summary of the show that a room has just ended, while its engine is at hand.
  ///
  /// - Throws: `.storage`; the summary is then computed when it is asked for.
  public static func keepSummary(of room: LiveRoom) async throws(RoomHostError) {
    guard let (show, engine) = try await room.engine(), show.end != nil else { return }
    do {
      try keep(summary(show, engine, in: room), in: room)
    } catch {
      throw .storage("\(error)")
    }
  }

  func summary(of show: ShowRecord, in room: LiveRoom) async throws(ServiceError) -> ShowSummary? {
    if show.end != nil, let kept = try Self.kept(of: show.id, in: room) { return kept }
    guard let (record, engine) = try await engine(of: room.name, show: show.id) else { return nil }
    let summary = try Self.summary(record, engine, in: room)
    if record.end != nil { try Self.keep(summary, in: room) }
    return summary
  }

  static func summary(
    _ record: ShowRecord, _ engine: RoomEngine, in room: LiveRoom
  ) throws(ServiceError) -> ShowSummary {
    do {
      return ShowSummary(record, engine, signals: try room.store.signalCount(of: record.id))
    } catch {
      throw .unavailable("\(error)")
    }
  }

  private static func keep(_ summary: ShowSummary, in room: LiveRoom) throws(ServiceError) {
    do {
      try room.store.setSummary(Array(JSONEncoder().encode(summary)), of: summary.show)
    } catch {
      throw .unavailable("\(error)")
    }
  }

  /// Nil when none was kept, or one of another version, which has other members.
  private static func kept(of show: String, in room: LiveRoom) throws(ServiceError) -> ShowSummary? {
    let bytes: [UInt8]?
    do {
      bytes = try room.store.summary(of: show)
    } catch {
      throw .unavailable("\(error)")
    }
    return bytes.flatMap { try? JSONDecoder().decode(ShowSummary.self, from: Data($0)) }
  }
}

extension ShowSummary {
  init(_ record: ShowRecord, _ engine: RoomEngine, signals: Int) {
    let overview = engine.overview(of: [])
    let end = record.end ?? max(overview.at, .zero)
    self.init(
      show: record.id, startedAt: record.clock.text(of: .zero), endedAt: record.end.map { record.clock.text(of: $0) },
      duration: end.seconds, totals: ShowTotals(overview), presentations: engine.presentations.count,
      signals: signals)
  }
}
