import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import NIOHTTPCompression

/// Requests of one source: its headers, cookies, checked addresses and open connections. Owned by one thread.
final class HTTPSession {
  private let settings: HTTPRequestSettings
  private let policy: AddressPolicy?
  private var cookies = CookieJar()
  /// By host. Each keeps the address that was checked: a name that resolves elsewhere later changes nothing.
  private var clients: [String: HTTPClient] = [:]

  private static let mostRedirects = 8
  private static let mostClients = 16

  init(_ settings: MediaSettings) {
    self.settings = settings.http
    policy = settings.addressPolicy
  }

  deinit { for client in clients.values { client.shutdown { _ in } } }

  /// An answer whose body is to be read.
  struct Answer {
    var head: HTTPTransfer.Head
    var transfer: HTTPTransfer
    var task: HTTPClient.Task<Void>
    /// Where it came from after redirects.
    var address: String
  }

  /// Asks for a range of bytes of an address, following redirects; each is checked like the first address.
  ///
  /// - Parameter range: nil: everything.
  /// - Throws: also for answers that are no success.
  func get(_ address: String, range: HTTPRange?, guard readGuard: ReadGuard) throws(MediaError) -> Answer {
    let first = URLParts(address)
    var address = address
    for _ in 0...Self.mostRedirects {
      let source = MediaSource(address)
      guard let parts = URLParts(address), ["http", "https"].contains(parts.scheme), !parts.host.isEmpty else {
        throw .invalidRequest("\(source.redactedAddress) is no http or https address")
      }
      let client = try client(for: parts, source)
      let request = try request(parts, source, range: range, isForeign: parts.host != first?.host)
      let transfer = HTTPTransfer()
      let task = client.execute(request: request, delegate: transfer)
      var isTaken = false
      defer {
        if !isTaken {
          task.cancel()
          transfer.close()
        }
      }
      let head = try head(of: transfer, source, readGuard)
      for field in head.headers["set-cookie"] { cookies.store(field, from: parts.host) }
      if (300...399).contains(head.status), let target = head.headers.first(name: "location") {
        address = URLParts.resolve(target, base: address)
        continue
      }
      guard (200...299).contains(head.status) else { throw .answer(source, status: head.status) }
      isTaken = true
      return Answer(head: head, transfer: transfer, task: task, address: address)
    }
    throw .unreachable(address: MediaSource(address).redactedAddress, detail: "it redirects without end")
  }

  private func head(
    of transfer: HTTPTransfer, _ source: MediaSource, _ readGuard: ReadGuard
  ) throws(MediaError) -> HTTPTransfer.Head {
    switch transfer.next(readGuard) {
    case .head(let head): return head
    case .body: throw .unreachable(address: source.redactedAddress, detail: "an answer without a beginning")
    case .end(let failure):
      throw .unreachable(address: source.redactedAddress, detail: Self.text(of: failure))
    case nil: throw .givenUp(source, guard: readGuard, whileConnecting: true)
    }
  }

  /// What went wrong, without the address.
  static func text(of failure: (any Error)?) -> String {
    guard let failure else { return "the connection was closed" }
    return String("\(failure)".prefix(200))
  }

  private func request(
    _ parts: URLParts, _ source: MediaSource, range: HTTPRange?, isForeign: Bool
  ) throws(MediaError) -> HTTPClient.Request {
    var location = parts.location
    if let fragment = location.firstIndex(of: "#") { location = String(location[..<fragment]) }
    if !location.hasPrefix("/") { location = "/" + location }
    let url = "\(parts.scheme)://\(parts.authority)\(Self.encoded(location))"
    guard var request = try? HTTPClient.Request(url: url) else {
      throw .invalidRequest("\(source.redactedAddress) is no http or https address")
    }
    request.headers.add(name: "User-Agent", value: settings.userAgent)
    request.headers.add(name: "Accept", value: "*/*")
    if let userInfo = parts.userInfo {
      let plain = userInfo.removingPercentEncoding ?? userInfo
      request.headers.add(name: "Authorization", value: "Basic " + Data(plain.utf8).base64EncodedString())
    }
    for (name, value) in settings.headers.sorted(by: { $0.key < $1.key }) {
      // Credentials are the first host's, and nobody else's.
      if isForeign, ["authorization", "cookie"].contains(name.lowercased()) { continue }
      request.headers.replaceOrAdd(name: name, value: value)
    }
    if let field = cookies.field(for: parts.host) {
      let own = request.headers.first(name: "Cookie").map { $0 + "; " } ?? ""
      request.headers.replaceOrAdd(name: "Cookie", value: own + field)
    }
    if let range { request.headers.add(name: "Range", value: range.field) }
    return request
  }

  /// With what may not stand in a request line percent-encoded; everything else stays as it is.
  private static func encoded(_ location: String) -> String {
    var text = ""
    for byte in location.utf8 {
      if byte > 0x20, byte < 0x7F, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "<"), byte != UInt8(ascii: ">") {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        text += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
      }
    }
    return text
  }

  private func client(for parts: URLParts, _ source: MediaSource) throws(MediaError) -> HTTPClient {
    if let known = clients[parts.host] { return known }
    let address = try policy?.check(parts, of: source)
    guard clients.count < Self.mostClients else {
      throw .limitExceeded(address: source.redactedAddress, detail: "more than \(Self.mostClients) hosts")
    }
    var configuration = HTTPClient.Configuration(redirectConfiguration: .disallow)
    configuration.httpVersion = .http1Only
    // Nobody asks for packed answers; some servers pack playlists all the same. The limit is for what unpacks without end.
    configuration.decompression = .enabled(limit: .ratio(200))
    // The guard of the reader decides how long is waited.
    configuration.timeout.connect = .seconds(60)
    configuration.connectionPool.retryConnectionEstablishment = false
    if let address, address != parts.host { configuration.dnsOverride = [parts.host: address] }
    let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration)
    clients[parts.host] = client
    return client
  }
}

/// A range of bytes of a file on a server.
struct HTTPRange: Hashable {
  var start: Int64
  /// The last byte; nil: the end.
  var last: Int64?

  var field: String { "bytes=\(start)-\(last.map(String.init) ?? "")" }
}
