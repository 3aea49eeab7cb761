public import LiveshelfCore

/// A platform's call as it came.
public struct WebhookCall: Sendable {
  /// Names in lower case.
  public var headers: [String: String]
  /// Parameters of the address, decoded.
  public var query: [String: String]
  /// The bytes before anything has read them: signatures are over these.
  public var body: [UInt8]

  public init(headers: [String: String] = [:], query: [String: String] = [:], body: [UInt8]) {
    self.headers = headers
    self.query = query
    self.body = body
  }

  /// - Parameter query: as it came, escaped like a form.
  public init(headers: [String: String], query: String, body: [UInt8]) {
    self.init(headers: headers, query: Form.values(Array(query.utf8)), body: body)
  }
}

/// A message of a platform, of which nothing about people is left.
public struct PlatformMessage: Hashable, Sendable {
  /// Identifies it within its connector: the same id seen again is the same message.
  public var id: String
  /// The platform's own word for what it tells.
  public var kind: String
  /// What it is about, such as an order's id: messages about one subject are handled one after the other.
  public var subject: String
  /// What else it says that is needed.
  public var content: PlatformJSON
  /// Of a kind that the connector does not know: it is kept and counted.
  public var isKnown: Bool

  public init(id: String, kind: String, subject: String, content: PlatformJSON = .null, isKnown: Bool = true) {
    self.id = id
    self.kind = kind
    self.subject = subject
    self.content = content
    self.isKnown = isKnown
  }
}

/// What a platform is answered at once, and what has to be handled.
public struct Acknowledgement: Sendable {
  public var messages: [PlatformMessage]
  /// The body that the platform wants to see.
  public var body: String
  public var contentType: String

  public init(_ messages: [PlatformMessage], body: String = "{}", contentType: String = "application/json") {
    self.messages = messages
    self.body = body
    self.contentType = contentType
  }
}

/// What a message or a poll turned out to say.
public struct Finding: Sendable {
  public var orders: [PlatformOrder] = []
  /// Rows that are as they are, such as stock.
  public var rows: [Row] = []
  public var shows: [ShowChange] = []
  /// What has to be asked for one by one: each is tried again on its own, and one that fails holds up no other.
  public var messages: [PlatformMessage] = []
  /// Rows that cannot be used, with the reason.
  public var unusable: [SetAsideRow] = []

  public init(
    orders: [PlatformOrder] = [], rows: [Row] = [], shows: [ShowChange] = [], messages: [PlatformMessage] = [],
    unusable: [SetAsideRow] = []
  ) {
    self.orders = orders
    self.rows = rows
    self.shows = shows
    self.messages = messages
    self.unusable = unusable
  }
}

/// A show that begins or ends.
public struct ShowChange: Hashable, Sendable {
  /// Nil: the connector's room.
  public var room: RoomName?
  public var begins: Bool

  public init(room: RoomName?, begins: Bool) {
    self.room = room
    self.begins = begins
  }
}

/// A page of what changed.
public struct PollPage: Sendable {
  public var finding: Finding
  /// Where the next page begins; nil: this is the last.
  public var next: String?

  public init(_ finding: Finding, next: String? = nil) {
    self.finding = finding
    self.next = next
  }
}

/// What changed between two moments.
public struct PollWindow: Hashable, Sendable {
  public var from: WallTime
  public var until: WallTime

  public init(from: WallTime, until: WallTime) {
    self.from = from
    self.until = until
  }
}

/// One platform: how its messages are verified and read, and how it is asked.
///
/// `receive` is quick and calls nobody. `finding` and `poll` may call the platform; they are called again after recoverable
/// errors, and never twice at once for one subject.
public protocol Connector: Sendable {
  /// Verifies a call over its raw body, and takes it apart.
  /// - Throws: `unverified`, `malformed`.
  func receive(_ call: WebhookCall, now: WallTime) throws(ConnectorError) -> Acknowledgement

  /// What a message says, with the detail fetched.
  func finding(of message: PlatformMessage, _ platform: PlatformClient) async throws(ConnectorError) -> Finding

  /// A page of what changed in a window, oldest change first.
  ///
  /// - Parameter page: nil: the first one.
  /// - Returns: nil: the platform cannot be asked.
  func poll(
    _ window: PollWindow, page: String?, _ platform: PlatformClient
  ) async throws(ConnectorError) -> PollPage?

  /// A call that shows whether the platform can be reached with these secrets; in words.
  func check(_ platform: PlatformClient) async throws(ConnectorError) -> String

  /// Drafts a purchase, once for each reference, in words.
  ///
  /// - Parameter isRehearsal: say what would be done, and do nothing.
  /// - Returns: nil: the system takes no purchases.
  func draftPurchase(
    _ wish: PurchaseWish, isRehearsal: Bool, _ platform: PlatformClient
  ) async throws(ConnectorError) -> String?

  /// A new token; nil: the platform's tokens do not expire, and a person has to give another one.
  func freshToken(_ old: PlatformToken?, _ platform: PlatformClient) async throws(ConnectorError) -> PlatformToken?
}

extension Connector {
  public func receive(_ call: WebhookCall, now: WallTime) throws(ConnectorError) -> Acknowledgement {
    throw .unverified("this connector takes no calls")
  }

  public func finding(of message: PlatformMessage, _ platform: PlatformClient) async throws(ConnectorError) -> Finding {
    Finding()
  }

  public func poll(
    _ window: PollWindow, page: String?, _ platform: PlatformClient
  ) async throws(ConnectorError) -> PollPage? { nil }

  public func check(_ platform: PlatformClient) async throws(ConnectorError) -> String { "it waits for calls" }

  public func draftPurchase(
    _ wish: PurchaseWish, isRehearsal: Bool, _ platform: PlatformClient
  ) async throws(ConnectorError) -> String? { nil }

  public func freshToken(
    _ old: PlatformToken?, _ platform: PlatformClient
  ) async throws(ConnectorError) -> PlatformToken? { nil }
}

/// What opens a platform.
public struct PlatformToken: Hashable, Sendable {
  public var access: String
  /// Empty: there is none.
  public var refresh: String
  /// Nil: never.
  public var expiresAt: WallTime?

  public init(access: String, refresh: String = "", expiresAt: WallTime? = nil) {
    self.access = access
    self.refresh = refresh
    self.expiresAt = expiresAt
  }
}

/// What is to be ordered of a supplier.
public struct PurchaseWish: Hashable, Sendable {
  public var sku: SKU
  /// Pieces, 1 or more.
  public var quantity: Int
  /// As it is called here; empty: the system's first.
  public var warehouse: String
  /// Tells wishes apart: asked again, it is the same purchase.
  public var reference: String

  public init(sku: SKU, quantity: Int, warehouse: String, reference: String) {
    self.sku = sku
    self.quantity = quantity
    self.warehouse = warehouse
    self.reference = reference
  }
}
