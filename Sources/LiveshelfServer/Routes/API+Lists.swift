internal import HTTPTypes
internal import Hummingbird
internal import InventoryEngine
internal import LiveshelfCore
internal import RoomAPI

extension API {
  private struct ProductList: Encodable {
    var products: [ProductView]
  }

  private struct InventoryList: Encodable {
    var inventory: [InventoryRow]
  }

  private struct TurnoverList: Encodable {
    var by: String
    var turnover: [TurnoverRow]
  }

  private struct ShowList: Encodable {
    var shows: [ShowRow]
  }

  var listEndpoints: [Endpoint] {
    [
      Endpoint(.get, "/v1/rooms/{room}/products", .viewer) { request, context in
        let room = try RequestParameters(request, context).room()
        return try .json(
          ProductList(products: await ask { () throws(ServiceError) in try await service.products(in: room) }))
      },
      Endpoint(.get, "/v1/rooms/{room}/products/{sku}/timeline", .viewer) { request, context in
        let parameters = RequestParameters(request, context)
        let (room, sku, bin) = (try parameters.room(), try parameters.part("sku"), try bin(parameters))
        return try .json(
          await ask { () throws(ServiceError) in
            try await service.timeline(of: SKU(sku), in: room, binSeconds: bin)
          })
      },
      Endpoint(.get, "/v1/rooms/{room}/inventory", .viewer) { request, context in
        let room = try RequestParameters(request, context).room()
        return try .json(
          InventoryList(inventory: await ask { () throws(ServiceError) in try await service.inventory(in: room) }))
      },
      Endpoint(.get, "/v1/rooms/{room}/turnover", .viewer) { request, context in
        let parameters = RequestParameters(request, context)
        let room = try parameters.room()
        let grouping = try parameters.choice("by", default: TurnoverGrouping.sku)
        let rows = try await ask { () throws(ServiceError) in try await service.turnover(in: room, by: grouping) }
        return try .json(TurnoverList(by: grouping.rawValue, turnover: rows))
      },
      Endpoint(.get, "/v1/rooms/{room}/shows", .viewer) { request, context in
        let room = try RequestParameters(request, context).room()
        return try .json(ShowList(shows: await ask { () throws(ServiceError) in try await service.shows(in: room) }))
      },
      Endpoint(.get, "/v1/rooms/{room}/shows/{show}", .viewer) { request, context in
        let parameters = RequestParameters(request, context)
        let (room, show, bin) = (try parameters.room(), try parameters.part("show"), try bin(parameters))
        return try .json(
          await ask { () throws(ServiceError) in try await service.show(show, in: room, binSeconds: bin) })
      },
    ]
  }

  private func bin(_ parameters: RequestParameters) throws(APIError) -> Int {
    Int(try parameters.integer("bin", in: 1...3600, default: 10))
  }
}
