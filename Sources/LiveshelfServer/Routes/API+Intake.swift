internal import CoreMetrics
internal import Crypto
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import Intake
internal import LiveshelfCore
internal import Metering
internal import RoomAPI

/// What became of an intake body.
struct IntakeAnswer: Codable, Sendable {
  var accepted: Int
  var repeated: Int
  /// Rows that the room has set aside.
  var setAside: Int
  var rejectedCount: Int
  /// The first `IntakeRows.maximumRejected` of them.
  var rejected: [RejectedRowView]
  /// What the ledger remarked about rows that were taken; the first `API.mostNotices` of them.
  var notices: [LedgerNoticeView]
  var receivedAt: String
  var durableAt: String
  /// Set when no row could be used.
  var error: APIError.Body.Details?

  private enum CodingKeys: String, CodingKey {
    case accepted, repeated, rejected, notices, error
    case setAside = "set_aside"
    case rejectedCount = "rejected_count"
    case receivedAt = "received_at"
    case durableAt = "durable_at"
  }
}

extension API {
  private struct Click: Decodable {
    var sku: String
    var event: ClickEvent
    var eventTime: String?

    private enum CodingKeys: String, CodingKey {
      case sku, event
      case eventTime = "event_time"
    }
  }

  private static let mostNotices = 100
  private static let mostCorrections = 100

  private enum ClickEvent: String, Decodable {
    case start = "explain.start"
    case end = "explain.end"
  }

  var intakeEndpoints: [Endpoint] {
    let rows = [RowKind.orders, .stock, .transactions, .comments].map { kind in
      Endpoint(.post, "/v1/rooms/{room}/\(kind.rawValue)", .ingest) { request, context in
        try await takeIn(kind, request, context)
      }
    }
    let click = Endpoint(.post, "/v1/rooms/{room}/explain", .operatorOrIngest, action: "presentation.explain") {
      request, context in
      let room = try RequestParameters(request, context).room()
      let click = try await signedClick(request, context, room)
      guard (1...256).contains(click.sku.count) else { throw APIError.invalid("sku", "must have 1 to 256 characters") }
      let now = WallClock.system.now
      var time = now
      if let text = click.eventTime {
        guard let (parsed, _) = WallTime.parse(text) else {
          throw APIError.invalid("event_time", "must be RFC 3339 with an offset, such as 2026-04-10T20:00:00+08:00")
        }
        time = parsed
      }
      let row = ExplainEvent(sku: SKU(click.sku), starts: click.event == .start, time: time)
      let batch = IntakeBatch([.click(row)], receivedAt: now, sender: context.caller.name)
      let receipt = try await ask { () throws(ServiceError) in try await service.submit(batch, to: room) }
      return try .json(answer(receipt, rejected: [], count: 0, receivedAt: now), status: .accepted)
    }
    // An operator books what he sees, or accepts a difference: no system that signs its requests.
    let correction = Endpoint(.post, "/v1/rooms/{room}/stock/correct", .operator, action: "stock.correct") {
      request, context in
      let room = try RequestParameters(request, context).room()
      try JSONBody.requireJSON(request)
      var rows = IntakeRows(.transactions, format: .json, limit: Self.mostCorrections)
      try rows.append(try await BodyReader(limit: JSONBody.limit, patience: .seconds(30)).all(request))
      try rows.finish()
      let (status, answer) = try await submit(rows, to: room, receivedAt: WallClock.system.now, context)
      return try .json(answer, status: status)
    }
    return rows + [click, correction]
  }

