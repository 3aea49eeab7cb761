public import Foundation

/// A record that is to be written.
public struct NewRecord: Hashable, Sendable {
  /// Written once per subject: a second record with the id is not stored, and its receipt says so.
  public var id: String
  /// Short facts beside the body: printable ASCII, names of letters and `-`.
  public var attributes: [String: String]
  public var body: Data

  public init(id: String, attributes: [String: String] = [:], body: Data) {
    self.id = id
    self.attributes = attributes
    self.body = body
  }
}

/// A record that is stored.
public struct StoredRecord: Hashable, Sendable {
  /// Rises within the subject, with gaps.
  public let sequence: UInt64
  public let id: String
  /// The token of the holder that wrote it, when it was written under one.
  public let token: FencingToken?
  public let attributes: [String: String]
  public let body: Data

  public init(sequence: UInt64, id: String, token: FencingToken?, attributes: [String: String], body: Data) {
    self.sequence = sequence
    self.id = id
    self.token = token
    self.attributes = attributes
    self.body = body
  }
}

/// What the backbone says of a record that it has made durable.
public struct Receipt: Hashable, Sendable {
  public let sequence: UInt64
  /// The id had been stored before; `sequence` is that record's.
  public let isRepeated: Bool

  public init(sequence: UInt64, isRepeated: Bool) {
    self.sequence = sequence
    self.isRepeated = isRepeated
  }
}

/// What must be true when a record is written.
public struct AppendCondition: Hashable, Sendable {
  /// The sequence of the subject's last record; zero when there is none.
  public var last: UInt64
  /// The writer's token: no record of the subject may carry a higher one.
  public var token: FencingToken

  public init(last: UInt64, token: FencingToken) {
    self.last = last
    self.token = token
  }
}
