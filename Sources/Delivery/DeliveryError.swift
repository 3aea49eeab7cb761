/// Why a signal was not delivered, or a request not believed.
///
/// What a sink throws is recoverable unless the case says otherwise: the dispatcher tries again by the sink's schedule.
public enum DeliveryError: Error, Hashable, Sendable, CustomStringConvertible {
  /// A file cannot be opened, written or synced; it is opened anew with the next attempt.
  case file(path: String, reason: String)
  /// No connection, or it broke before the answer.
  case unreachable(target: String, reason: String)
  /// No answer in time.
  case timedOut(target: String, seconds: Double)
  /// An answer other than 2xx and 410. `retryAfter`: seconds the receiver asks to wait. `excerpt`: how its text begins.
  case answered(target: String, status: Int, retryAfter: Double?, excerpt: String)
  /// 410: the receiver wants no more. Not recoverable by trying again: the sink is suspended until a person resumes it.
  case gone(target: String)
  /// The rules for targets forbid it. Recoverable only when its addresses or the rules change.
  case targetRefused(target: String, reason: String)
  /// A setting is not valid. Not recoverable.
  case setting(name: String, reason: String)
  /// A signature that is missing, too old or wrong. Not recoverable: the request is to be refused.
  case unverified(reason: String)

  public var description: String {
    switch self {
    case .file(let path, let reason): "\(path): \(reason)"
    case .unreachable(let target, let reason): "\(target) cannot be reached: \(reason)"
    case .timedOut(let target, let seconds): "\(target) did not answer within \(seconds) s"
    case .answered(let target, let status, _, let excerpt):
      "\(target) answered \(status)" + (excerpt.isEmpty ? "" : ": \(excerpt)")
    case .gone(let target):
      "\(target) answered 410 Gone and gets no more signals; resume the sink when it wants them again"
    case .targetRefused(let target, let reason): "\(target) is refused: \(reason)"
    case .setting(let name, let reason): "\(name): \(reason)"
    case .unverified(let reason): "The signature does not hold: \(reason)"
    }
  }
}
