internal import HTTPTypes
internal import Hummingbird
internal import LiveshelfCore
internal import RoomAPI

extension API {
  private struct Correction: Decodable {
    @Nullable var sku: String?

    private enum CodingKeys: String, CodingKey {
      case sku
    }

    init(from decoder: any Decoder) throws {
      // Null means that nothing is on stage: it must be said.
      let container = try decoder.container(keyedBy: CodingKeys.self)
      _sku = Nullable(
        wrappedValue: try container.decodeNil(forKey: .sku) ? nil : container.decode(String.self, forKey: .sku))
    }
  }

  private struct CorrectionAnswer: Encodable {
    @Nullable var presentation: PresentationView?
  }

  private struct PresentationList: Encodable {
    var presentations: [PresentationView]
  }

  var stageEndpoints: [Endpoint] {
    [
      Endpoint(.get, "/v1/rooms/{room}/presentations", .viewer) { request, context in
        let room = try RequestParameters(request, context).room()
        let list = try await ask { () throws(ServiceError) in try await service.presentations(in: room) }
        return try .json(PresentationList(presentations: list))
      },
      Endpoint(.post, "/v1/rooms/{room}/presentations/correct", .operator, action: "presentation.correct") {
        request, context in
        let room = try RequestParameters(request, context).room()
        let correction = try await JSONBody.read(Correction.self, from: request)
        if let sku = correction.sku, !(1...256).contains(sku.count) {
          throw APIError.invalid("sku", "must have 1 to 256 characters, or be null")
        }
        let presentation = try await ask { () throws(ServiceError) in
          try await service.correctPresentation(
            to: correction.sku.map { SKU($0) }, in: room, by: context.caller.name)
        }
        return try .json(CorrectionAnswer(presentation: presentation))
      },
    ]
  }
}
