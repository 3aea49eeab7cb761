import CLibAV
import Glibc
public import LiveshelfCore

/// Reads one audio track of a recording or stream as 16 kHz mono on the stream's clock.
///
/// Synchronous, and owned by one thread: it is not `Sendable`. `MediaInterrupt` ends a blocked call from elsewhere.
///
///     let reader = try MediaReader(MediaSource("show.flv"))
///     while let event = try reader.next() { … }
public final class MediaReader {
  /// What a later reader needs to go on where this one ended.
  public struct ResumePoint: Sendable {
    var clock: StreamClock
    var samples: Int64
    var place: HLSTimeline?
    /// The end of what has been handed out.
    public var position: StreamTime { StreamTime(sample: samples, sampleRate: Int64(AudioFormat.sampleRate)) }
  }

  public let source: MediaSource
  private let settings: MediaSettings
  private let readGuard: ReadGuard
  private let demuxer: any Demuxer
  private var decoder: AudioDecoder?
  private var channels = ChannelChooser()
  private var clock: StreamClock
  private var timeline: SampleTimeline
  private var events: [MediaEvent] = []
  private var undecided: [TimedFrame] = []
  private var held: [TimedFrame] = []
  private var staged: (frame: AudioFrame, deviation: Int64?)?
  private var packetInfo = (arrival: Int64(0), fingerprint: UInt64(0))
  private var announcedFormat: AudioTrackFormat?
  private let scripts: ScriptInterpreter
  /// What belongs to moments before stream time zero was known.
  private var early: [(timestamp: Int64, event: (StreamTime) -> MediaEvent)] = []
  private var isAtEnd = false
  private var hasHeard = false
  private var isFirstBlock = true
  private let recorder: StreamRecorder?
  private var hasReportedRecorder = false
  private var replayed = false
  private let sizeAtStart: Int64?

  private struct TimedFrame {
    var frame: AudioFrame
    var timing: StreamClock.Frame
  }

  /// Connects to the source, or waits for its publisher, and recognises the container.
  ///
  /// - Parameters:
  ///   - interrupt: cancels this and every later call.
  ///   - resuming: goes on with the stream time of an earlier reader whose source is back.
  public convenience init(
    _ source: MediaSource, settings: MediaSettings = MediaSettings(), interrupt: MediaInterrupt = MediaInterrupt(),
    resuming: ResumePoint? = nil
  ) throws(MediaError) {
    var recorder: StreamRecorder?
    if let recording = settings.recording { recorder = try StreamRecorder(recording) }
    try self.init(
      source, settings: settings, readGuard: ReadGuard(interrupt), resuming: resuming, recorder: recorder)
  }

  init(
    _ source: MediaSource, settings: MediaSettings, readGuard: ReadGuard, resuming: ResumePoint?,
    recorder: StreamRecorder? = nil
  ) throws(MediaError) {
    self.recorder = recorder
    self.source = source
    self.settings = settings
    self.readGuard = readGuard
    scripts = ScriptInterpreter(clock: ScriptClock(assumedOffset: settings.assumedOffset))
    sizeAtStart = Self.fileSize(source)
    demuxer = try Self.open(
      source, settings: settings, readGuard: readGuard, recorder: recorder, place: resuming?.place)
    if var resuming {
      resuming.clock.resume()
      clock = resuming.clock
      timeline = SampleTimeline(firstSample: resuming.samples)
    } else {
      clock = StreamClock(
        isLive: demuxer.isLive && !demuxer.statesGaps, mayReplay: !source.listens && !demuxer.statesGaps,
        longestGap: demuxer.statesGaps ? Self.longestStatedGap : settings.longestGap)
      timeline = SampleTimeline(firstSample: 0)
    }
  }

  /// Reads another part of a recording, which goes on the stream time of the part before.
  ///
  /// - Parameters:
  ///   - part: where the reader of the part before ended.
  ///   - start: when the part begins; nil: unknown, so that it follows without a gap, unless its time stamps go on where
  ///     those of the part before ended.
  public convenience init(
    _ source: MediaSource, settings: MediaSettings = MediaSettings(), interrupt: MediaInterrupt = MediaInterrupt(),
    after part: ResumePoint, startingAt start: StreamTime?
  ) throws(MediaError) {
    var part = part
    part.place = nil
    try self.init(source, settings: settings, readGuard: ReadGuard(interrupt), resuming: part)
    clock = part.clock
    clock.beginPart(at: start?.microseconds)
  }

  /// The end of what has been handed out.
  public var position: StreamTime {
    StreamTime(sample: timeline.emitted, sampleRate: Int64(AudioFormat.sampleRate))
  }

  /// The container and its tracks, as far as they are known by now.
  public var container: ContainerDescription { demuxer.description }

