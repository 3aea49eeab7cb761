import LiveshelfCore

/// What a container yields. Time stamps are in microseconds on the source's own time line, with wraps undone.
enum DemuxedItem {
  /// The audio of a track that follows is encoded so.
  case configuration(CodecParameters, track: Int)
  case audio(AudioPacket, track: Int)
  /// The presentation time stamp of a video frame.
  case video(timestamp: Int64)
  /// An FLV script tag: a name and values in AMF0.
  case script([UInt8], timestamp: Int64)
  case metadata([String: String])
  /// A statement of the world's time, given for a moment of the source's time line.
  case wallClock(WallTime, timestamp: Int64, origin: WallClockAnchor.Origin, uncertaintySeconds: Double)
  /// The source's clock was set anew by so many microseconds; the time stamps that follow go on as if it had not been.
  case clockStep(Int64)
  case notice(MediaNotice)
  /// Bytes that made no sense and were skipped.
  case damage(bytes: Int)
  case end
}

/// Splits a container into packets of its audio tracks and what else matters. Owned by one thread.
protocol Demuxer: AnyObject {
  /// Whether the source comes at its own pace, so that the time of arrival means something.
  var isLive: Bool { get }
  /// The container and its tracks, as far as they are known by now.
  var description: ContainerDescription { get }
  /// The numbers of the audio tracks that are known by now, in the container's order.
  var audioTracks: [Int] { get }
  /// Whether a step in the time stamps is always a gap of that length, because whatever else it could be has been
  /// settled from what the source says about itself.
  var statesGaps: Bool { get }
  /// Seconds that may pass between two arrivals when all is well.
  var usualPause: Double { get }
  /// Why no audio has come; nil when nothing is known.
  var obstacle: String? { get }
  /// The name of a codec that kept audio from being read; nil when none did.
  var undecodableCodec: String? { get }
  /// What a later demuxer of the same source needs to go on where this one ended.
  var place: HLSTimeline? { get }
  /// The part of the source's bytes that has been read, 0…1; nil where its size is unknown.
  var readShare: Double? { get }
  func next() throws(MediaError) -> DemuxedItem
}

extension Demuxer {
  var statesGaps: Bool { false }
  var usualPause: Double { 0 }
  var obstacle: String? { nil }
  var undecodableCodec: String? { nil }
  var place: HLSTimeline? { nil }
  var readShare: Double? { nil }
}
