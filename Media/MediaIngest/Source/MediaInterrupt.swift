import CLibAV
import Synchronization

/// Ends a blocked read or connect from another thread, and bounds its time.
///
/// libav asks it every few milliseconds while it waits (at most 100 ms apart), on the thread that reads. All members
/// are lock-free and may be called from any thread.
public final class MediaInterrupt: Sendable {
  private let cancelled = Atomic<Bool>(false)
  private let deadline = Atomic<Int64>(.max)

  public init() {}

  /// Makes the current and every later read fail with `MediaError.cancelled`.
  public func cancel() {
    cancelled.store(true, ordering: .releasing)
  }

  public var isCancelled: Bool { cancelled.load(ordering: .acquiring) }

  /// Sets the moment at which a read is given up; nil: none.
  func setDeadline(after seconds: Double?) {
    guard let seconds else { return deadline.store(.max, ordering: .relaxed) }
    let bounded = min(max(seconds, 0), 1e9)
    deadline.store(MonotonicClock.microseconds + Int64(bounded * 1_000_000), ordering: .relaxed)
  }

  var isPastDeadline: Bool { MonotonicClock.microseconds > deadline.load(ordering: .relaxed) }
}

/// What libav's interrupt callback is pointed at: lives as long as the context that calls it, and is used by the thread
/// that reads, only.
final class ReadGuard {
  let interrupt: MediaInterrupt
  /// Called once per wait, after `noticeAfter` seconds without progress.
  var onWait: (() -> Void)?
  /// Called with what is to be told while connecting.
  var onNotice: ((MediaNotice) -> Void)?
  var noticeAfter: Double = .infinity
  /// The seconds given to the wait that is under way.
  private(set) var timeout: Double?
  private var waitStart: Int64 = 0
  private var hasNoticed = false

  init(_ interrupt: MediaInterrupt) {
    // Whatever is opened through libav is opened with a guard.
    _ = Libav.quiet
    self.interrupt = interrupt
  }

  /// Opens a span of waiting that may last `timeout` seconds.
  func begin(timeout: Double?) {
    interrupt.setDeadline(after: timeout)
    self.timeout = timeout
    waitStart = MonotonicClock.microseconds
    hasNoticed = false
  }

  /// Whether the wait is to be given up. To be called every 100 ms or more often while waiting.
  func poll() -> Bool {
    if interrupt.isCancelled { return true }
    if !hasNoticed, let onWait, Double(MonotonicClock.microseconds - waitStart) > noticeAfter * 1_000_000 {
      hasNoticed = true
      onWait()
    }
    return interrupt.isPastDeadline
  }

  /// The callback for libav. `self` must outlive the context it is given to.
  var callback: AVIOInterruptCB {
    AVIOInterruptCB(
      callback: { opaque in
        guard let opaque else { return 0 }
        return Unmanaged<ReadGuard>.fromOpaque(opaque).takeUnretainedValue().poll() ? 1 : 0
      },
      opaque: Unmanaged.passUnretained(self).toOpaque())
  }
}
