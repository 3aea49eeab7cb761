import Foundation
import LiveshelfCore
import LiveshelfServer
import NIOHTTP1
import RoomAPI
import TestSupport
import Testing

/// The Model Context Protocol: by hand, and with its official client.
@Suite(.timeLimit(.minutes(2))) struct AgentTests {
  private func ask(
    _ server: TestServer, _ body: String, token: String? = nil, headers: [(String, String)] = []
  ) async throws -> TestServer.Answer {
    try await server.call(.POST, "/mcp", json: body, token: token, headers: headers)
  }

  @Test func messagesAreAnsweredAsTheProtocolSays() async throws {
    try await TestServer.run { server in
      let hello = try await ask(
        server, #"{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18"}}"#)
      #expect(try hello.json()["result"]?["protocolVersion"]?.text == "2025-06-18")
      let note = try await ask(server, #"{"jsonrpc":"2.0","method":"notifications/initialized"}"#)
      #expect(note.status == 202 && note.body.isEmpty)
      let unknown = try await ask(server, #"{"jsonrpc":"2.0","id":"a","method":"resources/list"}"#)
      #expect(try unknown.json()["error"]?["code"] == .integer(-32601))
      #expect(try unknown.json()["id"]?.text == "a")
      let future = try await ask(
        server, #"{"jsonrpc":"2.0","id":2,"method":"tools/list"}"#, headers: [("MCP-Protocol-Version", "2099-01-01")])
      #expect(future.status == 400)
      #expect(try future.json()["error"]?["code"] == .integer(-32022))
      let other = try await ask(
        server, #"{"jsonrpc":"2.0","id":2,"method":"tools/list"}"#, headers: [("Mcp-Method", "tools/call")])
      #expect(try other.json()["error"]?["code"] == .integer(-32020))
      for odd in [#"{"jsonrpc":"1.0","id":1,"method":"ping"}"#, #"{"jsonrpc":"2.0","id":{},"method":"ping"}"#, "[]"] {
        #expect(try await ask(server, odd).status == 422, "\(odd)")
      }
      let get = try await server.call(.GET, "/mcp", isDocumented: false)
      #expect(get.status == 405)
    }
  }

  @Test func aTokensRoomIsTheOnlyOneForAgentsToo() async throws {
    try await TestServer.run(configuration: .with { $0.security.requiresTokens = true }) { server in
      let token = try server.token([.viewer], room: RoomName("other"))
      let body =
        #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"stock","arguments":{"room":"main"}}}"#
      let answer = try await ask(server, body, token: token)
      #expect(try answer.json()["result"]?["isError"] == .bool(true))
      let all = #"{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"list_rooms"}}"#
      #expect(try await ask(server, all, token: token).json()["result"]?["isError"] == .bool(true))
    }
  }

  // MARK: The official client

  private static let python = TestData.checkout.appending(path: ".build/test-tools/bin/python")
  private static let isOffline = ProcessInfo.processInfo.environment["LIVESHELF_OFFLINE"] == "1"
  private static let isThere = FileManager.default.isExecutableFile(atPath: python.path)

  @Test(
    .enabled(
      if: isThere || !isOffline, "the mcp client is missing, and LIVESHELF_OFFLINE says that it cannot be fetched"))
  func theOfficialClientIsAnswered() async throws {
    try #require(Self.isThere, "the mcp client is missing: run Scripts/setup.sh --tests")
    try await TestServer.run(configuration: .with { $0.security.requiresTokens = true }) { server in
      let token = try server.token([.operator], name: "agent")
      let reader = try server.token([.viewer], name: "reader")
      let output = try await Python.run(
        "Tests/mcp_client.py", ["http://127.0.0.1:\(server.port)/mcp", token, reader])
      let result = try JSONDecoder().decode(JSONValue.self, from: Data(output.utf8))
      for mode in ["auto", "legacy", "2026-07-28", "reader"] {
        let got = try #require(result[mode])
        guard case .array(let tools)? = got["tools"] else { throw Python.Failure(output: output) }
        for name in ["stock", "timeline", "signals", "plan", "questions", "ask"] {
          #expect(tools.contains(.string(name)))
        }
        #expect(tools.contains(.string("acknowledge_signal")) == (mode != "reader"))
        for call in ["rooms", "stock", "timeline", "signals", "plan", "questions"] {
          #expect(got[call]?["error"] == .bool(false), "\(mode) \(call): \(String(describing: got[call]))")
        }
        #expect(got["no_room"]?["text"]?.text?.contains("room_not_found") == true)
        #expect(got["odd"]?["error"] == .bool(true))
        #expect(got["acknowledge"]?["error"] == .bool(mode == "reader"), "\(mode)")
      }
      let audit = try await server.call(.GET, "/v1/audit", token: token)
      #expect(audit.body.contains("agent.acknowledge_signal") && audit.body.contains(#""actor":"agent""#))
    }
  }
}

/// Programs of the test tools.
enum Python {
  struct Failure: Error {
    var output: String
  }

  static func run(_ script: String, _ arguments: [String]) async throws -> String {
    try await withCheckedThrowingContinuation { continuation in
      DispatchQueue.global().async {
        let process = Process()
        process.executableURL = TestData.checkout.appending(path: ".build/test-tools/bin/python")
        process.arguments = [TestData.checkout.appending(path: script).path] + arguments
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        do {
          try process.run()
          let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
          let problem = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
          process.waitUntilExit()
          if process.terminationStatus == 0 {
            continuation.resume(returning: text)
          } else {
            continuation.resume(throwing: Failure(output: problem))
          }
        } catch {
          continuation.resume(throwing: error)
        }
      }
    }
  }
}
