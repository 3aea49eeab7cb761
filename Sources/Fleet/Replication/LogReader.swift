public import Backbone
internal import Concurrency

/// Reads a subject up to a record that is known to be there, also from a replica that lags.
struct LogReader {
  private let backbone: any Backbone
  private let subject: Subject
  private var sequence: UInt64
  private var buffer: ArraySlice<StoredRecord> = []

  init(_ backbone: any Backbone, _ subject: Subject, after sequence: UInt64) {
    self.backbone = backbone
    self.subject = subject
    self.sequence = sequence
  }

  /// Nil when the record `end` was reached.
  mutating func next(through end: UInt64) async throws(BackboneError) -> StoredRecord? {
    guard sequence < end else { return nil }
    var tries = 0
    while buffer.isEmpty {
      buffer = try await backbone.read(subject, after: sequence, limit: 64)[...]
      if buffer.isEmpty {
        tries += 1
        guard tries < 100, !Task.isCancelled else { throw .unavailable("\(subject) lags behind record \(end)") }
        await pause(.milliseconds(50))
      }
    }
    let record = buffer.removeFirst()
    sequence = record.sequence
    return record
  }
}
