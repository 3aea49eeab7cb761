internal import HTTPTypes
internal import Hummingbird
internal import Intake
internal import LiveshelfCore
internal import RoomAPI

extension API {
  /// What a catalog that nobody sends yet was understood as.
  private struct CatalogPreview: Encodable {
    static let mostNames = 5

    var products: Int
    var names: [String]

    init(_ products: [Product]) {
      self.products = products.count
      names = products.prefix(Self.mostNames).map(\.name)
    }
  }

  private struct MarkerList: Encodable {
    var markers: [String]
  }

  var catalogEndpoints: [Endpoint] {
    [
      Endpoint(.put, "/v1/rooms/{room}/catalog", .operator, action: "catalog.replace") { request, context in
        let room = try RequestParameters(request, context).room()
        let products = try await catalogFile(request, context).catalog.products
        if try RequestParameters(request, context).flag("preview") { return try .json(CatalogPreview(products)) }
        return try .json(await ask { () throws(ServiceError) in try await service.setCatalog(products, in: room) })
      },
      // Before a show, and before a catalog is put in.
      Endpoint(.post, "/v1/catalog/check", .operator) { request, context in
        let file = try await catalogFile(request, context)
        guard file.catalog.products.count <= CheckedCatalog.mostProducts else {
          throw APIError(
            .contentTooLarge, "too_large",
            "a catalog of more than \(CheckedCatalog.mostProducts) products is checked by `liveshelf catalog check`")
        }
        return try .json(
          await CheckedCatalog.check(file, listing: try RequestParameters(request, context).flag("listing")))
      },
      Endpoint(.get, "/v1/rooms/{room}/markers", .viewer) { request, context in
        let room = try RequestParameters(request, context).room()
        let names = try await ask { () throws(ServiceError) in try await service.markers(in: room) }
        return try .json(MarkerList(markers: names.sorted()))
      },
      Endpoint(.put, "/v1/rooms/{room}/markers/{marker}", .operator, action: "marker.replace") { request, context in
        let parameters = RequestParameters(request, context)
        let (room, name) = (try parameters.room(), try marker(parameters))
        let audio = try await reader(settings.limits.markerBytes).all(request)
        guard !audio.isEmpty else { throw APIError(.badRequest, "empty_body", "send the bytes of an audio file") }
        try await ask { () throws(ServiceError) in try await service.setMarker(name, audio: audio, in: room) }
        return Response(status: .noContent)
      },
      Endpoint(.delete, "/v1/rooms/{room}/markers/{marker}", .operator, action: "marker.delete") { request, context in
        let parameters = RequestParameters(request, context)
        let (room, name) = (try parameters.room(), try marker(parameters))
        try await ask { () throws(ServiceError) in try await service.deleteMarker(name, in: room) }
        return Response(status: .noContent)
      },
    ]
  }

  private func catalogFile(_ request: Request, _ context: APIContext) async throws -> CatalogFile {
    let columns = try RequestParameters(request, context).text("columns", limit: RoomDefinition.longestColumns)
    let format = try IntakeFormat(request.headers)
    return try CatalogBody.file(
      try await reader(settings.limits.catalogBytes).all(request), format: format, columns: columns)
  }

  func reader(_ limit: Int) -> BodyReader {
    BodyReader(limit: limit, patience: .seconds(settings.limits.bodySeconds))
  }

  /// A marker's name becomes a file's: it may hold letters and digits of any script, and no path.
  private func marker(_ parameters: RequestParameters) throws(APIError) -> String {
    let name = try parameters.part("marker", limit: 64)
    let isFine = name.unicodeScalars.allSatisfy { scalar in
      scalar.properties.isAlphabetic || scalar.properties.numericType != nil || "-_. ".unicodeScalars.contains(scalar)
    }
    guard isFine, !name.hasPrefix("."), name.utf8.count <= 200 else {
      throw APIError(
        .badRequest, "invalid_path", "a marker's name has 1 to 64 letters, digits, blanks, '-', '_' and '.'",
        field: "marker")
    }
    return name
  }
}
