internal import AsyncHTTPClient
internal import Foundation
internal import LiveshelfCore
internal import NIOCore
internal import NIOHTTP1

/// Tells a team chat of the signals that matter: as cards with a button to where one acts, several in one instead of a flood,
/// and in quiet hours what cannot wait alone.
public final class ChatSink: Sink {
  private static let longestBody = 16_384

  public let name: String
  public let batchSize = 100
  /// A chat that was away for an hour is not flooded with what nobody needs any more.
  public let retry = RetrySchedule(delays: [1, 5, 30, 120, 600, 1800])
  private let settings: ChatSettings
  private let target: WebhookTarget
  private let clock: any DeliveryClock
  private let connections: WebhookConnections
  private let pace: ChatPace

  /// - Throws: `setting`, `targetRefused`.
  public init(
    _ settings: ChatSettings, clock: any DeliveryClock = SystemDeliveryClock(),
    resolver: any AddressResolver = SystemAddressResolver()
  ) throws(DeliveryError) {
    target = try WebhookTarget(settings.url, rules: settings.rules)
    name = settings.name
    self.settings = settings
    self.clock = clock
    connections = WebhookConnections(
      target, rules: settings.rules, resolver: resolver, timeout: min(settings.timeout, 10))
    pace = ChatPace(interval: max(settings.digestSeconds, 60 / Double(settings.service.perMinute)), clock: clock)
  }

  public func deliver(_ entries: [OutboxEntry]) async throws(DeliveryError) {
    var events: [CloudEvent] = []
    for entry in entries {
      do { events.append(try CloudEvent(json: entry.body)) } catch {
        throw .setting(name: "signal", reason: "the signal \(entry.sequence) is no CloudEvent")
      }
    }
    if settings.choosesSignals {
      events.removeAll { SignalType(rawValue: $0.type).map { !ChatMessage.wanted.contains($0) } ?? true }
      // That a situation is over is for the screen.
      events.removeAll { $0.phase == .resolved }
    }
    if let quiet = settings.quietHours, quiet.contains(clock.now(), in: settings.offset) {
      let urgent = events.filter(ChatMessage.isUrgent)
      await pace.keep(events.count - urgent.count)
      events = urgent
    }
    guard !events.isEmpty else { return }
    guard await pace.pass() else { throw .unreachable(target: target.origin, reason: "the sink is closed") }
    let isQuiet = settings.quietHours?.contains(clock.now(), in: settings.offset) ?? false
    let kept = isQuiet ? 0 : await pace.takeKept()
    do {
      try await post(ChatMessage(events, settings: settings, kept: kept))
    } catch {
      await pace.keep(kept)
      throw error
    }
  }

  public func close() async { await connections.close() }

  private func post(_ message: ChatMessage) async throws(DeliveryError) {
    let (body, query) = message.request(settings, at: clock.now())
    var allowed = CharacterSet.alphanumerics
    allowed.insert(charactersIn: "-._~")
    let more = query.map { "\($0.name)=\($0.value.addingPercentEncoding(withAllowedCharacters: allowed) ?? "")" }
      .joined(separator: "&")
    var request = HTTPClientRequest(
      url: more.isEmpty ? target.url : target.url + (target.location.contains("?") ? "&" : "?") + more)
    request.method = .POST
    request.headers.add(name: "content-type", value: "application/json; charset=utf-8")
    request.headers.replaceOrAdd(name: "user-agent", value: "Liveshelf")
    do {
      request.body = .bytes(ByteBuffer(bytes: try JSONEncoder().encode(body)))
    } catch {
      throw .setting(name: "signal", reason: "a message cannot be written as JSON")
    }
    let lease = try await connections.lease()
    do {
      try await exchange(request, lease.client)
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

  private func exchange(_ request: HTTPClientRequest, _ client: HTTPClient) async throws(DeliveryError) {
    let response: HTTPClientResponse
    do {
      response = try await client.execute(request, deadline: .now() + .milliseconds(Int64(settings.timeout * 1000)))
    } catch let error as HTTPClientError where error == .deadlineExceeded || error == .connectTimeout {
      throw .timedOut(target: target.origin, seconds: settings.timeout)
    } catch {
      throw .unreachable(target: target.origin, reason: (error as? HTTPClientError)?.shortDescription ?? "it broke off")
    }
    let bytes = await ResponseText.read(response, limit: Self.longestBody, seconds: 2)
    let status = Int(response.status.code)
    guard (200..<300).contains(status) else {
      let retryAfter = response.headers.first(name: "retry-after").flatMap { RetryAfter.seconds($0, now: clock.now()) }
      throw .answered(
        target: target.origin, status: status, retryAfter: retryAfter,
        excerpt: ResponseText.excerpt(bytes, limit: 200))
    }
    switch ChatVerdict(settings.service, bytes) {
    case .taken: return
    case .tooMany(let reason):
      throw .answered(target: target.origin, status: status, retryAfter: 60, excerpt: reason)
    case .refused(let reason):
      throw .answered(target: target.origin, status: status, retryAfter: nil, excerpt: reason)
    }
  }
}
