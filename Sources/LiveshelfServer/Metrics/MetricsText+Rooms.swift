internal import RoomAPI

extension MetricsText {
  /// What the rooms report.
  mutating func add(_ measurements: [RoomMeasurements]) {
    for room in measurements {
      func labels(_ more: (name: String, value: String)...) -> String {
        Self.labels([("room", room.room)] + more)
      }
      for state in RoomState.allCases {
        add(.roomState, labels: labels(("state", state.rawValue)), state == room.state ? 1 : 0)
      }
      if let lag = room.streamLag { add(.streamLag, labels: labels(), lag) }
      if let lag = room.recognitionLag { add(.recognitionLag, labels: labels(), lag) }
      if let delay = room.watermarkDelay { add(.watermarkDelay, labels: labels(), delay) }
      for (sink, depth) in room.outboxDepth { add(.outboxDepth, labels: labels(("sink", sink)), Double(depth)) }
      for (kind, count) in room.rows { add(.roomRows, labels: labels(("kind", kind)), Double(count)) }
      for (reason, count) in room.drops { add(.drops, labels: labels(("reason", reason)), Double(count)) }
      for (type, count) in room.signals { add(.signals, labels: labels(("type", type)), Double(count)) }
      if let distribution = room.orderToSignal { add(.orderToSignal, labels: labels(), distribution) }
      if let distribution = room.receivedToDurable { add(.receivedToDurable, labels: labels(), distribution) }
    }
  }
}
