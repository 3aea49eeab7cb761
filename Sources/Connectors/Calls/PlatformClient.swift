internal import AsyncHTTPClient
internal import CoreMetrics
internal import Foundation
public import LiveshelfCore
internal import Metering
internal import NIOCore
internal import NIOHTTP1
internal import Synchronization

/// A call of a platform's API.
public struct PlatformRequest: Sendable {
  public enum Method: String, Sendable { case get = "GET", post = "POST" }

  public var method: Method
  /// With the query, which is escaped already; from the base address on.
  public var path: String
  public var headers: [String: String]
  public var body: [UInt8]?

  public init(_ method: Method, _ path: String, headers: [String: String] = [:], body: [UInt8]? = nil) {
    self.method = method
    self.path = path
    self.headers = headers
    self.body = body
  }

  /// A query with its values escaped, in the order of the names.
  public static func query(_ values: [String: String]) -> String {
    values.sorted { $0.key < $1.key }.map { "\(escaped($0.key))=\(escaped($0.value))" }.joined(separator: "&")
  }

  /// RFC 3986: all but letters, digits and `-._~` is escaped.
  static func escaped(_ text: String) -> String {
    var out = ""
    for byte in text.utf8 {
      let scalar = UnicodeScalar(byte)
      if byte < 0x80,
        scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "-._~".unicodeScalars.contains(scalar)
      {
        out.unicodeScalars.append(scalar)
      } else {
        out += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return out
  }
}

/// What a platform answered with a status of 200 to 299.
public struct PlatformAnswer: Sendable {
  /// Names in lower case.
  public var headers: [String: String]
  public var body: [UInt8]

  /// - Throws: `later`: a page that says that the platform is being mended, where JSON was to be.
  public func json() throws(ConnectorError) -> PlatformJSON {
    do { return try PlatformJSON(parsing: body) } catch { throw .later("its answer is no JSON", retryAfter: nil) }
  }
}

/// Calls a platform: at its pace, within limits of time and size, and never where it redirects to. Answers become errors
/// that say whether trying again helps.
public final class PlatformClient: Sendable {
  private static let largestAnswer = 16 << 20
  /// Lives as long as the program.
  private static let client = HTTPClient(
    eventLoopGroupProvider: .singleton,
    configuration: HTTPClient.Configuration(
      redirectConfiguration: .disallow, timeout: .init(connect: .seconds(10)),
      connectionPool: .init(idleTimeout: .seconds(60), concurrentHTTP1ConnectionsPerHostSoftLimit: 32)))

  public let settings: ConnectorSettings
  public let clock: WallClock
  private let base: String
  private let gate: RateGate
  private let token: Mutex<PlatformToken?>
  private let metrics: any MetricsFactory

  /// - Parameter base: the platform's own address, when the settings name none.
  init(
    _ settings: ConnectorSettings, base: String, token: PlatformToken?, clock: WallClock, metrics: any MetricsFactory
  ) {
    self.settings = settings
    self.base = settings.baseURL ?? base
    self.clock = clock
    self.metrics = metrics
    gate = RateGate(perSecond: settings.requestsPerSecond)
    self.token = Mutex(token)
  }

  /// - Throws: `unauthorized` when there is none.
  public func accessToken() throws(ConnectorError) -> String {
    guard let token = currentToken else {
      throw .unauthorized("there is no token; give token_env or token_file in the configuration")
    }
    return token.access
  }

  public var currentToken: PlatformToken? { token.withLock { $0 } }

  func replace(_ token: PlatformToken) { self.token.withLock { $0 = token } }

  /// - Throws: `later`, `unauthorized`, `refused`.
  public func send(_ request: PlatformRequest, base other: String? = nil) async throws(ConnectorError) -> PlatformAnswer
  {
    await gate.pass()
    var call = HTTPClientRequest(url: (other ?? base) + request.path)
    call.method = HTTPMethod(rawValue: request.method.rawValue)
    for (name, value) in request.headers { call.headers.replaceOrAdd(name: name, value: value) }
    call.headers.replaceOrAdd(name: "user-agent", value: "Liveshelf")
    if let body = request.body {
      if call.headers["content-type"].isEmpty { call.headers.add(name: "content-type", value: "application/json") }
      call.body = .bytes(ByteBuffer(bytes: body))
    }
    let response: HTTPClientResponse
    let bytes: [UInt8]
    do {
      response = try await Self.client.execute(call, deadline: .now() + .milliseconds(Int64(settings.timeout * 1000)))
      bytes = Array(try await response.body.collect(upTo: Self.largestAnswer).readableBytesView)
    } catch is NIOTooManyBytesError {
      count("too_large")
      throw .refused("its answer has more than \(Self.largestAnswer) bytes")
    } catch {
      count("unreachable")
      // The error's own words may quote the address, whose query holds secrets.
      throw .later(
        "no answer: \((error as? HTTPClientError)?.shortDescription ?? "\(type(of: error))")", retryAfter: nil)
    }
    let status = Int(response.status.code)
    count("\(status)")
    var headers: [String: String] = [:]
    for (name, value) in response.headers where headers[name.lowercased()] == nil { headers[name.lowercased()] = value }
    switch status {
    case 200..<300: return PlatformAnswer(headers: headers, body: bytes)
    case 401, 403: throw .unauthorized("it answered \(status)")
    case 408, 425, 429, 500...:
      let wait = headers["retry-after"].flatMap { Double($0.trimmingCharacters(in: .whitespaces)) }
      if status == 429 || status == 503 { await gate.hold(seconds: wait ?? 1) }
      throw .later("it answered \(status)", retryAfter: wait)
    default: throw .refused("it answered \(status)")
    }
  }

  private func count(_ outcome: String) {
    MetricFamily.connectorCalls.counter(settings.name, outcome, in: metrics).increment()
  }
}