  /// The source's time stamp, in microseconds, that became stream time zero; zero before the first sound.
  var sourceOrigin: Int64 { clock.streamTime(ofSource: 0).map { -$0 } ?? 0 }

  /// The part of the source's bytes that has been read, 0…1; nil where its size is unknown.
  public var readShare: Double? { demuxer.readShare }

  /// Whether the source comes at its own pace.
  public var isLive: Bool { demuxer.isLive }

  /// Where a reader of the source's next life can go on. Take it when this one has ended or failed.
  public var resumePoint: ResumePoint {
    ResumePoint(clock: clock, samples: timeline.emitted, place: demuxer.place)
  }

  /// Seconds that may pass between two arrivals when all is well.
  var usualPause: Double { demuxer.usualPause }

  /// What comes next in the stream; nil when it is over.
  ///
  /// After an error, what had been decoded before can still be fetched with `flush`.
  public func next() throws(MediaError) -> MediaEvent? {
    while true {
      if !events.isEmpty { return events.removeFirst() }
      if let block = timeline.take(minimum: isAtEnd ? 1 : isFirstBlock ? 1 : settings.samplesPerBlock) {
        isFirstBlock = false
        return .audio(block)
      }
      if let (frame, deviation) = staged {
        staged = nil
        timeline.append(frame, deviation: deviation)
      } else if !undecided.isEmpty {
        decide(undecided.removeFirst())
      } else if isAtEnd {
        return nil
      } else if try !fetchFrame() {
        try advance()
      }
    }
  }

  /// Hands out what had been decoded when `next` failed, ending as if the source had ended there.
  public func flush() -> [MediaEvent] {
    if !isAtEnd { finish() }
    var rest: [MediaEvent] = []
    while let event = try? next() { rest.append(event) }
    return rest
  }

  // MARK: - Steps

  /// Takes a frame from the decoder, if it has one.
  private func fetchFrame() throws(MediaError) -> Bool {
    guard let decoder else { return false }
    switch decoder.receive() {
    case .needsMore: return false
    case .damaged:
      noteDamage(bytes: 0)
      return false
    case .frame:
      guard let frame = decoder.frame.take() else { return false }
      let timing = StreamClock.Frame(
        timestamp: frame.timestamp, duration: frame.duration, arrival: packetInfo.arrival,
        fingerprint: packetInfo.fingerprint)
      announce(decoder, frame)
      if frame.channels == 2 {
        if let notice = channels.judge(frame) { events.append(.notice(notice)) }
        frame.heardChannel = channels.heard
      }
      undecided.append(TimedFrame(frame: frame, timing: timing))
      return true
    }
  }

  private func advance() throws(MediaError) {
    switch try demuxer.next() {
    case .configuration(let parameters, _):
      _ = decoder?.send(nil)
      while try fetchFrame() {}
      decoder = try AudioDecoder(parameters, address: source.redactedAddress)
    case .audio(let packet, _):
      packetInfo = (MonotonicClock.microseconds, packet.fingerprint)
      if let decoder, !decoder.send(packet) { noteDamage(bytes: packet.bytes.count) }
    case .video(let timestamp): clock.note(presentation: timestamp)
    case .script(let bytes, let timestamp): interpret(bytes, timestamp: timestamp)
    case .metadata(let entries): if !entries.isEmpty { events.append(.metadata(entries)) }
    case .wallClock(let time, let timestamp, let origin, let uncertainty):
      anchor(time, timestamp, origin, uncertainty)
    case .damage(let bytes): noteDamage(bytes: bytes)
    case .clockStep(let step): report(.timestampJump, lost: 0, step: Double(step) / 1_000_000)
    case .notice(let notice): events.append(.notice(notice))
    case .end:
      finish()
      if !hasHeard, timeline.emitted == 0, timeline.pending.isEmpty, undecided.isEmpty, staged == nil {
        throw silence
      }
    }
  }

  private func finish() {
    isAtEnd = true
    _ = decoder?.send(nil)
    while (try? fetchFrame()) == true {}
    releaseHeld(before: nil)
    while !undecided.isEmpty { decide(undecided.removeFirst()) }
    if let (frame, deviation) = staged, timeline.pendingSilence == 0 {
      staged = nil
      timeline.append(frame, deviation: deviation)
    }
    if staged == nil { timeline.finish() }
    if let before = sizeAtStart, let now = Self.fileSize(source), now > before { events.append(.notice(.stillGrowing)) }
  }

  private static func fileSize(_ source: MediaSource) -> Int64? {
    guard let path = source.filePath else { return nil }
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int64(status.st_size)
  }

  private func decide(_ frame: TimedFrame) {
    if !held.isEmpty { return releaseHeld(before: frame) }
    apply(clock.judge(frame.timing, expected: timeline.expected), to: frame)
  }

