import LiveshelfCore

/// Passes on one audio track of a container: the one asked for, or the one in which somebody speaks.
///
/// With one track it passes everything on as it comes. With several and no wish, all are decoded, and the choice follows
/// the speech: in a recording it looks ahead, live it follows within seconds. When a track ends and another one begins
/// in its place, as when an encoder numbers its streams anew, the new one is heard.
final class TrackChooser: Demuxer {
  private struct Track {
    var parameters: CodecParameters
    var scout: TrackScout?
    var first: Int64?
    var last: Int64?
  }

  private struct Waiting {
    var item: DemuxedItem
    /// The newest audio time stamp when it came.
    var time: Int64
  }

  private let base: any Demuxer
  private let wanted: Int?
  private var tracks: [Int: Track] = [:]
  private var active: Int?
  private var queue: [Waiting] = []
  private var head = 0
  private var newest = Int64.min / 2
  private var lastNewTrack = Int64.min / 2
  private var lastChoice = Int64.min / 2
  private var output: [DemuxedItem] = []
  private var isOver = false
  private var told: Int?

  private static let mostTracks = 8
  private static let lookahead: Int64 = 12_000_000
  /// For how long after a new track has come it may turn out to replace another one, and what is held back meanwhile.
  private static let takeoverSpan: Int64 = 2_000_000
  private static let takeoverHold: Int64 = 600_000
  private static let enoughSpeech = 0.12

  /// - Parameter wanted: the number of the track, from 0; nil: the one that speaks.
  init(_ base: any Demuxer, wanted: Int?) {
    self.base = base
    self.wanted = wanted
  }

  var isLive: Bool { base.isLive }
  var description: ContainerDescription { base.description }
  var audioTracks: [Int] { base.audioTracks }
  var statesGaps: Bool { base.statesGaps }
  var usualPause: Double { base.usualPause }
  var readShare: Double? { base.readShare }
  var place: HLSTimeline? { base.place }

  var undecodableCodec: String? { base.undecodableCodec }

  var obstacle: String? {
    if let wanted, !tracks.isEmpty, active == nil {
      return "it has no audio track number \(wanted), and \(audioTracks.count) in all, counted from 0"
    }
    return base.obstacle
  }

  func next() throws(MediaError) -> DemuxedItem {
    while true {
      if !output.isEmpty { return output.removeFirst() }
      if let waiting = takeDue() {
        release(waiting)
        continue
      }
      if isOver { return .end }
      take(try base.next())
    }
  }

  // MARK: - In

  private func take(_ item: DemuxedItem) {
    switch item {
    case .end: isOver = true
    case .configuration(let parameters, let id):
      guard tracks.count < Self.mostTracks || tracks[id] != nil else { return }
      if tracks[id] == nil, !tracks.isEmpty { lastNewTrack = newest }
      if let known = tracks[id], known.parameters.isSame(as: parameters), id == active { return }
      tracks[id, default: Track(parameters: parameters)].parameters = parameters
      tracks[id]?.scout = nil
      if wanted == nil, tracks.count > 1 {
        for (id, track) in tracks where track.scout == nil { tracks[id]?.scout = TrackScout(track.parameters) }
      }
      enqueue(item)
    case .audio(let packet, let id):
      guard tracks[id] != nil else { return }
      if let time = packet.timestamp {
        if tracks[id]?.first == nil { tracks[id]?.first = time }
        tracks[id]?.last = time
        // A clock that was set back begins a time of its own.
        newest = newest - time > 30_000_000 ? time : max(newest, time)
      }
      tracks[id]?.scout?.hear(packet)
      enqueue(item)
    default: enqueue(item)
    }
  }

  private func enqueue(_ item: DemuxedItem) {
    queue.append(Waiting(item: item, time: newest))
  }

  private var hold: Int64 {
    guard tracks.count > 1 || audioTracks.count > 1 else { return 0 }
    if wanted == nil, !isLive { return Self.lookahead }
    return newest - lastNewTrack < Self.takeoverSpan ? Self.takeoverHold : 0
  }

  private func takeDue() -> Waiting? {
    guard head < queue.count, isOver || newest - queue[head].time >= hold else { return nil }
    defer {
      head += 1
      if head > 1024 {
        queue.removeFirst(head)
        head = 0
      }
    }
    return queue[head]
  }

  // MARK: - Out

  private func release(_ waiting: Waiting) {
    switch waiting.item {
    case .configuration(let parameters, let id):
      if id == active { output.append(.configuration(parameters, track: id)) }
    case .audio(let packet, let id):
      choose(for: id, at: packet.timestamp ?? waiting.time)
      if id == active { output.append(waiting.item) }
    default: output.append(waiting.item)
    }
  }

  /// Decides which track is heard from a packet of `candidate` on.
  private func choose(for candidate: Int, at time: Int64) {
    guard let active else {
      if let wanted {
        let ids = audioTracks
        if ids.indices.contains(wanted), ids[wanted] == candidate { hear(candidate) }
      } else {
        // What is told is the choice, not where it began.
        hear(candidate, isTold: false)
        followSpeech(at: time)
        if isChoice { tell() }
      }
      return
    }
    if candidate != active, isReplacement(candidate, of: active) { return hear(candidate) }
    if wanted == nil, tracks.count > 1, abs(time - lastChoice) >= 500_000 { followSpeech(at: time) }
  }

  /// Whether a track began where the one that is heard ended.
  private func isReplacement(_ candidate: Int, of active: Int) -> Bool {
    guard let began = tracks[candidate]?.first, let ended = tracks[active]?.last, let last = tracks[candidate]?.last
    else { return false }
    return began > ended - 100_000 && last > ended + 300_000
  }

  private func followSpeech(at time: Int64) {
    lastChoice = time
    guard let active, tracks.count > 1 else { return }
    let (before, after) = isLive ? (8, 1) : (4, 12)
    let shares = tracks.compactMapValues { $0.scout?.share(around: time, before: before, after: after) }
    let own = shares[active] ?? 0
    if let best = shares.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }), best.key != active,
      best.value > Self.enoughSpeech, best.value > 3 * own
    {
      hear(best.key)
    } else if own > Self.enoughSpeech {
      tell()
    }
  }

  private func hear(_ id: Int, isTold: Bool = true) {
    guard id != active, let track = tracks[id] else { return }
    active = id
    output.append(.configuration(track.parameters, track: id))
    if isTold, isChoice { tell() }
  }

  /// Whether several tracks go on beside each other, and none was asked for.
  private var isChoice: Bool {
    wanted == nil && tracks.values.count { ($0.last ?? .min) > newest - 1_000_000 } > 1
  }

  private func tell() {
    guard let active, told != active, let number = audioTracks.firstIndex(of: active) else { return }
    told = active
    output.append(.notice(.trackChosen(heard: number, of: audioTracks.count)))
  }
}
