public import Delivery
internal import Foundation

/// A `SignalSink` with a connection of its own to NATS JetStream, which it opens when there is something to deliver.
///
/// The servers may be away when the program starts: signals then wait in the outbox.
public final class NatsSink: Sink {
  public let name: String
  public let batchSize = 500
  public let retry: RetrySchedule
  private let connection: Connection

  /// Opens the connection once, and gives it up when the sink is closed.
  private actor Connection {
    private let settings: NatsSettings
    private var opening: Task<JetStreamBackbone, any Error>?
    private var isClosed = false

    init(_ settings: NatsSettings) {
      self.settings = settings
    }

    func backbone() async throws(BackboneError) -> JetStreamBackbone {
      guard !isClosed else { throw .closed }
      let task = opening ?? Task { [settings] in try await JetStreamBackbone(settings) }
      opening = task
      do {
        return try await task.value
      } catch {
        // The next delivery tries again.
        if opening == task { opening = nil }
        throw error as? BackboneError ?? .unavailable("\(error)")
      }
    }

    func close() async {
      isClosed = true
      guard let opening else { return }
      self.opening = nil
      if case .success(let backbone) = await opening.result { await backbone.close() }
    }
  }

  /// - Parameter name: the name under which outboxes remember how far the sink is.
  /// - Throws: `.invalidSetting`.
  public init(name: String, _ settings: NatsSettings, retry: RetrySchedule = .local) throws(BackboneError) {
    try settings.check()
    self.name = name
    self.retry = retry
    connection = Connection(settings)
  }

  public func deliver(_ entries: [OutboxEntry]) async throws(DeliveryError) {
    let backbone: JetStreamBackbone
    do throws(BackboneError) {
      backbone = try await connection.backbone()
    } catch {
      throw .unreachable(target: "nats", reason: error.description)
    }
    try await SignalSink(name: name, backbone, retry: retry).deliver(entries)
  }

  public func close() async { await connection.close() }
}