  private func takeIn(_ kind: RowKind, _ request: Request, _ context: APIContext) async throws -> Response {
    let room = try RequestParameters(request, context).room()
    let format = try IntakeFormat(request.headers)
    guard bodies.take(room.text, limit: settings.limits.bodiesAtOnce) else {
      throw APIError(
        .tooManyRequests, "busy", "too many bodies are being read for this room; send this one again later",
        retryAfter: 1)
    }
    defer { bodies.give(room.text) }
    guard let key = try idempotencyKey(request) else {
      return try await takeIn(kind, format, room, request, context, key: nil)
    }
    let scope = "\(context.caller.token?.id ?? "local")/\(room)/\(kind.rawValue)"
    guard answers.reserve(scope: scope, key: key) else {
      throw APIError(
        .conflict, "in_progress", "a request with this key is under way; ask again for its answer",
        field: "Idempotency-Key", retryAfter: 1)
    }
    defer { answers.release(scope: scope, key: key) }
    return try await takeIn(kind, format, room, request, context, key: (scope, key))
  }

  private func takeIn(
    _ kind: RowKind, _ format: IntakeFormat, _ room: RoomName, _ request: Request, _ context: APIContext,
    key: (scope: String, key: String)?
  ) async throws -> Response {
    var signature = try signature(request, room)
    var hash = SHA256()
    hash.update(data: Data("\(request.headers[.contentType] ?? "")\n".utf8))
    let mapping = try await mapping(of: kind, in: room, RequestParameters(request, context))
    var rows = IntakeRows(kind, format: format, limit: settings.limits.bodyRows, mapping: mapping)
    var problem: APIError?
    var kept = 0
    defer { bodies.give(bytes: kept) }
    try await reader(settings.limits.bodyBytes).read(request) { piece throws(APIError) in
      signature?.update(piece)
      if key != nil { hash.update(data: piece) }
      guard bodies.take(bytes: piece.count, limit: settings.limits.bodiesBytes) else {
        throw APIError(
          .tooManyRequests, "busy",
          "the bodies that are being read fill the memory set aside; send this one again later",
          retryAfter: 1)
      }
      kept += piece.count
      MetricFamily.requestBytes.counter(room.text, in: metrics).increment(by: piece.count)
      // Whether the sender is who it says is found at the end; only then what is wrong with the rows is told.
      guard problem == nil else { return }
      do throws(APIError) { try rows.append(piece) } catch { problem = error }
      if let problem, signature == nil { throw problem }
    }
    if let signature { try accept(signature, room) }
    if let problem { throw problem }
    let receivedAt = WallClock.system.now
    let fingerprint = hash.finalize().hexText
    if let key,
      let known = try await answers.answer(
        scope: key.scope, key: key.key, fingerprint: fingerprint, at: receivedAt)
    {
      return .json(bytes: known.body.utf8, status: HTTPResponse.Status(code: known.status))
    }
    try rows.finish()
    if try RequestParameters(request, context).flag("preview") { return try .json(preview(rows, at: receivedAt)) }
    let (status, answer) = try await submit(rows, to: room, receivedAt: receivedAt, context)
    let body = try APIJSON.data(answer)
    if let key {
      let remembered = AnswerStore.Answer(status: status.code, body: String(decoding: body, as: UTF8.self))
      try await answers.keep(remembered, scope: key.scope, key: key.key, fingerprint: fingerprint, at: receivedAt)
    }
    return .json(bytes: body, status: status)
  }

  /// What the request says of its columns, else what the room says of all.
  private func mapping(
    of kind: RowKind, in room: RoomName, _ parameters: RequestParameters
  ) async throws(APIError) -> RowMapping? {
    var text = try parameters.text("columns", limit: RoomDefinition.longestColumns)
    if text == nil {
      text = try await ask { () throws(ServiceError) in try await service.columns(of: kind, in: room) }
    }
    guard let text else { return nil }
    do {
      return try RowMapping.parse(text, for: kind)
    } catch {
      throw APIError(.badRequest, "invalid_query", "\(error.description)", field: "columns")
    }
  }

  /// What would be taken in of rows that nobody sends yet.
  private func preview(_ rows: IntakeRows, at time: WallTime) -> IntakeAnswer {
    IntakeAnswer(
      accepted: rows.rows.count, repeated: 0, setAside: 0, rejectedCount: rows.rejectedCount, rejected: rows.rejected,
      notices: [], receivedAt: time.text, durableAt: time.text)
  }

