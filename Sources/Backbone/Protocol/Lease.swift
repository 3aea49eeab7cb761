/// Rises with every acquisition of a lease, so that the writes of an earlier holder can be told and refused
/// (Kleppmann, "How to do distributed locking", 2016).
public struct FencingToken: Hashable, Comparable, Sendable, CustomStringConvertible {
  public let value: UInt64

  public init(_ value: UInt64) {
    self.value = value
  }

  public static func < (left: FencingToken, right: FencingToken) -> Bool { left.value < right.value }
  public var description: String { String(value) }
}

/// The right to be the only one that does something, for a while.
public struct Lease: Hashable, Sendable {
  public let name: String
  public let holder: String
  public let token: FencingToken
  public let lifetime: Duration
  /// Until when the holder may act, on its own monotonic clock: counted from before the request was sent, so it ends
  /// before anybody else may take the lease.
  public let validUntil: ContinuousClock.Instant
  /// The revision of the entry that holds the lease.
  public let revision: UInt64

  public init(
    name: String, holder: String, token: FencingToken, lifetime: Duration, validUntil: ContinuousClock.Instant,
    revision: UInt64
  ) {
    self.name = name
    self.holder = holder
    self.token = token
    self.lifetime = lifetime
    self.validUntil = validUntil
    self.revision = revision
  }
}

/// What others see of a lease.
public struct LeaseState: Hashable, Sendable {
  public let name: String
  /// Nil when it was released, or when nobody ever had it.
  public let holder: String?
  public let token: FencingToken
  public let lifetime: Duration
  /// Rises with every change: acquisition, renewal, release.
  public let revision: UInt64

  public init(name: String, holder: String?, token: FencingToken, lifetime: Duration, revision: UInt64) {
    self.name = name
    self.holder = holder
    self.token = token
    self.lifetime = lifetime
    self.revision = revision
  }
}

/// The answer to a request for a lease.
public enum LeaseAttempt: Hashable, Sendable {
  case acquired(Lease)
  case held(LeaseState)

  public var lease: Lease? {
    if case .acquired(let lease) = self { lease } else { nil }
  }
}
