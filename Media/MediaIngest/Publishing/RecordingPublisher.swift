import CLibAV
import Foundation

/// Publishes a recording to an RTMP server as an encoder would: at the pace of its time stamps, without re-encoding.
///
/// Synchronous; run it on a thread of its own and stop it with its `MediaInterrupt`.
public struct RecordingPublisher: Sendable {
  /// The recording, of any container whose codecs FLV can hold (H.264, AAC, MP3 …).
  public var recording: MediaSource
  /// Such as `rtmp://127.0.0.1:1935/live/room`.
  public var destination: String
  /// How many times faster than real time, 0.01…1,000.
  public var speed: Double = 1
  /// Seconds of the recording to skip at the start.
  public var from: Double = 0
  /// Seconds until the destination must have answered.
  public var connectTimeout: Double = 10

  public init(recording: MediaSource, destination: String) {
    self.recording = recording
    self.destination = destination
  }

  /// Publishes to the end of the recording. `onStart` is called when the first packet is about to leave.
  public func run(interrupt: MediaInterrupt, onStart: () -> Void = {}) throws(MediaError) {
    let readGuard = ReadGuard(interrupt)
    // An earlier attempt with the same interrupt may have left its deadline.
    readGuard.begin(timeout: nil)
    let input = try RemuxInput(recording, readGuard: readGuard)
    if from > 0 { try input.seek(to: from) }
    readGuard.begin(timeout: connectTimeout)
    let output = try RemuxOutput(
      destination, format: "flv", streams: input.streams(for: "flv"), source: recording, readGuard: readGuard)
    readGuard.begin(timeout: nil)
    var start: (machine: Int64, stream: Int64)?
    while let packet = try input.next() {
      if let time = packet.decodingTime {
        if start == nil { onStart() }
        let begin = start ?? (MonotonicClock.microseconds, time)
        start = begin
        let pace = min(max(speed, 0.01), 1_000)
        try wait(until: begin.machine + Int64(Double(time - begin.stream) / pace), interrupt)
      }
      try output.write(packet)
    }
    try output.finish()
    // Closing while acknowledgements lie unread resets the connection, and the server loses what it has not yet read.
    try wait(until: MonotonicClock.microseconds + 300_000, interrupt)
  }

  private func wait(until moment: Int64, _ interrupt: MediaInterrupt) throws(MediaError) {
    while true {
      if interrupt.isCancelled { throw .cancelled }
      let rest = moment - MonotonicClock.microseconds
      if rest <= 0 { return }
      Thread.sleep(forTimeInterval: min(Double(rest) / 1_000_000, 0.02))
    }
  }
}
