internal import CoreMetrics
internal import LiveshelfCore
internal import Metering

/// What a room tells of itself to metrics. Belongs to the room's thread.
final class RoomMeters {
  private let room: String
  private let metrics: any MetricsFactory
  private let orderToSignal: Recorder
  private let receivedToDurable: Recorder
  private let commitDuration: Recorder
  private let commitFailures: Counter
  private let streamLost: FloatingPointCounter
  private let queue: Meter
  private let streamLag: Meter
  private let recognitionLag: Meter
  private let watermarkDelay: Meter
  private let states: [(state: StreamState, meter: Meter)]
  private var rows: [String: Counter] = [:]
  private var drops: [String: Counter] = [:]
  private var signals: [String: Counter] = [:]

  init(room: String, _ metrics: any MetricsFactory) {
    self.room = room
    self.metrics = metrics
    orderToSignal = MetricFamily.orderToSignal.histogram(room, in: metrics)
    receivedToDurable = MetricFamily.receivedToDurable.histogram(room, in: metrics)
    commitDuration = MetricFamily.commitDuration.histogram(room, in: metrics)
    commitFailures = MetricFamily.commitFailures.counter(room, in: metrics)
    streamLost = MetricFamily.streamLost.floatingPointCounter(room, in: metrics)
    queue = MetricFamily.roomQueue.gauge(room, in: metrics)
    streamLag = MetricFamily.streamLag.gauge(room, in: metrics)
    recognitionLag = MetricFamily.recognitionLag.gauge(room, in: metrics)
    watermarkDelay = MetricFamily.watermarkDelay.gauge(room, in: metrics)
    states = StreamState.allCases.map { ($0, MetricFamily.roomState.gauge(room, $0.rawValue, in: metrics)) }
    // What has not happened yet is 0, so that the first one is a rise.
    for reason in [Self.repeated, Self.notEncodable, Self.setAside] { count(drops: reason, by: 0) }
  }

  /// Why a row or a signal counts for nothing.
  static let repeated = "repeated"
  static let setAside = "set_aside"
  static let notEncodable = "signal_not_encodable"

  func count(rows kind: String) { counter(kind, \.rows, .roomRows).increment() }

  func count(drops reason: String, by amount: Int = 1) {
    counter(reason, \.drops, .drops).increment(by: amount)
  }

  func count(signals type: String) { counter(type, \.signals, .signals).increment() }

  func noteDurable(after seconds: Double) { receivedToDurable.record(seconds) }

  func noteSignal(after seconds: Double) { orderToSignal.record(seconds) }

  func noteCommit(took seconds: Double) { commitDuration.record(seconds) }

  func noteCommitFailure() { commitFailures.increment() }

  func noteLoss(seconds: Double) { streamLost.increment(by: seconds) }

  /// - Parameter watermarkDelay: how far the last final bin is behind the show; nil: none is final, or no show runs.
  func show(_ frame: RoomFrame, watermarkDelay delay: Double?) {
    for (state, meter) in states { meter.set(state == frame.shownState ? 1 : 0) }
    queue.set(frame.queueDepth)
    // What is not known is not shown: a gauge that is NaN is left out.
    streamLag.set(frame.feeds.first { $0.feed == "audio" }?.lagSeconds ?? .nan)
    recognitionLag.set(frame.statistics.recognitionLag ?? .nan)
    watermarkDelay.set(delay ?? .nan)
  }

  /// The room has ended here: its series go, as another process may show them now.
  func end() {
    for meter in [queue, streamLag, recognitionLag, watermarkDelay] + states.map(\.meter) { meter.destroy() }
    for recorder in [orderToSignal, receivedToDurable, commitDuration] { recorder.destroy() }
    for counter in [commitFailures] + rows.values + drops.values + signals.values { counter.destroy() }
    streamLost.destroy()
  }

  private func counter(
    _ value: String, _ counters: ReferenceWritableKeyPath<RoomMeters, [String: Counter]>, _ family: MetricFamily
  ) -> Counter {
    if let known = self[keyPath: counters][value] { return known }
    let made = family.counter(room, value, in: metrics)
    self[keyPath: counters][value] = made
    return made
  }
}
