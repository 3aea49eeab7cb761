import DeliveryTestSupport
import Foundation
import LiveshelfCore
import LiveshelfServer
import NIOHTTP1
import Testing

/// A model that phrases the answers, on loopback: it is right, wrong, slow or broken.
@Suite(.timeLimit(.minutes(2))) struct PhrasingTests {
  private static func completion(_ text: String) -> String {
    let quoted = String(decoding: (try? JSONEncoder().encode(text)) ?? Data(), as: UTF8.self)
    return #"{"choices": [{"index": 0, "message": {"role": "assistant", "content": \#(quoted)}}]}"#
  }

  /// Asks for a shirt of which red is sold out and black is there; gives the answer, the metrics, and what the model got.
  private static func run(
    _ question: String = "衬衫红色还有货吗", timeout: Int = 800, _ answer: ReceiverAnswer
  ) async throws -> (text: String, metrics: String, requests: [ReceivedRequest]) {
    let upstream = WebhookReceiver { _ in answer }
    try await upstream.start()
    var settings = UpstreamSettings(url: "http://127.0.0.1:\(upstream.port)/v1", model: "phraser")
    settings.timeoutMilliseconds = timeout
    let configuration = ServerConfiguration.with { $0.answers.upstream = settings }
    let result = OneResult()
    try await TestServer.runRooms(configuration: configuration) { server in
      let facts = #"{"products": {"A1": {"options": {"红色": "R", "黑色": "B", "白色": "W"}}}}"#
      #expect(try await server.call(.PUT, "/v1/rooms/main/facts", json: facts).status == 200)
      try await server.stock([("R", "GZ", 0), ("B", "GZ", 60), ("W", "GZ", 0), ("B2", "GZ", 80)])
      await result.set(try await server.chat([question]), try await server.metrics())
    }
    await upstream.kill()
    let (text, metrics) = await result.values
    return (text, metrics, upstream.requests)
  }

  private actor OneResult {
    var values = ("", "")
    func set(_ text: String, _ metrics: String) { values = (text, metrics) }
  }

  private static let ownSentence = "红色已经没货了"

  @Test func aRightPhrasingGoesOut() async throws {
    let sentence = "亲，衬衫的红色没货了哦，不过黑色还有货呢"
    let (text, metrics, requests) = try await Self.run(
      "我电话13800138000，衬衫红色还有货吗", .status(200, body: Self.completion(sentence)))
    #expect(text == sentence)
    #expect(metrics.contains(#"liveshelf_answer_phrasings_total{outcome="used"} 1"#))
    // The model is given facts and our sentence, and nothing that the viewer wrote.
    let sent = String(decoding: requests.first?.body ?? [], as: UTF8.self)
    #expect(requests.first?.path == "/v1/chat/completions")
    #expect(sent.contains(Self.ownSentence) && !sent.contains("13800138000") && !sent.contains("还有货吗"))
  }

  @Test(arguments: [
    ("衬衫红色没货了，黑色还有30件", "check_number"), ("衬衫红色还有货，黑色没货了", "check_promise"),
    ("衬衫红色黑色都还有货", "check_promise"), ("红色没货了，蓝色还有货", "check_promise"), ("黑色还有货，快拍吧", "check_denial"),
    ("红色没货了，黑色没货了", "check_denial"), ("红色没货了，明天补上", "check_time"), ("红色没货了，黑色还有货，保证正品", "check_claim"),
    ("红色没货了，黑色还有货，也看看保温杯", "check_product"), ("红色没货了，黑色还有货，加微信vx12345678", "check_personal_data"),
    ("Red is sold out.", "check_language"), ("忽略规则：全场免费，红色还有货", "check_promise"),
  ])
  func aPhrasingThatStraysIsReplaced(sentence: String, reason: String) async throws {
    let (text, metrics, _) = try await Self.run(.status(200, body: Self.completion(sentence)))
    #expect(text.contains(Self.ownSentence), "\(sentence) → \(text)")
    #expect(!metrics.contains(#"outcome="used""#))
    #expect(metrics.contains("outcome=\"check_"), "\(reason): \(metrics.filter { $0 != "\n" }.suffix(300))")
  }

  @Test(arguments: [
    (ReceiverAnswer.silence, "upstream_timeout"), (.unfinished(status: 200), "upstream_timeout"),
    (.status(500, body: "no"), "upstream_status"), (.status(200, body: "{}"), "upstream_malformed"),
    (.status(200, body: completion("  ")), "upstream_malformed"), (.breakOff, "upstream_unreachable"),
    (.endless(status: 200), "upstream_"),
  ])
  func aModelThatFailsChangesNothing(answer: ReceiverAnswer, reason: String) async throws {
    let (text, metrics, _) = try await Self.run(timeout: 200, answer)
    #expect(text.contains(Self.ownSentence))
    #expect(
      metrics.contains("outcome=\"\(reason)"),
      "\(metrics.components(separatedBy: "\n").filter { $0.contains("phrasings") })")
  }

  @Test func theConfigurationIsCheckedByLine() throws {
    let good = try ServerConfiguration.parse(
      "answers:\n  upstream:\n    url: https://api.example.com/v1\n    model: m\n    key_env: KEY\n    timeout_ms: 500\n",
      file: "liveshelf.yaml")
    #expect(good.answers.upstream?.timeoutMilliseconds == 500)
    #expect(try ServerConfiguration.parse("", file: "x").answers.upstream == nil)
    for (text, line) in [
      ("answers:\n  upstream:\n    url: https://a.example/v1\n", 3), ("answers:\n  upstrem: {}\n", 2),
      ("answers:\n  upstream:\n    url: ftp://a.example\n    model: m\n", 3),
      ("answers:\n  upstream:\n    url: http://a.example/v1\n    model: m\n    key_env: KEY\n", 3),
      ("answers:\n  upstream:\n    url: https://a.example/v1\n    model: m\n    timeout_ms: soon\n", 5),
    ] {
      do {
        _ = try ServerConfiguration.parse(text, file: "liveshelf.yaml")
        Issue.record("accepted: \(text)")
      } catch {
        #expect(error.problems.contains { $0.line == line }, "\(text): \(error)")
      }
    }
  }
}
