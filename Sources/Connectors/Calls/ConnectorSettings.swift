public import LiveshelfCore

/// Platforms and systems that there are connectors for.
public enum ConnectorKind: String, Hashable, Sendable, CaseIterable {
  case doudian, shopify
  case tiktokShop = "tiktok-shop"
  case whatnot
  case srs
  case nginxRTMP = "nginx-rtmp"
  case mediamtx
  case pull, push, qimen, tryton

  /// Whether purchases can be drafted there.
  public var takesPurchases: Bool { self == .tryton }
}

/// How a connector is set up. Secrets are in it: it is never written to a log.
public struct ConnectorSettings: Sendable {
  /// 1 to 64 letters, digits, `-`, `_` and `.`; names it in the address of its calls, the database and the log.
  public var name: String
  public var kind: ConnectorKind
  /// The shop or room that its rows go to.
  public var room: RoomName
  /// The address of the platform's API, without a slash at its end; nil: the platform's own.
  public var baseURL: String?
  /// The application's public key.
  public var key = ""
  /// The merchant's account at the platform: a shop's id or domain.
  public var account = ""
  /// With which calls are signed and verified; the current one first, then those that are being replaced.
  public var secrets: [String] = []
  /// What opens the platform, until one is refreshed.
  public var token: PlatformToken?
  /// Rooms by the platform's mark: a room's id, or a host's.
  public var marks: [String: String] = [:]
  /// Warehouses by the platform's names and ids.
  public var warehouses: [String: String] = [:]
  /// The warehouse of rows that name none.
  public var warehouse = ""
  /// What to ask for, of kind `pull`.
  public var pull: PullSettings?
  /// What comes, of kind `push`.
  public var push: RowMapping?
  /// Seconds between two polls, 0: never.
  public var pollSeconds = 60.0
  public var requestsPerSecond = 5.0
  /// Seconds before what failed is tried again for the first time; doubled after every failure in a row.
  public var retrySeconds = 0.5
  /// Seconds for one call of the platform.
  public var timeout = 15.0

  public init(name: String, kind: ConnectorKind, room: RoomName) {
    self.name = name
    self.kind = kind
    self.room = room
  }

  /// The warehouse as the rooms call it.
  func warehouse(_ name: String?) -> String {
    guard let name, !name.isEmpty else { return warehouse }
    return warehouses[name] ?? name
  }

  /// The mark of the first of these that is known, else the first that is there.
  func mark(_ candidates: String?...) -> String {
    for candidate in candidates { if let room = candidate.flatMap({ marks[$0] }) { return room } }
    return candidates.lazy.compactMap(\.self).first ?? ""
  }

  var secret: String { secrets.first ?? "" }
}

extension ConnectorSettings: CustomStringConvertible {
  public var description: String { "ConnectorSettings(\(name), \(kind.rawValue))" }
}
