internal import Synchronization

/// Whether a sink works: shared by the sink's lanes.
final class SinkSwitch: Sendable {
  private let reason = Mutex<String?>(nil)

  /// Why the sink is suspended; nil while it works.
  var suspension: String? { reason.withLock { $0 } }

  /// - Returns: whether it worked until then.
  func suspend(_ why: String) -> Bool {
    reason.withLock { reason in
      defer { reason = why }
      return reason == nil
    }
  }

  func resume() { reason.withLock { $0 = nil } }
}
