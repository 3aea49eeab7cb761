public import Backbone
internal import Concurrency
public import LiveshelfCore

/// Keeps a copy of a room's log that only reads: for servers that answer from what a room has done.
///
/// Nobody else writes the copy. Each call of `catchUp` brings it to where the backbone's log is at that moment.
public actor LogFollower {
  private let backbone: any Backbone
  private let subject: Subject
  private let log: any ReplicableLog
  private var isReading = false

  public init(_ backbone: any Backbone, room: RoomName, log: any ReplicableLog) {
    self.backbone = backbone
    subject = .log(of: room)
    self.log = log
  }

  /// Returns when the copy holds every row that the backbone had when it was called.
  ///
  /// - Throws: `.unavailable`, `.damaged`, `.log`.
  public func catchUp() async throws(BackboneError) {
    // One after the other: calls that come meanwhile must see what was written after they came.
    while isReading {
      guard !Task.isCancelled else { throw .unavailable("the reading of \(subject) was cancelled") }
      await pause(.milliseconds(5))
    }
    isReading = true
    defer { isReading = false }
    let end = try await backbone.last(of: subject)?.sequence ?? 0
    var restorer = try onLog(of: subject) { try LogRestorer(log) }
    // The backbone's log was made anew, from a backup or by hand.
    if restorer.position.record > end { try onLog(of: subject) { try restorer.startAnew() } }
    var reader = LogReader(backbone, subject, after: restorer.position.record)
    while let record = try await reader.next(through: end) {
      if !record.isFence { try onLog(of: subject) { try restorer.apply(record) } }
    }
    try onLog(of: subject) { try restorer.finish() }
  }
}
