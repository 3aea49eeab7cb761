internal import Foundation
internal import HTTPTypes
internal import Hummingbird

/// Reads small JSON bodies.
enum JSONBody {
  static let limit = 1 << 20

  /// - Throws: `APIError`: 415, 413, 400 for no JSON, 422 for JSON of another shape.
  static func read<Value: Decodable>(
    _ type: Value.Type, from request: Request, limit: Int = Self.limit
  ) async throws -> Value {
    try requireJSON(request)
    let bytes = try await BodyReader(limit: limit, patience: .seconds(30)).all(request)
    return try decode(type, Data(bytes))
  }

  static func requireJSON(_ request: Request) throws(APIError) {
    let type = request.headers[.contentType].map { $0.prefix { $0 != ";" }.lowercased().filter { $0 != " " } }
    guard type == "application/json" else {
      throw APIError(
        .unsupportedMediaType, "unsupported_media_type", "send JSON, with Content-Type: application/json",
        field: "Content-Type")
    }
  }

  static func decode<Value: Decodable>(_ type: Value.Type, _ data: Data) throws(APIError) -> Value {
    guard JSONDepth.isWithinLimit(data) else {
      throw APIError(.badRequest, "malformed_json", "the body is nested deeper than \(JSONDepth.limit) levels")
    }
    do {
      return try JSONDecoder().decode(type, from: data)
    } catch let error as DecodingError {
      throw problem(error)
    } catch {
      throw APIError(.badRequest, "malformed_json", "the body is no JSON")
    }
  }

  private static func problem(_ error: DecodingError) -> APIError {
    func path(_ context: DecodingError.Context, _ last: (any CodingKey)? = nil) -> String {
      (context.codingPath + [last].compactMap(\.self)).map { key in
        key.intValue.map { "[\($0)]" } ?? key.stringValue
      }.joined(separator: ".").replacing(".[", with: "[")
    }
    switch error {
    case .keyNotFound(let key, let context):
      return .invalid(path(context, key), "\(path(context, key)) is missing; send it")
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      return .invalid(path(context), "\(path(context).isEmpty ? "the body" : path(context)) has the wrong type")
    case .dataCorrupted(let context) where !context.codingPath.isEmpty:
      // The decoder's own words quote the value.
      return .invalid(path(context), "\(path(context)) has a value that is not allowed")
    default: return APIError(.badRequest, "malformed_json", "the body is no JSON")
    }
  }
}
