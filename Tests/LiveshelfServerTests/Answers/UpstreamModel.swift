import DeliveryTestSupport
import Foundation
import LiveshelfCore
import LiveshelfServer
import RoomAPI

/// A service with OpenAI's chat completions on loopback that says what a test wants it to say.
struct UpstreamModel: Sendable {
  let receiver: WebhookReceiver

  /// Runs a server whose answers the model phrases while `body` runs.
  ///
  /// - Parameter timeout: in milliseconds; long unless the time-out is what is tested, so that a slow machine is none.
  static func run(
    timeout: Int = 30_000, answer: @escaping @Sendable (ReceivedRequest) -> ReceiverAnswer,
    asking body: @Sendable (TestServer, UpstreamModel) async throws -> Void
  ) async throws {
    let receiver = WebhookReceiver(answer)
    try await receiver.start()
    var settings = UpstreamSettings(url: "http://127.0.0.1:\(receiver.port)/v1", model: "phraser")
    settings.timeoutMilliseconds = timeout
    let upstream = settings
    try await TestServer.runRooms(configuration: .with { $0.answers.upstream = upstream }) { server in
      try await body(server, UpstreamModel(receiver: receiver))
    }
    await receiver.kill()
  }

  /// An answer in the shape of OpenAI's.
  static func saying(_ text: String) -> ReceiverAnswer {
    let message = JSONValue.object(["role": .string("assistant"), "content": .string(text)])
    let answer = JSONValue.object(["choices": .array([.object(["index": .integer(0), "message": message])])])
    guard let data = try? JSONEncoder().encode(answer) else { return .status(500) }
    return .status(200, headers: ["content-type": "application/json"], body: String(decoding: data, as: UTF8.self))
  }

  /// What it was asked, as text.
  var questions: [String] { receiver.requests.map { String(decoding: $0.body, as: UTF8.self) } }
}

extension TestServer {
  /// How often phrasings had an outcome.
  func phrasings(_ outcome: String) async throws -> Int {
    let prefix = #"liveshelf_answer_phrasings_total{outcome="\#(outcome)"} "#
    let line = try await metrics().split(separator: "\n").first { $0.hasPrefix(prefix) }
    return line.flatMap { Int($0.dropFirst(prefix.count)) } ?? 0
  }
}
