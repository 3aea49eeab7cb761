internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import InventoryEngine
internal import LiveshelfCore
internal import RoomAPI

extension API {
  private struct AuditPage: Encodable {
    var entries: [AuditEntry]
    /// The `before` of the next page.
    @Nullable var next: Int64?
  }

  var settingsEndpoints: [Endpoint] {
    [
      Endpoint(.get, "/v1/settings/thresholds", .viewer) { _, _ in try .json(await service.thresholds()) },
      Endpoint(.put, "/v1/settings/thresholds", .operator, action: "thresholds.replace") { request, _ in
        try JSONBody.requireJSON(request)
        let data = Data(try await BodyReader(limit: JSONBody.limit, patience: .seconds(30)).all(request))
        let settings = try JSONBody.decode(AdvisorSettings.self, data)
        try refuseUnknownKeys(data, of: settings)
        try await ask { () throws(ServiceError) in try await service.setThresholds(settings) }
        return try .json(await service.thresholds())
      },
      Endpoint(.get, "/v1/audit", .operator) { request, context in
        let parameters = RequestParameters(request, context)
        let before = try parameters.integer("before", in: 1...Int64.max, default: Int64.max)
        let limit = Int(try parameters.integer("limit", in: 1...1000, default: 100))
        let entries = try await audit.entries(before: before, limit: limit)
        return try .json(AuditPage(entries: entries, next: entries.count == limit ? entries.last?.id : nil))
      },
    ]
  }

  /// A threshold with a name that does not exist would do nothing, silently.
  private func refuseUnknownKeys(_ data: Data, of settings: AdvisorSettings) throws(APIError) {
    let given: JSONValue
    let known: JSONValue
    do {
      given = try JSONDecoder().decode(JSONValue.self, from: data)
      known = try JSONDecoder().decode(JSONValue.self, from: try JSONEncoder().encode(settings))
    } catch {
      throw APIError(.badRequest, "malformed_json", "the body is no JSON")
    }
    if let path = Self.unknownKey(in: given, known: known, path: "") {
      throw .invalid(path, "\(path) is no setting; GET /v1/settings/thresholds shows all")
    }
  }

  private static func unknownKey(in given: JSONValue, known: JSONValue, path: String) -> String? {
    guard case .object(let members) = given else { return nil }
    for (key, value) in members.sorted(by: { $0.key < $1.key }) where value != .null {
      let place = path.isEmpty ? key : "\(path).\(key)"
      guard let same = known[key] else { return place }
      if let found = unknownKey(in: value, known: same, path: place) { return found }
    }
    return nil
  }
}
