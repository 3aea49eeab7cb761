internal import HTTPTypes
internal import Hummingbird
internal import LiveshelfCore
internal import RoomAPI

extension API {
  private struct Mute: Decodable {
    var minutes: Int
  }

  private struct Assignment: Decodable {
    @Nullable var to: String?
  }

  var signalEndpoints: [Endpoint] {
    [
      Endpoint(.get, "/v1/rooms/{room}/signals", .viewer) { request, context in
        let parameters = RequestParameters(request, context)
        let room = try parameters.room()
        let after = try parameters.integer("after", in: 0...Int64.max, default: 0)
        let limit = Int(try parameters.integer("limit", in: 1...1000, default: 100))
        return try .json(
          await ask { () throws(ServiceError) in try await service.signals(in: room, after: after, limit: limit) })
      },
      Endpoint(.post, "/v1/rooms/{room}/signals/{signal}/acknowledge", .operator, action: "signal.acknowledge") {
        request, context in
        try await change(request, context, .acknowledge)
      },
      Endpoint(.post, "/v1/rooms/{room}/signals/{signal}/reopen", .operator, action: "signal.reopen") {
        request, context in
        try await change(request, context, .reopen)
      },
      Endpoint(.post, "/v1/rooms/{room}/signals/{signal}/mute", .operator, action: "signal.mute") {
        request, context in
        let body = try await JSONBody.read(Mute.self, from: request)
        guard (0...1440).contains(body.minutes) else {
          throw APIError.invalid("minutes", "must be a whole number from 0 (not muted) to 1440")
        }
        return try await change(request, context, .mute(minutes: body.minutes))
      },
      Endpoint(.post, "/v1/rooms/{room}/signals/{signal}/assign", .operator, action: "signal.assign") {
        request, context in
        let body = try await JSONBody.read(Assignment.self, from: request)
        if let to = body.to, !(1...64).contains(to.count) {
          throw APIError.invalid("to", "must have 1 to 64 characters, or be null")
        }
        return try await change(request, context, .assign(to: body.to))
      },
    ]
  }

  private func change(_ request: Request, _ context: APIContext, _ change: SignalChange) async throws -> Response {
    let parameters = RequestParameters(request, context)
    let (room, id) = (try parameters.room(), try parameters.part("signal"))
    return try .json(
      await ask { () throws(ServiceError) in
        try await service.changeSignal(id, change, in: room, by: context.caller.name)
      })
  }
}
