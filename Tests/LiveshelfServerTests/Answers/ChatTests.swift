import Foundation
import LiveshelfCore
import LiveshelfServer
import NIOHTTP1
import RoomAPI
import Testing

/// The calls that clients of OpenAI's API make.
@Suite(.timeLimit(.minutes(2))) struct ChatTests {
  private static let path = "/v1/chat/completions"

  @Test func aConversationIsAnsweredWhole() async throws {
    try await TestServer.runRooms { server in
      try await server.stock([("A1", "GZ", 80)])
      #expect(try await server.chat(["衬衫多少钱", "那还有货吗"]).contains("有货"))
      #expect(try await server.chat(["衬衫多少钱", "几号链接"]).contains("7"))
      let models = try await server.call(.GET, "/v1/models")
      #expect(models.body.contains(#""id":"liveshelf/main""#))
      for name in ["main", "liveshelf/main", "liveshelf%2Fmain"] {
        let model = try await server.call(.GET, "/v1/models/\(name)")
        #expect(model.status == 200 && model.body.contains(#""id":"liveshelf/main""#), "\(name): \(model.body)")
      }
      let missing = try await server.call(.GET, "/v1/models/liveshelf/gpt-4o")
      #expect(missing.status == 404 && missing.body.contains(#""code":"model_not_found""#))
      let metrics = try await server.metrics()
      #expect(metrics.contains(#"liveshelf_answers_total{kind="answered"} 2"#))
    }
  }

  @Test func aStreamBeginsWithARoleAndEndsWithDone() async throws {
    try await TestServer.runRooms { server in
      try await server.stock([("B2", "GZ", 80)])
      let body = """
        {"model": "main", "stream": true, "stream_options": {"include_usage": true},
         "messages": [{"role": "user", "content": [{"type": "text", "text": "保温杯还有货吗"}]}]}
        """
      let answer = try await server.call(.POST, Self.path, json: body)
      #expect(answer.headers.first(name: "Content-Type") == "text/event-stream; charset=utf-8")
      let events = answer.body.components(separatedBy: "\n\n").filter { !$0.isEmpty }
      #expect(events.allSatisfy { $0.hasPrefix("data: ") } && events.last == "data: [DONE]")
      let chunks = try events.dropLast().map {
        try JSONDecoder().decode(JSONValue.self, from: Data($0.dropFirst(6).utf8))
      }
      #expect(Set(chunks.map { $0["id"]?.text }).count == 1)
      let deltas = chunks.compactMap { chunk -> JSONValue? in
        guard case .array(let choices)? = chunk["choices"] else { return nil }
        return choices.first
      }
      #expect(deltas.first?["delta"]?["role"]?.text == "assistant")
      #expect(deltas.last?["finish_reason"]?.text == "stop")
      let text = deltas.compactMap { $0["delta"]?["content"]?.text }.joined()
      #expect(text.contains("有货"))
      #expect(deltas.count > 4)
      #expect(chunks.last?["choices"] == .array([]))
      if case .integer(let tokens)? = chunks.last?["usage"]?["completion_tokens"] { #expect(tokens > 5) }
    }
  }

  @Test func theRoomComesFromTheModelOrTheMetadata() async throws {
    let other = try #require(RoomName("two"))
    try await TestServer.runRooms(others: [other]) { server in
      func ask(_ members: String) async throws -> TestServer.Answer {
        try await server.call(
          .POST, Self.path, json: #"{\#(members) "messages": [{"role": "user", "content": "保温杯多少钱"}]}"#)
      }
      #expect(try await ask(#""model": "liveshelf/two","#).status == 200)
      #expect(try await ask(#""model": "two","#).status == 200)
      #expect(try await ask(#""model": "gpt-4o", "metadata": {"room": "two", "region": "广东"},"#).status == 200)
      #expect(try await ask(#""model": "gpt-4o", "custom": "{\"room\": \"two\"}","#).status == 200)
      #expect(try await ask(#""model": "gpt-4o", "MetaInfo": {"room": "two"},"#).status == 200)
      #expect(
        try await ask(#""model": "gpt-4o", "extendData": {"userData": "{\"room\": \"two\"}"},"#).status == 200)
      for members in [#""model": "gpt-4o","#, #""model": "liveshelf/none","#, #""metadata": {"room": "none"},"#] {
        let answer = try await ask(members)
        #expect(answer.status == 404)
        #expect(try answer.json()["error"]?["code"]?.text == "model_not_found")
        #expect(try answer.json()["error"]?["type"]?.text == "invalid_request_error")
      }
    }
  }

  @Test func aTokenForOneRoomAsksThatRoomAlone() async throws {
    let other = try #require(RoomName("two"))
    try await TestServer.runRooms(configuration: .with { $0.security.requiresTokens = true }, others: [other]) {
      server in
      let token = try server.token([.viewer], room: other)
      func ask(_ model: String, _ token: String?) async throws -> TestServer.Answer {
        try await server.call(
          .POST, Self.path, json: #"{"model": "\#(model)", "messages": [{"role": "user", "content": "保温杯多少钱"}]}"#,
          token: token)
      }
      #expect(try await ask("liveshelf/two", token).status == 200)
      #expect(try await ask("gpt-4o", token).status == 200)
      #expect(try await ask("liveshelf/main", token).status == 404)
      #expect(try await server.call(.GET, "/v1/models", token: token).body.contains("main") == false)
      let nobody = try await ask("liveshelf/two", nil)
      #expect(nobody.status == 401)
      #expect(try nobody.json()["error"]?["type"]?.text == "authentication_error")
      let sender = try server.token([.ingest])
      #expect(try await ask("liveshelf/two", sender).json()["error"]?["type"]?.text == "permission_error")
    }
  }

  @Test(arguments: [
    (#"{"model": "main"}"#, "messages"), (#"{"model": "main", "messages": []}"#, "messages"),
    (#"{"model": "main", "messages": [{"role": "system", "content": "x"}]}"#, "messages"),
    (#"{"model": "main", "messages": [{"content": "x"}]}"#, "messages[0].role"),
    (#"{"model": "main", "messages": [{"role": "user", "content": 7}]}"#, "messages[0].content"),
    (#"{"model": "main", "n": 2, "messages": [{"role": "user", "content": "x"}]}"#, "n"),
    (
      #"{"model": "main", "metadata": {"viewer_delay_s": "soon"}, "messages": [{"role": "user", "content": "x"}]}"#,
      "metadata.viewer_delay_s"
    ),
  ])
  func wrongRequestsAreToldAsOpenAIDoes(body: String, field: String) async throws {
    try await TestServer.run { server in
      let answer = try await server.call(.POST, Self.path, json: body)
      #expect(answer.status == 400)
      #expect(try answer.json()["error"]?["param"]?.text == field)
      #expect(try answer.json()["error"]?["type"]?.text == "invalid_request_error")
    }
  }

  @Test func whatIsTooMuchIsRefused() async throws {
    try await TestServer.run { (server: TestServer) async throws -> Void in
      func ask(_ messages: [String]) async throws -> TestServer.Answer {
        try await server.call(
          .POST, Self.path, json: #"{"model": "main", "messages": [\#(messages.joined(separator: ","))]}"#)
      }
      let message = #"{"role": "user", "content": "还有货吗"}"#
      #expect(try await ask(Array(repeating: message, count: 100)).status == 200)
      #expect(try await ask(Array(repeating: message, count: 101)).status == 400)
      let long = String(repeating: "啊", count: 1001)
      #expect(try await ask([#"{"role": "user", "content": "\#(long)"}"#]).status == 400)
      #expect(try await ask([#"{"role": "user", "content": "\#(long)"}"#, message]).status == 200)
      let huge = String(repeating: "a", count: 1 << 20)
      #expect(try await ask([#"{"role": "system", "content": "\#(huge)"}"#, message]).status == 413)
      #expect(try await server.call(.POST, Self.path, body: "model=main", type: "text/plain").status == 415)
      #expect(try await server.call(.POST, Self.path, json: "{").status == 400)
    }
  }
}
