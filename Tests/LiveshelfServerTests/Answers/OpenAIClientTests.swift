import Foundation
import LiveshelfCore
import LiveshelfServer
import NIOHTTP1
import RoomAPI
import TestSupport
import Testing

/// The official client of OpenAI's API against the chat endpoint.
@Suite(.timeLimit(.minutes(2))) struct OpenAIClientTests {
  private static let python = TestData.checkout.appending(path: ".build/test-tools/bin/python")
  private static let isOffline = ProcessInfo.processInfo.environment["LIVESHELF_OFFLINE"] == "1"
  private static let isThere = FileManager.default.isExecutableFile(atPath: python.path)

  @Test(
    .enabled(
      if: isThere || !isOffline, "the openai client is missing, and LIVESHELF_OFFLINE says that it cannot be fetched"))
  func theOfficialClientIsAnswered() async throws {
    try #require(Self.isThere, "the openai client is missing: run Scripts/setup.sh --tests")
    try await TestServer.runRooms(configuration: .with { $0.security.requiresTokens = true }) { server in
      let token = try server.token([.viewer])
      let sender = try server.token([.ingest])
      let stock = try await server.call(
        .POST, "/v1/rooms/main/stock",
        body: "snapshot_time,sku,warehouse,on_hand\n2026-04-10T19:59:00+08:00,A1,GZ,80\n", type: "text/csv",
        token: sender)
      #expect(stock.status == 202)
      let output = try await Python.run("Tests/openai_client.py", ["http://127.0.0.1:\(server.port)/v1", token])
      let result = try JSONDecoder().decode(JSONValue.self, from: Data(output.utf8))
      let whole = try #require(result["whole"]?.text)
      #expect(whole.contains("有货") && !whole.contains("9999"))
      #expect(result["models"] == .array([.string("liveshelf/main")]))
      #expect(result["finish_reason"]?.text == "stop")
      #expect(result["first_role"]?.text == "assistant")
      guard case .array(let pieces)? = result["pieces"] else { throw Python.Failure(output: output) }
      #expect(pieces.compactMap(\.text).joined() == whole && pieces.count > 1)
      #expect(result["ends"] == .array([.string("stop")]))
      #expect(result["usage"] == result["total_tokens"])
      #expect(result["unknown_room"]?["code"]?.text == "model_not_found")
      #expect(result["no_messages"]?["param"]?.text == "messages")
      #expect(result["wrong_token"]?["type"]?.text == "authentication_error")
    }
  }
}
