internal import Synchronization

/// The signed requests of the last minutes, so that none is taken twice.
///
/// They are kept in memory: after a restart, a request of the last minutes could be sent once more by whoever recorded it. Its
/// rows are repeated then, by their ids.
final class SignatureNonces: Sendable {
  private struct State {
    /// When each may be forgotten, in seconds since 1970.
    var expiries: [String: Int64] = [:]
    var nextSweep: Int64 = 0
  }

  static let limit = 1_000_000
  private let state = Mutex(State())

  /// Notes a request.
  ///
  /// - Parameters:
  ///   - expiry: seconds since 1970 from when on the request's time is too old anyway.
  ///   - now: seconds since 1970.
  /// - Returns: false: it was there before, or too many are remembered to tell.
  func use(_ nonce: String, until expiry: Int64, now: Int64) -> Bool {
    state.withLock { state in
      if now >= state.nextSweep || state.expiries.count >= Self.limit {
        state.expiries = state.expiries.filter { $0.value >= now }
        state.nextSweep = now + 30
      }
      guard state.expiries.count < Self.limit, state.expiries[nonce] == nil else { return false }
      state.expiries[nonce] = expiry
      return true
    }
  }
}
