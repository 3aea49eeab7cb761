public import Backbone
internal import Synchronization

/// What a room may do in the world at the moment: nothing after its lease has run out, and only what follows from rows
/// that the backbone has. Thread-safe; asked before every effect.
public final class RoomAuthority: Sendable {
  private struct State {
    var validUntil: ContinuousClock.Instant
    var replicated: Int64 = 0
    var isRevoked = false
  }

  public let token: FencingToken
  private let state: Mutex<State>
  private let signal = ChangeSignal()

  public init(_ lease: Lease) {
    token = lease.token
    state = Mutex(State(validUntil: lease.validUntil))
  }

  /// The last row whose effects may leave the room; nil while the lease is not valid. The clock is monotonic and goes
  /// on while the process or the machine sleeps.
  public var emittableRow: Int64? {
    state.withLock { state in
      !state.isRevoked && state.validUntil > .now ? state.replicated : nil
    }
  }

  /// The last row that the backbone has.
  public var replicatedRow: Int64 { state.withLock { $0.replicated } }

  /// Whether the lease is lost for good.
  public var isRevoked: Bool { state.withLock { $0.isRevoked } }

  /// Returns at once when effects of rows after `row` may leave, else after the next change, or after so long. Without a
  /// valid lease it waits too: whoever calls it again and again does not spin meanwhile.
  public func waitForChange(from row: Int64, atMost duration: Duration) async {
    let version = signal.version
    if let emittableRow, emittableRow > row { return }
    await signal.wait(after: version, atMost: duration)
  }

  func extend(until instant: ContinuousClock.Instant) {
    state.withLock { $0.validUntil = max($0.validUntil, instant) }
    signal.notify()
  }

  func confirm(_ row: Int64) {
    state.withLock { $0.replicated = max($0.replicated, row) }
    signal.notify()
  }

  func revoke() {
    state.withLock { $0.isRevoked = true }
    signal.notify()
  }
}
