internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import LiveshelfCore

/// Parameters of paths and queries, with errors that name them.
struct RequestParameters {
  private let path: Parameters
  private let query: Parameters

  init(_ request: Request, _ context: APIContext) {
    path = context.parameters
    query = request.uri.queryParameters
  }

  /// A part of the path, percent-decoded.
  func part(_ name: String, limit: Int = 256) throws(APIError) -> String {
    guard let text = path.get(name).flatMap({ $0.removingPercentEncoding }), !text.isEmpty, text.count <= limit,
      !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
    else {
      throw APIError(.badRequest, "invalid_path", "\(name) must be a text of 1 to \(limit) characters", field: name)
    }
    return text
  }

  func room() throws(APIError) -> RoomName {
    guard let text = path.get("room")?.removingPercentEncoding, let room = RoomName(text) else {
      throw APIError(
        .badRequest, "invalid_path", "a room's name has 1 to 64 letters, digits, '-', '_' and '.'", field: "room")
    }
    return room
  }

  /// A text of the query; nil: there is none.
  func text(_ name: String, limit: Int) throws(APIError) -> String? {
    guard let text = query.get(name) else { return nil }
    guard (1...limit).contains(text.utf8.count) else {
      throw APIError(.badRequest, "invalid_query", "\(name) must have 1 to \(limit) bytes", field: name)
    }
    return text
  }

  /// A whole number of the query.
  func integer(_ name: String, in range: ClosedRange<Int64>, default value: Int64) throws(APIError) -> Int64 {
    guard let text = query.get(name) else { return value }
    guard let value = Int64(text), range.contains(value) else {
      throw APIError(
        .badRequest, "invalid_query",
        "\(name) must be a whole number from \(range.lowerBound) to \(range.upperBound)", field: name)
    }
    return value
  }

  /// A switch of the query: `true` or `false`, the latter unless it is said.
  func flag(_ name: String) throws(APIError) -> Bool {
    guard let text = query.get(name) else { return false }
    guard let value = Bool(String(text)) else {
      throw APIError(.badRequest, "invalid_query", "\(name) must be true or false", field: name)
    }
    return value
  }

  func choice<Value: RawRepresentable & CaseIterable>(_ name: String, default value: Value) throws(APIError) -> Value
  where Value.RawValue == String {
    guard let text = query.get(name) else { return value }
    guard let value = Value(rawValue: text) else {
      throw APIError(
        .badRequest, "invalid_query",
        "\(name) must be one of \(Value.allCases.map(\.rawValue).joined(separator: ", "))", field: name)
    }
    return value
  }
}
