public import Delivery
internal import Foundation

/// Signals as records of `signals.ROOM`, for whoever reads them from the backbone. Each id is stored once.
public final class SignalSink: Sink {
  public let name: String
  public let batchSize = 500
  public let retry: RetrySchedule
  private let backbone: any Backbone

  /// - Parameters:
  ///   - name: the name under which outboxes remember how far the sink is.
  ///   - backbone: stays the caller's: closing the sink does not close it.
  public init(name: String, _ backbone: any Backbone, retry: RetrySchedule = .local) {
    self.name = name
    self.backbone = backbone
    self.retry = retry
  }

  public func deliver(_ entries: [OutboxEntry]) async throws(DeliveryError) {
    guard let room = entries.first?.room else { return }
    do throws(BackboneError) {
      _ = try await backbone.append(
        entries.map { NewRecord(id: $0.id, attributes: ["Type": $0.type], body: Data($0.body.utf8)) },
        to: .signals(of: room))
    } catch {
      throw .unreachable(target: "backbone", reason: error.description)
    }
  }

  public func close() async {}
}
