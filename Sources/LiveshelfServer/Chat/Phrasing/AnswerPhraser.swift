internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1
internal import Rooms
internal import ViewerComments

/// Lets an upstream model phrase answers, and takes its words only when they say nothing but our facts.
///
/// The model is given the facts and our sentence, never what viewers wrote: neither personal data nor orders hidden in a
/// question reach it. Every failure has the same end: our own sentence goes out.
struct AnswerPhraser: Sendable {
  enum Outcome: Sendable {
    case used(String)
    /// For the metrics: a word of a short list.
    case refused(String)

    var reason: String {
      switch self {
      case .used: "used"
      case .refused(let reason): reason
      }
    }
  }

  /// Bytes of an upstream's answer.
  private static let largestAnswer = 256 << 10

  private let endpoint: String
  private let model: String
  private let key: String?
  private let timeout: Duration
  private let breaker: UpstreamBreaker
  private let connections = UpstreamConnections()

  init(endpoint: String, model: String, key: String?, timeout: Duration) {
    self.endpoint = endpoint
    self.model = model
    self.key = key
    self.timeout = timeout
    breaker = UpstreamBreaker()
  }

  /// Nil when no model is configured.
  ///
  /// - Throws: `phrasing` when its key cannot be read.
  static func make(
    _ settings: AnswerSettings, environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws(LiveshelfServerError) -> AnswerPhraser? {
    guard let upstream = settings.upstream else { return nil }
    guard let endpoint = upstream.endpoint else {
      throw .phrasing("answers.upstream.url: '\(upstream.url)' is no address such as https://api.example.com/v1")
    }
    return AnswerPhraser(
      endpoint: endpoint, model: upstream.model, key: try key(upstream, environment),
      timeout: .milliseconds(upstream.timeoutMilliseconds))
  }

  private static func key(
    _ upstream: UpstreamSettings, _ environment: [String: String]
  ) throws(LiveshelfServerError) -> String? {
    var key: String?
    if let variable = upstream.keyVariable {
      key = environment[variable]
      if key?.isEmpty ?? true { throw .phrasing("answers.upstream.key_env: the variable \(variable) is not set") }
    } else if let file = upstream.keyFile {
      guard let data = FileManager.default.contents(atPath: file), data.count <= 64 << 10 else {
        throw .phrasing("answers.upstream.key_file: '\(file)' cannot be read; check the path and its permissions")
      }
      key = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }
    guard let key else { return nil }
    guard !key.isEmpty, key.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
      throw .phrasing("answers.upstream: the key must be one line of letters, digits and signs")
    }
    return key
  }

  /// What is declined, or only polite, has no facts to phrase.
  func mayPhrase(_ answer: StockAnswer) -> Bool {
    answer.sku != nil && [.answered, .denied, .unknown].contains(answer.kind)
  }

  /// Asks the model, and checks what it says. Returns within the time-out.
  func phrase(_ reply: ViewerReply) async -> Outcome {
    guard breaker.begin() else { return .refused("upstream_paused") }
    let said = await withTaskGroup(of: Result<String, UpstreamFailure>.self) { group in
      group.addTask { await ask(reply) }
      group.addTask {
        try? await Task.sleep(for: timeout)
        return .failure(.timeout)
      }
      defer { group.cancelAll() }
      return await group.next() ?? .failure(.timeout)
    }
    switch said {
    case .failure(let failure):
      breaker.end(failed: true)
      return .refused(failure.rawValue)
    case .success(let text):
      breaker.end(failed: false)
      let problems = AnswerCheck.problems(of: text, phrasing: reply.answer, catalog: reply.catalog)
      return problems.first.map { .refused("check_\($0.name)") } ?? .used(text)
    }
  }

  private func ask(_ reply: ViewerReply) async -> Result<String, UpstreamFailure> {
    do {
      var request = HTTPClientRequest(url: endpoint)
      request.method = .POST
      request.headers.add(name: "Content-Type", value: "application/json")
      if let key { request.headers.add(name: "Authorization", value: "Bearer \(key)") }
      request.body = .bytes(ByteBuffer(bytes: try APIJSON.data(PhrasingRequest(reply, model: model))))
      let nanoseconds = Int64(min(timeout / .nanoseconds(1), 1e12))
      let response = try await connections.client.execute(request, timeout: .nanoseconds(nanoseconds))
      guard response.status == .ok else { return .failure(.status) }
      let body = try await response.body.collect(upTo: Self.largestAnswer)
      guard let text = PhrasingRequest.text(of: Data(body.readableBytesView)) else { return .failure(.malformed) }
      return .success(text)
    } catch is NIOTooManyBytesError {
      return .failure(.malformed)
    } catch let error as HTTPClientError where error == .deadlineExceeded || error == .readTimeout {
      return .failure(.timeout)
    } catch {
      return .failure(Task.isCancelled ? .timeout : .unreachable)
    }
  }
}

/// Why a model gave no sentence.
enum UpstreamFailure: String, Error {
  case timeout = "upstream_timeout"
  case status = "upstream_status"
  case malformed = "upstream_malformed"
  case unreachable = "upstream_unreachable"
}
