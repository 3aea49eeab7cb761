internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import LiveshelfCore
internal import RoomAPI
internal import Rooms

extension API {
  private struct AskRequest: Decodable {
    var question: String
    /// What the viewer asked before, oldest first.
    var earlier: [String]?
    var region: String?
    var viewerDelay: Double?

    enum CodingKeys: String, CodingKey {
      case question, earlier, region
      case viewerDelay = "viewer_delay_s"
    }

    func inquiry() throws(APIError) -> ViewerInquiry {
      let longest = ChatRequest.longestQuestion
      guard (1...longest).contains(question.count) else {
        throw .invalid("question", "a question has 1 to \(longest) characters")
      }
      let earlier = earlier ?? []
      guard earlier.count <= ChatRequest.largestConversation, earlier.allSatisfy({ $0.count <= longest }) else {
        throw .invalid(
          "earlier", "at most \(ChatRequest.largestConversation) questions of \(longest) characters are taken")
      }
      return ViewerInquiry(
        question, earlier: earlier, region: try ViewerHints.region(region, field: "region"),
        viewerDelay: try ViewerHints.viewerDelay(viewerDelay, field: "viewer_delay_s"))
    }
  }

  private struct FactsReceipt: Encodable {
    var products: Int
    var warehouses: Int
    /// In the facts, and not in the catalog.
    var unknownSKUs: [String]

    enum CodingKeys: String, CodingKey {
      case products, warehouses
      case unknownSKUs = "unknown_skus"
    }
  }

  /// Calls about one room, for programs and operators.
  var askEndpoints: [Endpoint] {
    [
      Endpoint(.post, "/v1/rooms/{room}/ask", .viewer) { request, context in
        let room = try RequestParameters(request, context).room()
        let inquiry = try await JSONBody.read(AskRequest.self, from: request).inquiry()
        return try .json(ViewerAnswer(await answer(inquiry, in: room)))
      },
      Endpoint(.get, "/v1/rooms/{room}/facts", .viewer) { request, context in
        let room = try RequestParameters(request, context).room()
        return try .json(await ask { () throws(ServiceError) in try await service.viewerFacts(of: room) })
      },
      Endpoint(.put, "/v1/rooms/{room}/facts", .operator, action: "facts.replace") { request, context in
        let room = try RequestParameters(request, context).room()
        try JSONBody.requireJSON(request)
        let data = Data(try await reader(ViewerFacts.largestFile).all(request))
        let facts = try JSONBody.decode(ViewerFacts.self, data)
        try Self.refuseUnknownMembers(data, of: facts)
        if let problem = facts.problem { throw APIError.invalid(problem.field, "\(problem.field): \(problem.reason)") }
        let unknown = try await ask { () throws(ServiceError) in try await service.setViewerFacts(facts, in: room) }
        return try .json(
          FactsReceipt(
            products: facts.products?.count ?? 0, warehouses: facts.warehouses?.count ?? 0, unknownSKUs: unknown))
      },
    ]
  }

  /// A member with a name that does not exist would do nothing, silently.
  private static func refuseUnknownMembers(_ data: Data, of facts: ViewerFacts) throws(APIError) {
    let given: JSONValue
    let known: JSONValue
    do {
      given = try JSONDecoder().decode(JSONValue.self, from: data)
      known = try JSONDecoder().decode(JSONValue.self, from: try JSONEncoder().encode(facts))
    } catch {
      throw APIError(.badRequest, "malformed_json", "the body is no JSON")
    }
    if let path = unknownMember(in: given, known: known, path: "") {
      throw .invalid(path, "\(path) is unknown; docs/guide/answers.md lists the members of a facts file")
    }
  }

  private static func unknownMember(in given: JSONValue, known: JSONValue, path: String) -> String? {
    switch (given, known) {
    case (.object(let members), _):
      for (key, value) in members.sorted(by: { $0.key < $1.key }) where value != .null {
        let place = path.isEmpty ? key : "\(path).\(key)"
        guard let same = known[key] else { return place }
        if let found = unknownMember(in: value, known: same, path: place) { return found }
      }
    case (.array(let elements), .array(let same)):
      for (place, pair) in zip(elements, same).enumerated() {
        if let found = unknownMember(in: pair.0, known: pair.1, path: "\(path)[\(place)]") { return found }
      }
    default: break
    }
    return nil
  }
}
