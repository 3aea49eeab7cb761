internal import Concurrency
public import Foundation
internal import LiveshelfCore
internal import RoomEngine
internal import Shows
public import Storage

/// Writes the files of a show (see the formats of batch and attach) from a room's log: the
/// same fold once more, and its signals as they were sent.
public struct ShowExport: Sendable {
  private let store: RoomStore
  private let show: String
  private static let signalsAtOnce = 1000

  public init(store: RoomStore, show: String) {
    self.store = store
    self.show = show
  }

  /// Writes the show into a folder, on a thread of its own: seconds of work for a long show.
  ///
  /// - Parameter progress: is told the share of the work that is done, 0…1, from that thread.
  /// - Returns: the files that were written.
  /// - Throws: `RoomHostError.wrongState` when there is no such show, and what the store and the files say.
  @discardableResult
  public func write(
    to folder: URL, progress: @escaping @Sendable (Double) -> Void = { _ in }
  ) async throws -> [String] {
    try await WorkerThread.run("export") { try writeNow(to: folder, progress) }
  }

  private func writeNow(to folder: URL, _ progress: (Double) -> Void) throws -> [String] {
    guard let record = try store.shows().first(where: { $0.id == show }) else {
      throw RoomHostError.wrongState("the room '\(store.room)' has no show '\(show)'")
    }
    let recorder = try ShowRecorder(folder: folder, offset: record.clock.offset, hearsMarkers: true)
    var problem: (any Error)?
    var share = try LogShare(of: store)
    let fold = try RoomFold(replaying: record, of: store) { logged, fold in
      progress(share.share(at: logged.sequence))
      guard problem == nil, case .input(let input) = logged.entry else { return }
      do {
        try Self.record(input, of: fold.engine, in: recorder)
      } catch {
        problem = error
      }
    }
    if let problem { throw problem }
    try recorder.finishTranscript()
    try recordSignals(in: recorder)
    var engine = fold.engine
    let end = record.end ?? max(fold.position, .zero)
    if !fold.isFinished { _ = engine.finish(at: end) }
    let length = engine.length(until: end)
    try recorder.record(
      ShowDescription(
        room: store.room, recording: record.source, clock: record.clock, durationSeconds: length.seconds,
        catalog: engine.catalog, host: record.host))
    try recorder.record(engine.conclusion(until: length), clock: record.clock, until: length, isFinal: true)
    return try recorder.finish().map(\.rawValue)
  }

  private static func record(_ input: RoomInput, of engine: RoomEngine, in recorder: ShowRecorder) throws {
    switch input.content {
    case .utterance(let utterance): try recorder.record(utterance)
    case .mention(let mention): try recorder.record(mention)
    case .marker(let hit): try recorder.record(hit)
    case .row(.comment(let comment)):
      try recorder.record(comment, at: min(engine.clock.streamTime(of: comment.time), input.at), of: engine)
    case .heard, .boundary, .cue, .feed, .row, .fact: break
    }
  }

  /// Signals as they were sent: a show that is told anew with other products or thresholds would raise others.
  private func recordSignals(in recorder: ShowRecorder) throws {
    var last: Int64 = 0
    while true {
      let signals = try store.signals(of: show, after: last, limit: Self.signalsAtOnce)
      for signal in signals { try recorder.record(signal.event) }
      guard let sequence = signals.last?.sequence else { return }
      last = sequence
    }
  }
}
