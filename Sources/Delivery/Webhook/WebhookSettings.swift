/// Where and how a webhook is sent.
public struct WebhookSettings: Sendable {
  /// The sink's name.
  public var name: String
  public var url: String
  /// At least one. The current one first, then those that are being replaced: the receiver needs to know only one.
  public var secrets: [WebhookSecret]
  public var rules: TargetRules
  /// Further headers, such as `Authorization`.
  public var headers: [String: String]
  /// Seconds for one attempt, from connecting to the receiver's status.
  public var timeout: Double
  public var retry: RetrySchedule

  public init(
    name: String = "webhook", url: String, secrets: [WebhookSecret], rules: TargetRules = .init(),
    headers: [String: String] = [:], timeout: Double = 15, retry: RetrySchedule = .webhook
  ) {
    self.name = name
    self.url = url
    self.secrets = secrets
    self.rules = rules
    self.headers = headers
    self.timeout = timeout
    self.retry = retry
  }

  func check() throws(DeliveryError) {
    guard !secrets.isEmpty else { throw .setting(name: "secrets", reason: "a webhook needs at least one secret") }
    guard timeout >= 0.05, timeout <= 300 else { throw .setting(name: "timeout", reason: "must be 0.05 to 300 s") }
    for (header, value) in headers {
      let isToken = !header.isEmpty && header.utf8.allSatisfy { Self.tokenBytes.contains($0) }
      guard isToken, value.utf8.allSatisfy({ (0x20...0x7E).contains($0) || $0 == 0x09 }) else {
        throw .setting(name: "headers", reason: "\"\(header)\" or its value has characters that a header cannot have")
      }
      guard !Self.ownHeaders.contains(header.lowercased()) else {
        throw .setting(name: "headers", reason: "\(header) is set by the program")
      }
    }
  }

  private static let ownHeaders: Set<String> = [
    "host", "content-length", "content-type", "transfer-encoding", "connection", "webhook-id", "webhook-timestamp",
    "webhook-signature",
  ]
  /// RFC 9110 §5.6.2.
  private static let tokenBytes = Set(
    "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".utf8)
}
