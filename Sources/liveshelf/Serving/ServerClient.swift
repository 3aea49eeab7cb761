import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1

/// Calls the API of a server that runs.
struct ServerClient {
  private static let timeout = TimeAmount.seconds(30)
  private static let longestAnswer = 64 << 20

  let server: String
  let token: String?

  private struct Refusal: Decodable {
    struct Details: Decodable {
      var message: String
    }
    var error: Details
  }

  /// Why there is no answer.
  enum Failure: Error, CustomStringConvertible {
    case unreachable(String, String)
    case refused(Int, String)

    var description: String {
      switch self {
      case .unreachable(let server, let reason):
        "\(server) does not answer (\(reason)): start it with 'liveshelf serve', or name another with --server"
      case .refused(let status, let message): "the server refused (\(status)): \(message)"
      }
    }
  }

  func call<Value: Decodable>(
    _ method: HTTPMethod, _ path: String, json: String? = nil, as type: Value.Type
  ) async throws -> Value {
    try JSONDecoder().decode(type, from: try await data(method, path, json: json))
  }

  func call(_ method: HTTPMethod, _ path: String, json: String? = nil) async throws {
    _ = try await data(method, path, json: json)
  }

  private func data(_ method: HTTPMethod, _ path: String, json: String?) async throws -> Data {
    let base = server.hasSuffix("/") ? String(server.dropLast()) : server
    var request = HTTPClientRequest(url: base + path)
    request.method = method
    if let token, !token.isEmpty { request.headers.add(name: "Authorization", value: "Bearer \(token)") }
    if let json {
      request.headers.add(name: "Content-Type", value: "application/json")
      request.body = .bytes(ByteBuffer(string: json))
    }
    let response: HTTPClientResponse
    let data: Data
    do {
      response = try await HTTPClient.shared.execute(request, timeout: Self.timeout)
      data = Data(try await response.body.collect(upTo: Self.longestAnswer).readableBytesView)
    } catch {
      throw Failure.unreachable(base, "\(error)")
    }
    guard (200...299).contains(response.status.code) else {
      let message = (try? JSONDecoder().decode(Refusal.self, from: data))?.error.message
      throw Failure.refused(Int(response.status.code), message ?? "no liveshelf server answers there")
    }
    return data
  }
}
