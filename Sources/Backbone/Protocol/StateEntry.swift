public import Foundation

/// A small value with a name.
public struct StateEntry: Hashable, Sendable {
  public let key: String
  /// Nil when the entry was deleted.
  public let value: Data?
  /// Rises with every change of any entry.
  public let revision: UInt64

  public init(key: String, value: Data?, revision: UInt64) {
    self.key = key
    self.value = value
    self.revision = revision
  }
}

/// Changes as they come: first what is there, then what changes. Several changes of one thing that come between two
/// calls may be told as the last of them. For one reader at a time.
public struct Feed<Element: Sendable>: Sendable {
  private let fetch: @Sendable (Duration) async throws(BackboneError) -> [Element]

  public init(_ fetch: @escaping @Sendable (Duration) async throws(BackboneError) -> [Element]) {
    self.fetch = fetch
  }

  /// What came since the last call, oldest first; waits at most so long for the first. Empty when nothing came, or
  /// when the task was cancelled.
  public func next(wait: Duration) async throws(BackboneError) -> [Element] {
    try await fetch(wait)
  }
}
