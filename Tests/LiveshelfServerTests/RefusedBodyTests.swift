import Foundation
import LiveshelfServer
import NIOHTTP1
import RoomAPI
import Testing

/// What becomes of bodies whose requests are refused.
@Suite(.timeLimit(.minutes(3)))
struct RefusedBodyTests {
  /// A connection that blocks.
  private final class Connection: Sendable {
    private let descriptor: Int32

    init(port: Int) throws {
      descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_port = in_port_t(port).bigEndian
      address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
      let status = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
      try #require(status == 0)
    }

    deinit { close(descriptor) }

    /// False: the connection is closed.
    func send(_ bytes: [UInt8]) -> Bool {
      var rest = bytes[...]
      while !rest.isEmpty {
        let count = rest.withUnsafeBytes {
          Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
        }
        guard count > 0 else { return false }
        rest = rest.dropFirst(count)
      }
      return true
    }

    /// What comes until the other side closes.
    func rest() -> String {
      var all: [UInt8] = []
      var chunk = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        let count = recv(descriptor, &chunk, chunk.count, 0)
        guard count > 0 else { return String(decoding: all, as: UTF8.self) }
        all += chunk[..<count]
      }
    }
  }

  private static func head(_ framing: String) -> [UInt8] {
    Array(
      "POST /v1/rooms/main/orders HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: image/png\r\n\(framing)\r\n\r\n".utf8)
  }

  /// Runs what blocks on a thread of its own.
  private static func blocking<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await withCheckedThrowingContinuation { continuation in
      Thread { continuation.resume(with: Result { try body() }) }.start()
    }
  }

  @Test func aSenderThatIsStillSendingFindsTheAnswer() async throws {
    try await TestServer.run { server in
      let answer = try await Self.blocking {
        let connection = try Connection(port: server.port)
        _ = connection.send(Self.head("Content-Length: 100000000"))
        #expect(connection.send([UInt8](repeating: 65, count: 300_000)))
        return connection.rest()
      }
      #expect(answer.hasPrefix("HTTP/1.1 415 ") && answer.lowercased().contains("connection: close"))
      #expect(answer.contains("unsupported_media_type"))
    }
  }

  @Test func nobodyKeepsTheServerReading() async throws {
    try await TestServer.run { server in
      let sent = try await Self.blocking {
        let connection = try Connection(port: server.port)
        _ = connection.send(Self.head("Transfer-Encoding: chunked"))
        let chunk = Array("10000\r\n".utf8) + [UInt8](repeating: 65, count: 0x10000) + Array("\r\n".utf8)
        var sent = 0
        while sent < 256 << 20, connection.send(chunk) { sent += chunk.count }
        return sent
      }
      #expect(sent < 256 << 20)
      #expect(try await server.call(.GET, "/v1/rooms").status == 200)
    }
  }

  @Test func aSmallRefusedBodyKeepsTheConnection() async throws {
    try await TestServer.run { server in
      let answer = try await Self.blocking {
        let connection = try Connection(port: server.port)
        _ = connection.send(Self.head("Content-Length: 5") + Array("12345".utf8))
        _ = connection.send(Array("GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".utf8))
        return connection.rest()
      }
      #expect(answer.hasPrefix("HTTP/1.1 415 ") && answer.contains("HTTP/1.1 200 "))
    }
  }

  /// Depth costs more than length: it is looked at before anything is decoded.
  @Test(arguments: ["metadata", "custom", "MetaInfo"])
  func deepJSONIsRefusedAtOnce(member: String) async throws {
    let deep = String(repeating: #"{"a":"#, count: 500) + "1" + String(repeating: "}", count: 500)
    let text = String(decoding: try JSONEncoder().encode(deep), as: UTF8.self)
    try await TestServer.run { server in
      _ = try await server.call(.GET, "/healthz")
      func ask(_ value: String) async throws -> TestServer.Answer {
        try await server.call(
          .POST, "/v1/chat/completions",
          json: #"{"model":"liveshelf/main","messages":[{"role":"user","content":"还有吗"}],"\#(member)":\#(value)}"#)
      }
      #expect(try await ask(deep).status == 400)
      // A text that is nested too deep belongs to somebody else.
      #expect(try await ask(text).status == 200)
      #expect(try await ask(#"{"region":"浙江"}"#).status == 200)
    }
  }
}
