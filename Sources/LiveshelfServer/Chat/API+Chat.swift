internal import CoreMetrics
internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import LiveshelfCore
internal import Metering
internal import RoomAPI
internal import Rooms
internal import ViewerComments

extension API {
  private struct ModelList: Encodable {
    struct Model: Encodable {
      var id: String
      var object = "model"
      var created = 0
      var ownedBy = "liveshelf"

      enum CodingKeys: String, CodingKey {
        case id, object, created
        case ownedBy = "owned_by"
      }
    }

    var object = "list"
    var data: [Model]
  }

  var chatEndpoints: [Endpoint] {
    [
      Endpoint(.get, "/v1/models", .roomViewer) { _, context in
        let names = await service.rooms().map(\.name).filter { Self.mayAsk(context.caller, room: $0) }
        return try .json(ModelList(data: names.map { ModelList.Model(id: ChatRooms.prefix + $0) }))
      },
      // A model's name holds a slash, which clients encode or don't.
      Endpoint(.get, "/v1/models/{model}", .roomViewer) { request, context in
        try await model(RequestParameters(request, context).part("model"), context)
      },
      Endpoint(.get, "/v1/models/liveshelf/{model}", .roomViewer) { request, context in
        try await model(ChatRooms.prefix + RequestParameters(request, context).part("model"), context)
      },
      Endpoint(.post, "/v1/chat/completions", .roomViewer) { request, context in
        let chat = try await JSONBody.read(ChatRequest.self, from: request, limit: ChatRequest.largestBody)
        let inquiry = try chat.inquiry()
        let rooms = ChatRooms(await service.rooms().map(\.name).filter { Self.mayAsk(context.caller, room: $0) })
        let room = try rooms.room(for: chat, only: context.caller.token?.room)
        let reply = try await answer(inquiry, in: room)
        let chatReply = ChatReply(chat)
        guard chat.stream ?? false else {
          return try .json(chatReply.completion(await phrased(reply, of: inquiry, in: room)))
        }
        return Self.stream(chatReply) { await phrased(reply, of: inquiry, in: room) }
      },
    ] + askEndpoints
  }

  private func model(_ id: String, _ context: APIContext) async throws -> Response {
    let names = await service.rooms().map(\.name).filter { Self.mayAsk(context.caller, room: $0) }
    return try .json(
      ModelList.Model(id: ChatRooms.prefix + ChatRooms(names).room(ofModel: id, only: context.caller.token?.room)))
  }

  private static func mayAsk(_ caller: Caller, room: String) -> Bool {
    caller.token?.room.map { $0.text == room } ?? true
  }

  /// Answers, and counts it.
  func answer(_ inquiry: ViewerInquiry, in room: RoomName) async throws(APIError) -> ViewerReply {
    let start = ContinuousClock.now
    let reply = try await ask { () throws(ServiceError) in try await service.answer(inquiry, in: room) }
    MetricFamily.answerDuration.histogram(in: metrics).record((ContinuousClock.now - start) / .seconds(1))
    MetricFamily.answers.counter(reply.answer.kind.rawValue, in: metrics).increment()
    return reply
  }

  /// The sentence that goes out: the upstream model's when there is one and its output says nothing but our facts, and
  /// these facts still hold; else our own.
  private func phrased(_ reply: ViewerReply, of inquiry: ViewerInquiry, in room: RoomName) async -> String {
    guard let phraser, phraser.mayPhrase(reply.answer) else { return reply.answer.text }
    let outcome = await phraser.phrase(reply)
    guard case .used(let text) = outcome else {
      MetricFamily.phrasings.counter(outcome.reason, in: metrics).increment()
      return await current(reply, of: inquiry, in: room).answer.text
    }
    let fresh = await current(reply, of: inquiry, in: room)
    guard fresh.answer == reply.answer else {
      // Something was sold, or came, while the model was writing.
      MetricFamily.phrasings.counter("facts_changed", in: metrics).increment()
      return fresh.answer.text
    }
    MetricFamily.phrasings.counter(outcome.reason, in: metrics).increment()
    return text
  }

  /// The answer as of now; waiting for a model must not make it older.
  private func current(_ reply: ViewerReply, of inquiry: ViewerInquiry, in room: RoomName) async -> ViewerReply {
    do {
      return try await service.answer(inquiry, in: room)
    } catch {
      // The room was removed in the meantime: what was true a moment ago is the best there is.
      return reply
    }
  }

  private static func stream(_ reply: ChatReply, _ text: @escaping @Sendable () async -> String) -> Response {
    let headers: HTTPFields = [
      .contentType: "text/event-stream; charset=utf-8", .cacheControl: "no-store",
      // Reverse proxies must not hold events back.
      HTTPField.Name("X-Accel-Buffering") ?? .vary: "no",
    ]
    let body = ResponseBody { writer in
      try await writer.write(ByteBuffer(bytes: reply.opening()))
      for event in try reply.events(await text()) { try await writer.write(ByteBuffer(bytes: event)) }
      try await writer.finish(nil)
    }
    return Response(status: .ok, headers: headers, body: body)
  }
}

/// Which room a chat is about.
struct ChatRooms {
  static let prefix = "liveshelf/"

  private let names: [String]

  /// - Parameter names: the rooms that the caller may ask.
  init(_ names: [String]) {
    self.names = names
  }

  /// By the model's name (`liveshelf/ROOM` or `ROOM`), else by `metadata.room`, else the only one.
  ///
  /// - Parameter only: the room to which the caller's token is limited.
  func room(for request: ChatRequest, only: RoomName?) throws(APIError) -> RoomName {
    let model = request.model
    let isOurs = model.hasPrefix(Self.prefix)
    let name = isOurs ? String(model.dropFirst(Self.prefix.count)) : model
    if names.contains(name), let room = RoomName(name) { return room }
    if isOurs { throw missing(name, field: "model", only) }
    if let named = request.hints.room {
      guard names.contains(named), let room = RoomName(named) else {
        throw missing(named, field: "metadata.room", only)
      }
      return room
    }
    guard names.count == 1, let room = names.first.flatMap({ RoomName($0) }) else {
      throw APIError(
        .notFound, "model_not_found",
        "which room? name it as the model 'liveshelf/ROOM', or in metadata.room; GET /v1/models lists them",
        field: "model")
    }
    return room
  }

  /// The room of a model that clients look up.
  func room(ofModel id: String, only: RoomName?) throws(APIError) -> String {
    let name = id.hasPrefix(Self.prefix) ? String(id.dropFirst(Self.prefix.count)) : id
    guard names.contains(name) else { throw missing(name, field: "model", only) }
    return name
  }

  private func missing(_ name: String, field: String, _ only: RoomName?) -> APIError {
    let known = only.map { "the token is good for the room '\($0)' alone" } ?? "GET /v1/models lists them"
    return APIError(.notFound, "model_not_found", "there is no room '\(name.prefix(64))' here; \(known)", field: field)
  }
}
