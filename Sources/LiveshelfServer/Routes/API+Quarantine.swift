internal import HTTPTypes
internal import Hummingbird
internal import LiveshelfCore
internal import RoomAPI

extension API {
  private struct SetAsideList: Encodable {
    var rows: [SetAsideView]
    /// For the next page, as `before`; nil: this is the last.
    @Nullable var next: Int64?
  }

  /// Rows that were set aside.
  var quarantineEndpoints: [Endpoint] {
    [
      Endpoint(.get, "/v1/rooms/{room}/quarantine", .operator) { request, context in
        let parameters = RequestParameters(request, context)
        let room = try parameters.room()
        let before = try parameters.integer("before", in: 1...Int64.max, default: .max)
        let limit = Int(try parameters.integer("limit", in: 1...1000, default: 100))
        let rows = try await ask { () throws(ServiceError) in
          try await service.setAsideRows(in: room, before: before, limit: limit)
        }
        return try .json(SetAsideList(rows: rows, next: rows.count == limit ? rows.last?.id : nil))
      },
      Endpoint(.post, "/v1/rooms/{room}/quarantine/{row}/replay", .operator, action: "quarantine.replay") {
        request, context in
        try await settle(.replayed, request, context)
      },
      // What is dropped is lost.
      Endpoint(.delete, "/v1/rooms/{room}/quarantine/{row}", .admin, action: "quarantine.drop") { request, context in
        try await settle(.dropped, request, context)
      },
    ]
  }

  private func settle(
    _ outcome: RowSettlement.Outcome, _ request: Request, _ context: APIContext
  ) async throws -> Response {
    let parameters = RequestParameters(request, context)
    let (room, id) = (try parameters.room(), try parameters.part("row"))
    guard let entry = Int64(id), entry > 0 else {
      throw APIError(.badRequest, "invalid_path", "row must be the id of a row that was set aside", field: "row")
    }
    let settlement = RowSettlement(entry, outcome, by: context.caller.name)
    try await ask { () throws(ServiceError) in try await service.settle(settlement, in: room) }
    return Response(status: .noContent)
  }
}
