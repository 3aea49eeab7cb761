import LiveshelfCore

/// What a container yields. Time stamps are in microseconds on the source's own time line, with wraps undone.
enum DemuxedItem {
  /// The audio that follows is encoded so.
  case configuration(CodecParameters)
  case audio(AudioPacket)
  /// The presentation time stamp of a video frame.
  case video(timestamp: Int64)
  /// An FLV script tag: a name and values in AMF0.
  case script([UInt8], timestamp: Int64)
  case metadata([String: String])
  /// A statement of the world's time, given for a moment of the source's time line.
  case wallClock(WallTime, timestamp: Int64, origin: WallClockAnchor.Origin, uncertaintySeconds: Double)
  /// Bytes that made no sense and were skipped.
  case damage(bytes: Int)
  case end
}

/// Splits a container into packets of the chosen audio track and what else matters. Owned by one thread.
protocol Demuxer: AnyObject {
  /// Whether the source comes at its own pace, so that the time of arrival means something.
  var isLive: Bool { get }
  /// The container and its tracks, as far as they are known by now.
  var description: ContainerDescription { get }
  func next() throws(MediaError) -> DemuxedItem
}
