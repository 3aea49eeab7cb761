import Foundation
import Synchronization
import Testing

/// An HTTP server that answers as the test says, one thread for each connection.
final class TinyServer: Sendable {
  struct Request: Sendable {
    var path: String
    /// By name in lower case.
    var headers: [String: String]
  }

  /// What is sent back, byte by byte, with pauses; then the connection is closed.
  struct Answer: Sendable {
    var head: String
    var pieces: [[UInt8]] = []
    /// Seconds between the pieces.
    var pause = 0.0

    static func ok(_ body: [UInt8], _ fields: String = "") -> Answer {
      Answer(head: "HTTP/1.1 200 OK\r\nContent-Length: \(body.count)\r\n\(fields)", pieces: [body])
    }

    static func status(_ code: Int, _ fields: String = "") -> Answer {
      Answer(head: "HTTP/1.1 \(code) X\r\nContent-Length: 0\r\n\(fields)")
    }

    /// A file on a server that knows ranges.
    static func file(_ body: [UInt8], _ request: Request) -> Answer {
      guard let range = request.headers["range"]?.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false),
        let start = range.first.flatMap({ Int($0) }), start < body.count
      else { return .ok(body) }
      let end = min(range.count > 1 ? Int(range[1]).map { $0 + 1 } ?? body.count : body.count, body.count)
      let fields = "Content-Range: bytes \(start)-\(end - 1)/\(body.count)\r\nContent-Length: \(end - start)\r\n"
      return Answer(head: "HTTP/1.1 206 Partial Content\r\n\(fields)", pieces: [Array(body[start..<end])])
    }
  }

  let port: Int
  private let descriptor: Int32
  private let seen = Mutex<[Request]>([])
  private let answer: @Sendable (Request) -> Answer

  var requests: [Request] { seen.withLock { $0 } }
  func url(_ path: String) -> String { "http://127.0.0.1:\(port)\(path)" }

  init(_ answer: @escaping @Sendable (Request) -> Answer) throws {
    self.answer = answer
    port = try freePort()
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var one: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = inet_addr("127.0.0.1")
    address.sin_port = in_port_t(port).bigEndian
    let bound = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    try #require(bound == 0 && listen(descriptor, 16) == 0)
    Thread { [self] in
      while true {
        let connection = accept(descriptor, nil, nil)
        guard connection >= 0 else { return }
        Thread { [self] in serve(connection) }.start()
      }
    }.start()
  }

  func stop() {
    shutdown(descriptor, Int32(SHUT_RDWR))
    close(descriptor)
  }

  private func serve(_ connection: Int32) {
    defer { close(connection) }
    var text = ""
    while !text.contains("\r\n\r\n") {
      var buffer = [UInt8](repeating: 0, count: 4096)
      let count = recv(connection, &buffer, buffer.count, 0)
      guard count > 0 else { return }
      text += String(decoding: buffer[..<count], as: UTF8.self)
    }
    let lines = text.components(separatedBy: "\r\n")
    var headers: [String: String] = [:]
    for line in lines.dropFirst() {
      guard let colon = line.firstIndex(of: ":") else { continue }
      headers[line[..<colon].lowercased()] = String(line[line.index(after: colon)...].drop { $0 == " " })
    }
    let request = Request(
      path: lines[0].split(separator: " ").dropFirst().first.map(String.init) ?? "", headers: headers)
    seen.withLock { $0.append(request) }
    let answer = answer(request)
    guard put(Array((answer.head + "Connection: close\r\n\r\n").utf8), connection) else { return }
    for piece in answer.pieces {
      guard put(piece, connection) else { return }
      if answer.pause > 0 { Thread.sleep(forTimeInterval: answer.pause) }
    }
  }

  private func put(_ bytes: [UInt8], _ connection: Int32) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes { send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }
}

/// Counts from zero.
final class Counter: Sendable {
  private let count = Mutex(0)

  func next() -> Int {
    count.withLock { count in
      defer { count += 1 }
      return count
    }
  }
}
