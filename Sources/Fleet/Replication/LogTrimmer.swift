public import Backbone
public import LiveshelfCore

/// Forgets the beginning of a room's log on the backbone.
public struct LogTrimmer: Sendable {
  private let backbone: any Backbone
  private let subject: Subject

  public init(_ backbone: any Backbone, room: RoomName) {
    self.backbone = backbone
    subject = .log(of: room)
  }

  /// Forgets the records all of whose rows come no later than a row; the last record of the log always stays. Who restores
  /// the room then begins after them.
  ///
  /// - Parameter row: the last row of a show that is over. Stores that hold less of the log than that read the rest anew.
  /// - Returns: how many rows the records held.
  /// - Throws: `.unavailable`, `.damaged`.
  @discardableResult
  public func trim(through row: Int64) async throws(BackboneError) -> Int64 {
    guard let end = try await backbone.last(of: subject)?.sequence else { return 0 }
    var reader = LogReader(backbone, subject, after: 0)
    var reached: (record: UInt64, rows: Int64) = (0, 0)
    while let record = try await reader.next(through: end) {
      if !record.isFence {
        guard let first = record.number(RowBatch.Attribute.first), let last = record.number(RowBatch.Attribute.last)
        else { throw .damaged("record \(record.sequence) of \(subject) does not say which rows it holds") }
        guard last <= row else { break }
        reached.rows += last - first + 1
      }
      reached.record = record.sequence
    }
    guard reached.rows > 0 else { return 0 }
    try await backbone.trim(subject, through: reached.record)
    return reached.rows
  }
}
