internal import Connectors
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import LiveshelfCore
internal import RoomAPI

/// How a connector fares.
struct ConnectorView: Encodable {
  var name, kind, room, state, reason: String
  /// Where the platform has to send its calls, on this server.
  var path: String
  /// By their state: waiting, done, unknown, quarantined.
  var messages: [String: Int]
  var rowsWaiting: Int
  var takesPurchases: Bool
  @Nullable var lastMessageAt: String?
  @Nullable var lastPollAt: String?
  @Nullable var backfillFrom: String?

  private enum CodingKeys: String, CodingKey {
    case name, kind, room, state, reason, path, messages
    case rowsWaiting = "rows_waiting"
    case takesPurchases = "takes_purchases"
    case lastMessageAt = "last_message_at"
    case lastPollAt = "last_poll_at"
    case backfillFrom = "backfill_from"
  }

  init(_ health: ConnectorHealth) {
    name = health.name
    kind = health.kind.rawValue
    room = health.room.text
    state = health.state.rawValue
    reason = health.reason
    path = "/v1/connectors/\(health.name)"
    messages = Dictionary(uniqueKeysWithValues: MessageState.allCases.map { ($0.rawValue, health.messages[$0] ?? 0) })
    rowsWaiting = health.rowsWaiting
    takesPurchases = health.kind.takesPurchases
    lastMessageAt = health.lastMessageAt?.text
    lastPollAt = health.lastPollAt?.text
    backfillFrom = health.backfillFrom?.text
  }
}

/// A message of a platform that is kept, without anything about people.
private struct MessageView: Encodable {
  var id: Int64
  var kind, subject, state, reason: String
  var attempts: Int
  var receivedAt: String

  private enum CodingKeys: String, CodingKey {
    case id, kind, subject, state, reason, attempts
    case receivedAt = "received_at"
  }

  init(_ kept: KeptMessage) {
    id = kept.sequence
    kind = kept.message.kind
    subject = kept.message.subject
    state = kept.state.rawValue
    reason = PersonalData.redacted(kept.reason)
    attempts = kept.attempts
    receivedAt = kept.receivedAt.text
  }
}

extension API {
  private struct List: Encodable { var connectors: [ConnectorView] }
  private struct Messages: Encodable {
    var messages: [MessageView]
    @Nullable var next: Int64?
  }
  private struct Check: Encodable {
    var works: Bool
    var message: String
  }
  private struct Replay: Codable {
    var ids: [Int64]?
  }
  private struct Replayed: Encodable { var replayed: Int }
  private struct Purchase: Decodable {
    var sku: String
    var quantity: Int
    var warehouse: String?
    var reference: String
    var dryRun: Bool?

    private enum CodingKeys: String, CodingKey {
      case sku, quantity, warehouse, reference
      case dryRun = "dry_run"
    }
  }
  private struct Purchased: Encodable {
    var dryRun: Bool
    var message: String

    private enum CodingKeys: String, CodingKey {
      case message
      case dryRun = "dry_run"
    }
  }
  private struct Backfill: Decodable { var since: String }

  /// Bytes of a platform's call.
  private static let largestCall = 4 << 20

