import LiveshelfCore

/// Reads HLS: follows the playlist, fetches its segments, and puts their time stamps on one line.
///
/// libav's own demuxer passes over discontinuities and program date times, and opens whatever a playlist names; hence this
/// one. It leaves the segments' containers to libav.
final class HLSDemuxer: Demuxer {
  private let source: MediaSource
  private let settings: MediaSettings
  private let follower: HLSFollower
  private let fetcher: HLSFetcher
  private var run: HLSRun?
  private var inner: LibavDemuxer?
  private var timeline: HLSTimeline
  /// The piece of the run whose packets come.
  private var piece = -1
  private var opening: Opening?
  private var ready: [DemuxedItem] = []
  private var lastAudio: (track: Int, timestamp: Int64)?
  /// The time stamps of packed audio minus the count of its frames.
  private var packedShift: Int64 = 0
  private var packedEnd: Int64 = 0
  private var packedClock = TimestampUnwrapper(bits: 33)

  /// A segment of which not enough has come to place it.
  private struct Opening {
    var next: HLSFollower.Next
    var lost = 0
    var items: [DemuxedItem] = []
    var audio: Int64?
    var picture: Int64?

    /// Frames that nobody dates are counted on whatever is missing between them.
    var countsOnly = false

    var isNew: Bool { next.segment.isDiscontinuous || next.isRestart || countsOnly }
  }

  private static let mostHeld = 256
  private static let dateUncertainty = 0.1

  /// - Parameters:
  ///   - text: the playlist at `source`, which has been read already, from `address` after redirects.
  ///   - place: where an earlier demuxer of the source ended.
  init(
    _ source: MediaSource, text: String, address: String, settings: MediaSettings, session: HTTPSession?,
    readGuard: ReadGuard, place: HLSTimeline?
  ) throws(MediaError) {
    self.source = source
    fetcher = HLSFetcher(source, session: session, readGuard: readGuard)
    follower = try HLSFollower(
      source, text: text, address: address, track: settings.audioTrack, place: place, fetcher: fetcher)
    var settings = settings
    // A stream is not gone before some segments could have come.
    settings.stallTimeout = settings.stallTimeout.map { [follower] in max($0, 3 * follower.targetDuration) }
    fetcher.stallTimeout = settings.stallTimeout
    self.settings = settings
    timeline = place ?? HLSTimeline()
    if let first = try follower.next() { try begin(first) }
  }

  var isLive: Bool { follower.isLive }
  var statesGaps: Bool { true }
  var usualPause: Double { 2 * follower.targetDuration }
  var place: HLSTimeline? { timeline }
  var audioTracks: [Int] { inner?.audioTracks ?? [] }

  var description: ContainerDescription {
    ContainerDescription(format: "hls", tracks: inner?.description.tracks ?? [])
  }

  private func begin(_ first: HLSFollower.Next) throws(MediaError) {
    let run = try HLSRun(first, follower: follower, fetcher: fetcher, source: source)
    self.run = run
    piece = -1
    if run.pieces.isEmpty {
      inner = nil
    } else {
      inner = try LibavDemuxer(
        source, input: run, readGuard: fetcher.readGuard, settings: settings, isLive: follower.isLive)
    }
  }

  func next() throws(MediaError) -> DemuxedItem {
    while true {
      if !ready.isEmpty { return ready.removeFirst() }
      guard let inner else {
        guard let following = run?.following else { return .end }
        try begin(following)
        continue
      }
      let item = try inner.next()
      switch item {
      case .end:
        settle()
        self.inner = nil
      case .audio, .video, .wallClock: take(item, of: inner)
      default: ready.append(item)
      }
    }
  }

