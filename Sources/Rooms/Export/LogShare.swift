internal import Storage

/// How much of a show's log has been read, for long work's progress.
struct LogShare {
  private let last: Int64
  private var first: Int64?

  init(of store: RoomStore) throws(StoreError) { last = try store.lastSequence() }

  /// The share of the rows up to this one, 0…1.
  mutating func share(at sequence: Int64) -> Double {
    let start = first ?? sequence
    first = start
    return last > start ? Double(sequence - start) / Double(last - start) : 1
  }
}