  var connectorEndpoints: [Endpoint] {
    [
      Endpoint(.get, "/v1/connectors", .viewer) { _, _ in
        try .json(List(connectors: try await connected { try await connectors.health() }.map(ConnectorView.init)))
      },
      Endpoint(.post, "/v1/connectors/{connector}", .signed) { request, context in
        try await takeCall(request, context)
      },
      Endpoint(.get, "/v1/connectors/{connector}/messages", .operator) { request, context in
        let parameters = RequestParameters(request, context)
        let name = try parameters.part("connector")
        let before = try parameters.integer("before", in: 1...Int64.max, default: .max)
        let limit = Int(try parameters.integer("limit", in: 1...1000, default: 100))
        let kept = try await connected {
          try await connectors.messages(
            of: name, in: [.waiting, .unknown, .quarantined], before: before, limit: limit)
        }
        guard let kept else { throw Self.noConnector(name) }
        return try .json(
          Messages(messages: kept.map(MessageView.init), next: kept.count == limit ? kept.last?.sequence : nil))
      },
      Endpoint(.post, "/v1/connectors/{connector}/check", .operator, action: "connector.check") { request, context in
        let name = try RequestParameters(request, context).part("connector")
        do {
          guard let words = try await connectors.check(name) else { throw Self.noConnector(name) }
          return try .json(Check(works: true, message: words))
        } catch let error as ConnectorError {
          return try .json(Check(works: false, message: error.description))
        }
      },
      Endpoint(.post, "/v1/connectors/{connector}/replay", .operator, action: "connector.replay") { request, context in
        let name = try RequestParameters(request, context).part("connector")
        let wish = try await JSONBody.read(Replay.self, from: request)
        let count = try await connected { try await connectors.replay(wish.ids, of: name) }
        guard let count else { throw Self.noConnector(name) }
        return try .json(Replayed(replayed: count), status: .accepted)
      },
      Endpoint(.post, "/v1/connectors/{connector}/purchases", .operator, action: "connector.purchase") {
        request, context in
        let name = try RequestParameters(request, context).part("connector")
        let wish = try await JSONBody.read(Purchase.self, from: request)
        guard (1...256).contains(wish.sku.count) else { throw APIError.invalid("sku", "must have 1 to 256 characters") }
        guard (1...1_000_000).contains(wish.quantity) else {
          throw APIError.invalid("quantity", "must be 1 to 1000000")
        }
        guard (1...128).contains(wish.reference.count) else {
          throw APIError.invalid("reference", "must have 1 to 128 characters, such as the signal's id")
        }
        guard connectors.names.contains(name) else { throw Self.noConnector(name) }
        let isRehearsal = wish.dryRun ?? true
        let words: String?
        do {
          words = try await connectors.draftPurchase(
            PurchaseWish(
              sku: SKU(wish.sku), quantity: wish.quantity, warehouse: wish.warehouse ?? "", reference: wish.reference),
            by: name, isRehearsal: isRehearsal)
        } catch let error as ConnectorError {
          throw APIError(.conflict, "conflict", error.description)
        }
        guard let words else { throw APIError(.conflict, "conflict", "the connector '\(name)' takes no purchases") }
        return try .json(Purchased(dryRun: isRehearsal, message: words))
      },
      Endpoint(.post, "/v1/connectors/{connector}/backfill", .operator, action: "connector.backfill") {
        request, context in
        let name = try RequestParameters(request, context).part("connector")
        let wish = try await JSONBody.read(Backfill.self, from: request)
        guard let (since, _) = WallTime.parse(wish.since), since < WallClock.system.now else {
          throw APIError.invalid("since", "must be a time of the past, RFC 3339 with an offset")
        }
        guard try await connected({ try await connectors.backfill(name, since: since) }) != nil else {
          throw Self.noConnector(name)
        }
        return Response(status: .accepted)
      },
    ]
  }

  private static func noConnector(_ name: String) -> APIError {
    APIError(.notFound, "not_found", "there is no connector '\(name)'; GET /v1/connectors lists them")
  }

  /// Runs a call of the desk, its errors as the API's.
  private func connected<Value>(_ call: () async throws -> Value) async throws -> Value {
    do {
      return try await call()
    } catch let error as ConnectorError {
      switch error {
      case .unverified(let reason): throw APIError.unauthorized("signature_invalid", reason)
      default: throw APIError(.serviceUnavailable, "unavailable", error.description, retryAfter: 5)
      }
    }
  }

  private func takeCall(_ request: Request, _ context: APIContext) async throws -> Response {
    let name = try RequestParameters(request, context).part("connector")
    guard connectors.names.contains(name) else { throw Self.noConnector(name) }
    guard bodies.take("connector \(name)", limit: settings.limits.bodiesAtOnce) else {
      throw APIError(.tooManyRequests, "busy", "too many calls at once; send this one again later", retryAfter: 1)
    }
    defer { bodies.give("connector \(name)") }
    let bytes = try await BodyReader(limit: Self.largestCall, patience: .seconds(30)).all(request)
    var headers: [String: String] = [:]
    for field in request.headers {
      headers[field.name.canonicalName] = headers[field.name.canonicalName] ?? field.value
    }
    let call = WebhookCall(headers: headers, query: request.uri.query ?? "", body: bytes)
    guard let answer = try await connected({ try await connectors.accept(call, for: name) }) else {
      throw Self.noConnector(name)
    }
    return Response(
      status: .ok, headers: [.contentType: answer.contentType, .cacheControl: "no-store"],
      body: ResponseBody(byteBuffer: ByteBuffer(string: answer.body)))
  }
}
