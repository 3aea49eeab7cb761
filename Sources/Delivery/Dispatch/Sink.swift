/// Somewhere signals go.
///
/// A sink is shared by all rooms: `deliver` is called by several lanes at once, with entries of one room each.
public protocol Sink: Sendable {
  /// The name under which the outboxes remember how far it is. A sink that is given another name begins anew.
  var name: String { get }

  /// How many entries it likes to get at once; at least 1.
  var batchSize: Int { get }

  /// When a delivery that failed is tried again.
  var retry: RetrySchedule { get }

  /// Delivers entries of one room in their order; when it returns, the receiver has all of them for good.
  ///
  /// When it throws, all of them are delivered again later, so that a receiver may see some twice: it drops repeats by
  /// their ids. The call bounds its own time and memory.
  func deliver(_ entries: [OutboxEntry]) async throws(DeliveryError)

  /// Gives back what it holds. Nothing is delivered afterwards.
  func close() async
}