  private func submit(
    _ rows: IntakeRows, to room: RoomName, receivedAt: WallTime, _ context: APIContext
  ) async throws(APIError) -> (HTTPResponse.Status, IntakeAnswer) {
    let sender = context.caller.name
    let batch = IntakeBatch(
      rows.rows, unusable: rows.unusable(from: "http/\(sender)"), receivedAt: receivedAt, sender: sender)
    let receipt = try await ask { () throws(ServiceError) in try await service.submit(batch, to: room) }
    let outcomes = [
      ("accepted", receipt.accepted), ("repeated", receipt.repeated), ("rejected", rows.rejectedCount),
      ("set_aside", receipt.setAside),
    ]
    for (outcome, count) in outcomes where count > 0 {
      MetricFamily.intakeRows.counter(outcome, room.text, in: metrics).increment(by: count)
    }
    var answer = answer(receipt, rejected: rows.rejected, count: rows.rejectedCount, receivedAt: receivedAt)
    guard rows.rejectedCount > 0, receipt.accepted + receipt.repeated == 0 else { return (.accepted, answer) }
    answer.error = APIError.Body.Details(
      code: "no_usable_row", message: "none of the \(rows.rejectedCount) rows can be used; see rejected", field: nil)
    return (.unprocessableContent, answer)
  }

  private func answer(
    _ receipt: IntakeReceipt, rejected: [RejectedRowView], count: Int, receivedAt: WallTime
  ) -> IntakeAnswer {
    IntakeAnswer(
      accepted: receipt.accepted, repeated: receipt.repeated, setAside: receipt.setAside, rejectedCount: count,
      rejected: rejected,
      notices: receipt.notices.prefix(Self.mostNotices).map { LedgerNoticeView($0) }, receivedAt: receivedAt.text,
      durableAt: receipt.durableAt.text)
  }

  private func idempotencyKey(_ request: Request) throws(APIError) -> String? {
    guard let key = HTTPField.Name("Idempotency-Key").flatMap({ request.headers[$0] }) else { return nil }
    guard (1...AnswerStore.maximumKeyLength).contains(key.utf8.count) else {
      throw APIError(
        .badRequest, "invalid_header", "the key must have 1 to \(AnswerStore.maximumKeyLength) bytes",
        field: "Idempotency-Key")
    }
    return key
  }

  private func signature(_ request: Request, _ room: RoomName) throws(APIError) -> IntakeSignature? {
    let secrets = settings.secrets.secrets(of: room)
    guard let header = HTTPField.Name("Liveshelf-Signature").flatMap({ request.headers[$0] }) else {
      if secrets.isEmpty { return nil }
      throw .unauthorized(
        "signature_missing", "the room takes signed requests only; send Liveshelf-Signature: t=UNIX,n=NONCE,v2=HEX")
    }
    return try IntakeSignature(
      header: header, method: request.method.rawValue, target: request.uri.string, secrets: secrets, now: Self.seconds)
  }

  private static var seconds: Int64 { WallClock.system.now.microseconds / 1_000_000 }

  private func accept(_ signature: IntakeSignature, _ room: RoomName) throws(APIError) {
    guard signature.isValid() else {
      throw .unauthorized(
        "signature_invalid", "Liveshelf-Signature does not fit the request; sign time, nonce, method, path and body")
    }
    try signature.use(in: nonces, room: room.text, now: Self.seconds)
  }

  /// A click, which programs sign like rows; operators have shown who they are.
  private func signedClick(_ request: Request, _ context: APIContext, _ room: RoomName) async throws -> Click {
    try JSONBody.requireJSON(request)
    let isOperator = Access.operator.allows(context.caller.roles)
    var signature = try isOperator ? nil : self.signature(request, room)
    let bytes = try await BodyReader(limit: JSONBody.limit, patience: .seconds(30)).all(request)
    signature?.update(bytes)
    if let signature { try accept(signature, room) }
    return try JSONBody.decode(Click.self, Data(bytes))
  }
}
