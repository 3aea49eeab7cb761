/// Why a message or a call of a connector came to nothing.
public enum ConnectorError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The signature is missing or wrong, or the message too old. Not recoverable: the call is answered with 401.
  case unverified(String)
  /// What came cannot be understood. Not recoverable by trying again: it is set aside.
  case malformed(String)
  /// The platform cannot answer now. Recoverable: after so many seconds, where it says so.
  case later(String, retryAfter: Double?)
  /// The token is expired, revoked or missing. Recoverable when it can be refreshed, or a person gives another one.
  case unauthorized(String)
  /// The platform will not answer this, whenever it is asked. It is set aside.
  case refused(String)
  /// A setting is wrong. Not recoverable.
  case setting(String)
  /// The connector's own database cannot be read or written. Recoverable.
  case storage(String)

  public var description: String {
    switch self {
    case .unverified(let reason): "the signature does not hold: \(reason)"
    case .malformed(let reason): "the message \(reason)"
    case .later(let reason, let seconds):
      "it is tried again later: \(reason)" + (seconds.map { " (the platform asks for \(Int($0)) s)" } ?? "")
    case .unauthorized(let reason): "the platform does not take the token: \(reason)"
    case .refused(let reason): "the platform refuses: \(reason)"
    case .setting(let reason): reason
    case .storage(let reason): "the connectors' database cannot be used: \(reason)"
    }
  }
}
