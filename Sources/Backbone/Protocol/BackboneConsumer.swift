/// How a durable consumer hands out records.
public struct ConsumerSettings: Hashable, Sendable {
  /// A record that was neither acknowledged nor extended for so long is handed out again.
  public var acknowledgeWithin: Duration
  /// At most so many records are out at once, 1…65,535.
  public var maximumOutstanding: Int
  /// Cuts off earlier readers and starts after this sequence, whatever was acknowledged: for a reader that knows by
  /// itself how far it has come. Nil: go on where the backbone says.
  public var startAfter: UInt64?

  public init(
    acknowledgeWithin: Duration = .seconds(30), maximumOutstanding: Int = 4096, startAfter: UInt64? = nil
  ) {
    self.acknowledgeWithin = acknowledgeWithin
    self.maximumOutstanding = maximumOutstanding
    self.startAfter = startAfter
  }
}

/// A record that was handed out and waits for a word.
public struct HandedOut: Hashable, Sendable {
  public let record: StoredRecord
  /// How often it has been handed out, this time included.
  public let attempt: Int
  /// Where the word goes.
  let receipt: String
}

/// A place in a subject that the backbone remembers. Several readers may share one: each record goes to one of them.
/// Records come in order; those that are handed out again come out of it.
public protocol BackboneConsumer: Sendable {
  /// Waits at most so long for the first record, and returns what is there by then, at most `limit`.
  /// Empty when nothing came, or when the task was cancelled.
  func fetch(limit: Int, wait: Duration) async throws(BackboneError) -> [HandedOut]
  /// Says that the records' effects are durable. Returns when the backbone has noted it.
  func acknowledge(_ records: [HandedOut]) async throws(BackboneError)
  /// Asks for the record again, after a while.
  func putBack(_ record: HandedOut, after delay: Duration) async throws(BackboneError)
  /// Says that the work goes on: the time for acknowledging starts anew.
  func extend(_ record: HandedOut) async throws(BackboneError)
}
