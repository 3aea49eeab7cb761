/// Why a call to the backbone failed.
///
/// `unavailable` is recoverable: the caller tries again with the same ids, and nothing is written twice. `conflict` is
/// recoverable by reading the subject again. `fenced` and `leaseLost` mean that another holder has taken over: the
/// caller must stop writing. The other cases need a person.
public enum BackboneError: Error, Hashable, Sendable, CustomStringConvertible {
  /// No server answered in time, or the connection is down. Whether a write took place is unknown.
  case unavailable(String)
  /// The last record of the subject, or the revision of the entry, is another than the writer expected. Nothing was
  /// written. Zero when there is none.
  case conflict(last: UInt64)
  /// A holder with a higher token has written to the subject. Nothing was written.
  case fenced(by: FencingToken)
  /// The lease belongs to somebody else, or to nobody.
  case leaseLost(name: String)
  /// The backbone refused: no permission, no space, a wrong setting.
  case refused(String)
  /// A record or value is larger than the backbone takes.
  case tooLarge(bytes: Int, limit: Int)
  /// A name that subjects, leases or state cannot have.
  case invalidName(String)
  /// What is stored cannot be read.
  case damaged(String)
  /// A setting is wrong.
  case invalidSetting(name: String, reason: String)
  /// A room's own store or engine failed.
  case log(String)
  /// The backbone was closed.
  case closed

  public var description: String {
    switch self {
    case .unavailable(let reason): "the backbone cannot be reached: \(reason)"
    case .conflict(let last): "another writer was first: the last sequence is \(last)"
    case .fenced(let token): "another holder took over with token \(token)"
    case .leaseLost(let name): "the lease \(name) is held by somebody else"
    case .refused(let reason): "the backbone refused: \(reason)"
    case .tooLarge(let bytes, let limit): "\(bytes) bytes are more than the backbone takes in one record (\(limit))"
    case .invalidName(let name):
      "'\(name)' cannot be a name on the backbone: use letters, digits, '-', '_', '=' and single dots"
    case .damaged(let what): "what the backbone holds cannot be read: \(what)"
    case .invalidSetting(let name, let reason): "\(name): \(reason)"
    case .log(let reason): "a room failed: \(reason)"
    case .closed: "the backbone is closed"
    }
  }

  /// Whether the same call may succeed later without any change.
  public var isTransient: Bool {
    if case .unavailable = self { true } else { false }
  }

  static func unconditionalWrite(to subject: Subject) -> BackboneError {
    .refused("the records of \(subject) are written under a lease, with a condition")
  }
}