  private func take(_ item: DemuxedItem, of inner: LibavDemuxer) {
    guard let run else { return }
    let current = max(run.piece(at: inner.position), piece)
    if current != piece {
      settle()
      open(run.pieces[max(piece + 1, 0)...current])
      piece = current
    }
    if case .audio(let packet, _) = item { stamp(packet, in: run.pieces[current]) }
    guard var opening else { return emit(item) }
    // Given back at the end: two owners would copy what is held.
    self.opening = nil
    opening.items.append(item)
    switch item {
    case .audio(let packet, _): opening.audio = opening.audio ?? packet.timestamp
    case .video(let timestamp): opening.picture = min(opening.picture ?? timestamp, timestamp)
    default: break
    }
    self.opening = opening
    guard opening.audio != nil else {
      if opening.items.count > 4 * Self.mostHeld { settle() }
      return
    }
    let needsPicture = opening.isNew || timeline.end == nil
    let hasPictures = needsPicture && inner.description.tracks.contains { $0.kind == .video }
    if !hasPictures || opening.picture != nil || opening.items.count > Self.mostHeld { settle() }
  }

  /// Gives frames without time stamps those that their segment tells.
  private func stamp(_ packet: AudioPacket, in piece: HLSRun.Piece) {
    guard let packed = piece.packed else { return }
    let counted = packet.timestamp ?? packedEnd
    packedEnd = counted &+ packet.duration
    if opening?.audio == nil, opening != nil, let clock = packed.clock {
      packedShift = packedClock.unwrap(clock) &* 100 / 9 &- counted
    }
    packet.timestamp = counted &+ packedShift
  }

  private func open(_ pieces: ArraySlice<HLSRun.Piece>) {
    guard let last = pieces.last else { return }
    var next = last.next
    // Segments without any packet of theirs count as what lies before.
    for skipped in pieces.dropLast() {
      next.segment.isDiscontinuous = next.segment.isDiscontinuous || skipped.next.segment.isDiscontinuous
      next.isRestart = next.isRestart || skipped.next.isRestart
      next.missing += skipped.next.missing
    }
    let isUndated = last.packed.map { $0.clock == nil } ?? false
    opening = Opening(next: next, lost: pieces.reduce(0) { $0 + $1.lost }, countsOnly: isUndated)
  }

  /// Places the segment that is being opened, and passes on what came of it.
  private func settle() {
    guard let opening else { return }
    self.opening = nil
    let segment = opening.next.segment
    if opening.lost > 0 {
      ready.append(
        .notice(.segmentsMissing(count: opening.lost, seconds: Double(opening.next.missing) / 1_000_000)))
    }
    if let audio = opening.audio {
      let start = min(opening.picture ?? audio, audio)
      let step = timeline.place(
        start: start, audio: audio, date: segment.programDateTime, isNew: opening.isNew,
        missing: opening.next.missing)
      if let step { ready.append(.clockStep(step)) }
      if let date = segment.programDateTime {
        ready.append(
          .wallClock(
            date, timestamp: start &+ timeline.offset, origin: .programDateTime,
            uncertaintySeconds: Self.dateUncertainty))
      }
    }
    timeline.lastNumber = segment.number
    for item in opening.items { emit(item) }
  }

  private func emit(_ item: DemuxedItem) {
    let offset = timeline.offset
    switch item {
    case .audio(let packet, let track):
      if let timestamp = packet.timestamp {
        noteEnd(timestamp, packet.duration, track)
        packet.timestamp = timestamp &+ offset
      }
      ready.append(item)
    case .video(let timestamp): ready.append(.video(timestamp: timestamp &+ offset))
    case .wallClock(let time, let timestamp, let origin, let uncertainty):
      ready.append(
        .wallClock(time, timestamp: timestamp &+ offset, origin: origin, uncertaintySeconds: uncertainty))
    default: ready.append(item)
    }
  }

  /// Notes where the sound of the first track ends.
  private func noteEnd(_ timestamp: Int64, _ duration: Int64, _ track: Int) {
    if let lastAudio, lastAudio.track < track { return }
    let usual = lastAudio.map { timestamp &- $0.timestamp } ?? 0
    let length = duration > 0 ? duration : (1...200_000).contains(usual) ? usual : 0
    timeline.hear(upTo: timestamp &+ length)
    lastAudio = (track, timestamp)
  }
}
