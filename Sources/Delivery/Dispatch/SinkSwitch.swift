internal import CoreMetrics
internal import Synchronization

/// Whether a sink works: shared by the sink's lanes.
final class SinkSwitch: Sendable {
  private let reason = Mutex<String?>(nil)
  private let meter: Meter

  init(_ meter: Meter) {
    self.meter = meter
    meter.set(0)
  }

  /// Why the sink is suspended; nil while it works.
  var suspension: String? { reason.withLock { $0 } }

  /// - Returns: whether it worked until then.
  func suspend(_ why: String) -> Bool {
    meter.set(1)
    return reason.withLock { reason in
      defer { reason = why }
      return reason == nil
    }
  }

  func resume() {
    reason.withLock { $0 = nil }
    meter.set(0)
  }
}