  /// Decides on what was held back, now that another frame has come or none will.
  private func releaseHeld(before next: TimedFrame?) {
    guard let first = held.first else { return }
    let verdict = clock.resolve(held.map(\.timing), next: next?.timing, expected: timeline.expected)
    if verdict == .suspicious, let next { return held.append(next) }
    undecided = Array(held.dropFirst()) + [next].compactMap(\.self) + undecided
    held = []
    apply(verdict, to: first)
  }

  private func apply(_ verdict: StreamClock.Verdict, to frame: TimedFrame) {
    switch verdict {
    case .suspicious: held = [frame]
    case .replay:
      if !replayed { report(.replay, lost: 0, step: 0) }
      replayed = true
    case .continuous(let deviation):
      begin(frame)
      timeline.append(frame.frame, deviation: deviation)
    case .step(let target, let kind, let step):
      begin(frame)
      let missing = Double(max(target - timeline.expected, 0)) / 1_000_000
      report(kind, lost: kind == .lateStart ? 0 : missing, step: Double(step) / 1_000_000)
      timeline.advance(to: target)
      staged = (frame.frame, nil)
    }
  }

  private func begin(_ frame: TimedFrame) {
    replayed = false
    noteForRecorder(frame)
    guard !hasHeard else { return }
    hasHeard = true
    for (timestamp, event) in early {
      guard let at = clock.streamTime(ofSource: timestamp) else { continue }
      events.append(event(StreamTime(microseconds: at)))
    }
    early = []
    if demuxer.isLive, let timestamp = frame.timing.timestamp {
      let now = WallClock.system.now.microseconds - MonotonicClock.microseconds + frame.timing.arrival
      anchor(WallTime(microseconds: now), timestamp, .arrival, Self.arrivalUncertainty)
    }
  }

  private func noteForRecorder(_ frame: TimedFrame) {
    guard let recorder else { return }
    if let timestamp = frame.timing.timestamp, let at = clock.streamTime(ofSource: timestamp) {
      recorder.note(milliseconds: timestamp / 1000, is: StreamTime(microseconds: at))
    }
    if let failure = recorder.failure, !hasReportedRecorder {
      hasReportedRecorder = true
      events.append(.failure(failure))
    }
  }

  /// Encoders, servers and players' networks hold a stream back by one to a few seconds.
  private static let arrivalUncertainty = 3.0
  /// Seconds of silence that a source may state by itself.
  private static let longestStatedGap = 6 * 3600.0

  private func report(_ kind: Discontinuity.Kind, lost: Double, step: Double = 0, bytes: Int = 0) {
    events.append(
      .discontinuity(
        Discontinuity(
          kind: kind, at: StreamTime(microseconds: timeline.expected), lostSeconds: lost, timestampStep: step,
          skippedBytes: bytes)))
  }

  private func noteDamage(bytes: Int) {
    clock.noteDamage()
    report(.damage, lost: 0, bytes: bytes)
  }

  private func announce(_ decoder: AudioDecoder, _ frame: AudioFrame) {
    let format = AudioTrackFormat(
      codec: decoder.parameters.codecName, sampleRate: frame.sampleRate, channels: frame.channels)
    guard format != announcedFormat else { return }
    announcedFormat = format
    events.append(.format(format))
  }

  private func interpret(_ bytes: [UInt8], timestamp: Int64) {
    for statement in scripts.interpret(bytes) {
      switch statement {
      case .metadata(let entries): events.append(.metadata(entries))
      case .cue(let name, let parameters):
        place(timestamp) { .cue(CuePoint(name: name, at: $0, parameters: parameters)) }
      case .wallClock(let time, let uncertainty): anchor(time, timestamp, .scriptTag, uncertainty)
      }
    }
  }

  private func anchor(
    _ time: WallTime, _ timestamp: Int64, _ origin: WallClockAnchor.Origin, _ uncertainty: Double
  ) {
    place(timestamp) {
      .anchor(WallClockAnchor(origin: origin, streamTime: $0, wallTime: time, uncertaintySeconds: uncertainty))
    }
  }

  /// Yields an event that belongs to a moment of the source's time line.
  private func place(_ timestamp: Int64, _ event: @escaping (StreamTime) -> MediaEvent) {
    if hasHeard, let at = clock.streamTime(ofSource: timestamp) {
      events.append(event(StreamTime(microseconds: at)))
    } else if early.count < 64 {
      early.append((timestamp, event))
    }
  }

  /// Why nothing was heard.
  private var silence: MediaError {
    let address = source.redactedAddress
    if let codec = demuxer.undecodableCodec { return .unsupportedCodec(address: address, codec: codec) }
    return .noAudio(address: address, detail: demuxer.obstacle ?? "it ended without any")
  }
}
