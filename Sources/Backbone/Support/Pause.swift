/// Lets time pass; returns early when the task is cancelled.
public func pause(_ duration: Duration) async {
  // A sleep throws only to say that the task was cancelled, which every caller looks at itself.
  try? await Task.sleep(for: duration)
}

/// Waits longer with every failure: 50 ms to 1 s.
public struct Backoff {
  private var delay = Duration.milliseconds(50)

  public init() {}

  public mutating func wait() async {
    await pause(delay)
    delay = min(delay * 2, .seconds(1))
  }
}
