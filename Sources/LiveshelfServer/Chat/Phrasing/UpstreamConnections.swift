internal import AsyncHTTPClient

/// The connections to a model; they end with it.
final class UpstreamConnections: Sendable {
  let client: HTTPClient

  init() {
    // A redirect would send the facts, and the key, to another address than the one that was configured.
    client = HTTPClient(
      eventLoopGroupProvider: .singleton, configuration: HTTPClient.Configuration(redirectConfiguration: .disallow))
  }

  deinit {
    // What is under way is cancelled; there is nobody left to tell how that went.
    client.shutdown { _ in }
  }
}
