internal import LiveshelfCore
internal import Rooms

extension RoomMeasurements {
  init(_ frame: RoomFrame, room: RoomName) {
    let statistics = frame.statistics
    self.init(
      room: room.text, state: RoomState(frame), streamLag: frame.feeds.first { $0.feed == "audio" }?.lagSeconds,
      recognitionLag: statistics.recognitionLag, rows: statistics.rows, drops: statistics.drops,
      signals: statistics.signals, orderToSignal: DistributionCounts(statistics.orderToSignal),
      receivedToDurable: DistributionCounts(statistics.receivedToDurable))
  }
}

extension DistributionCounts {
  init(_ durations: RecentDurations) {
    self.init(bounds: RecentDurations.bounds, counts: durations.counts, sum: durations.sum)
  }
}
