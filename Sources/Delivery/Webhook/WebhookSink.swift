internal import AsyncHTTPClient
internal import Foundation
internal import NIOCore
internal import NIOHTTP1

/// Posts signals to a receiver by Standard Webhooks 1.0.0, one CloudEvent in structured mode a request (CloudEvents
/// HTTP binding 1.0.2 §3.2).
///
/// A status of 200 to 299 means that the receiver has it. Redirects are not followed, and of a response's text so much
/// is read as an error message needs: receivers that never end hold nothing up beyond the time limit.
public final class WebhookSink: Sink {
  private static let longestExcerpt = 512
  /// A body that is longer is not waited for: the connection is closed instead of used again.
  private static let longestBody = 16_384
  /// Seconds for the body after the status has come.
  private static let bodySeconds = 2.0

  public let name: String
  public let batchSize = 1
  public let retry: RetrySchedule
  private let target: WebhookTarget
  private let settings: WebhookSettings
  private let clock: any DeliveryClock
  private let connections: WebhookConnections

  /// - Throws: `setting`, and `targetRefused` when the URL itself names what the rules forbid.
  public init(
    _ settings: WebhookSettings, clock: any DeliveryClock = SystemDeliveryClock(),
    resolver: any AddressResolver = SystemAddressResolver()
  ) throws(DeliveryError) {
    try settings.check()
    target = try WebhookTarget(settings.url, rules: settings.rules)
    name = settings.name
    retry = settings.retry
    self.settings = settings
    self.clock = clock
    connections = WebhookConnections(
      target, rules: settings.rules, resolver: resolver, timeout: min(settings.timeout, 10))
  }

  public func deliver(_ entries: [OutboxEntry]) async throws(DeliveryError) {
    for entry in entries { try await post(entry) }
  }

  public func close() async { await connections.close() }

  private func post(_ entry: OutboxEntry) async throws(DeliveryError) {
    let lease = try await connections.lease()
    do {
      try await exchange(request(for: entry), lease.client)
      await connections.giveBack(lease, isBroken: false)
    } catch {
      var isBroken = false
      switch error {
      case .unreachable, .timedOut: isBroken = true
      default: break
      }
      await connections.giveBack(lease, isBroken: isBroken)
      throw error
    }
  }

  private func request(for entry: OutboxEntry) -> HTTPClientRequest {
    var request = HTTPClientRequest(url: target.url)
    request.method = .POST
    let signature = WebhookSignature(id: entry.id, at: clock.now(), body: entry.body, secrets: settings.secrets)
    for (name, value) in settings.headers { request.headers.add(name: name, value: value) }
    for (name, value) in signature.headers { request.headers.add(name: name, value: value) }
    request.headers.add(name: "content-type", value: "application/cloudevents+json; charset=utf-8")
    request.headers.replaceOrAdd(name: "user-agent", value: "Liveshelf")
    request.body = .bytes(ByteBuffer(string: entry.body))
    return request
  }

  private func exchange(_ request: HTTPClientRequest, _ client: HTTPClient) async throws(DeliveryError) {
    let response: HTTPClientResponse
    do {
      let milliseconds = Int64(settings.timeout * 1000)
      response = try await client.execute(request, deadline: .now() + .milliseconds(milliseconds))
    } catch let error as HTTPClientError where Self.timeouts.contains(error) {
      throw .timedOut(target: target.origin, seconds: settings.timeout)
    } catch {
      throw .unreachable(target: target.origin, reason: "\(error)")
    }
    let text = await ResponseText.read(response, limit: Self.longestBody, seconds: Self.bodySeconds)
    let status = Int(response.status.code)
    if (200..<300).contains(status) { return }
    if status == 410 { throw .gone(target: target.origin) }
    let retryAfter = response.headers.first(name: "retry-after").flatMap { RetryAfter.seconds($0, now: clock.now()) }
    throw .answered(
      target: target.origin, status: status, retryAfter: retryAfter,
      excerpt: ResponseText.excerpt(text, limit: Self.longestExcerpt))
  }

  private static let timeouts: [HTTPClientError] = [
    .deadlineExceeded, .connectTimeout, .readTimeout, .writeTimeout, .getConnectionFromPoolTimeout,
  ]
}
