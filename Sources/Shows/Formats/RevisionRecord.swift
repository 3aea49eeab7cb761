internal import LiveshelfCore
internal import RoomEngine

/// A line of revisions.jsonl: a count of timeline.csv that had been called final, and changed.
struct RevisionRecord: Encodable {
  let bin_start: String
  let stream_start: StreamTime
  let bin_s: Double
  let sku: SKU
  /// The column of timeline.csv.
  let field: String
  let old: Int
  let new: Int
  let reason: String
  /// The stream time at which the room learnt of it.
  let at: StreamTime

  init(_ revision: BinRevision, clock: ShowClock) {
    bin_start = clock.text(of: revision.binStart)
    (stream_start, bin_s, sku) = (revision.binStart, revision.binSeconds, revision.sku)
    (field, old, new) = (revision.quantity.rawValue, revision.old, revision.new)
    (reason, at) = (revision.reason, revision.at)
  }
}
