/// What a token may do.
public enum Role: String, Codable, Hashable, Sendable, CaseIterable, Comparable {
  /// Reads everything.
  case viewer
  /// Reads everything, and runs rooms.
  case `operator`
  /// Sends orders, stock and comments, and reads nothing.
  case ingest
  /// Whatever the others may, and what cannot be undone: dropping rows that were set aside.
  case admin

  public static func < (left: Role, right: Role) -> Bool { left.rawValue < right.rawValue }
}

/// What a call demands.
public enum Access: String, Hashable, Sendable, Codable {
  case open
  /// A platform's call, which is known by its own signature: its headers are not looked at for tokens.
  case signed
  case viewer
  /// Like viewer; the room is in the body, and the call itself holds a token to its room.
  case roomViewer = "room_viewer"
  case `operator`
  case ingest
  /// An explicit click may come from the control room and from a platform's connector.
  case operatorOrIngest = "operator_or_ingest"
  case admin

  func allows(_ roles: Set<Role>) -> Bool {
    if self == .open || self == .signed || roles.contains(.admin) { return true }
    return switch self {
    case .open, .signed, .admin: false
    case .viewer, .roomViewer: roles.contains(.viewer) || roles.contains(.operator)
    case .operator: roles.contains(.operator)
    case .ingest: roles.contains(.ingest)
    case .operatorOrIngest: roles.contains(.operator) || roles.contains(.ingest)
    }
  }

  /// For messages.
  var remedy: String {
    switch self {
    case .open, .signed, .viewer, .roomViewer: "use a token with the role viewer"
    case .operator: "use a token with the role operator"
    case .ingest: "use a token with the role ingest"
    case .operatorOrIngest: "use a token with the role operator or ingest"
    case .admin: "use a token with the role admin"
    }
  }
}
