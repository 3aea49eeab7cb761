internal import HTTPTypes
internal import Hummingbird
internal import LiveshelfCore
internal import RoomAPI
internal import Rooms

extension API {
  private struct Receipt: Encodable {
    var items: Int
    var names: [String]
    var minutes: Double
    var rejected: [RejectedRowView]
    var rejectedCount: Int

    private enum CodingKeys: String, CodingKey {
      case items, names, minutes, rejected
      case rejectedCount = "rejected_count"
    }
  }

  var runningOrderEndpoints: [Endpoint] {
    [
      Endpoint(.get, "/v1/rooms/{room}/running_order", .viewer) { request, context in
        let room = try RequestParameters(request, context).room()
        return try .json(
          await ask { () throws(ServiceError) in
            RunningOrderView(
              try await service.runningOrder(of: room), of: try await service.view(of: room),
              try await service.presentations(in: room))
          })
      },
      Endpoint(.put, "/v1/rooms/{room}/running_order", .operator, action: "running_order.replace") { request, context in
        let parameters = RequestParameters(request, context)
        let room = try parameters.room()
        let format = try IntakeFormat(request.headers)
        let bytes = try await reader(RunningOrder.largestFile).all(request)
        let products = try await ask { () throws(ServiceError) in try await service.products(in: room) }
        let body = try RunningOrderBody(bytes, format: format, products: products)
        if try !parameters.flag("preview") {
          guard !body.order.items.isEmpty else {
            throw APIError(
              .unprocessableContent, "no_rows", "no row names a product of the room's catalog; send the catalog first")
          }
          try await ask { () throws(ServiceError) in try await service.setRunningOrder(body.order, in: room) }
        }
        return try .json(
          Receipt(
            items: body.order.items.count, names: Array(body.names.prefix(RunningOrderBody.mostNames)),
            minutes: body.order.items.reduce(0) { $0 + $1.minutes }, rejected: body.rejected,
            rejectedCount: body.rejected.count))
      },
      Endpoint(.delete, "/v1/rooms/{room}/running_order", .operator, action: "running_order.delete") {
        request, context in
        let room = try RequestParameters(request, context).room()
        try await ask { () throws(ServiceError) in try await service.setRunningOrder(RunningOrder(), in: room) }
        return Response(status: .noContent)
      },
    ]
  }
}
