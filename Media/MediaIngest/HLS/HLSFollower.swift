import LiveshelfCore

/// Reads the playlists of an HLS stream and hands out its segments in order, waiting for those that are still to come.
final class HLSFollower {
  /// A segment, and what was left out just before it.
  struct Next {
    var segment: HLSPlaylist.Segment
    /// Microseconds of segments that the playlist marks as missing.
    var missing: Int64 = 0
    /// Whether the server has begun a new list since the segment before.
    var isRestart = false
  }

  private let fetcher: HLSFetcher
  private let source: MediaSource
  private let address: String
  private var playlist: HLSPlaylist
  private var loadedAt = MonotonicClock.microseconds
  private var nextNumber: Int64
  private var isRestart = false
  private var failures = 0

  /// Segments from the end at which a live stream is begun (RFC 8216, 6.3.3).
  private static let liveStart = 3
  private static let mostFailures = 8

  /// - Parameters:
  ///   - text: the playlist at `source`, which has been read already, from `address` after redirects.
  ///   - place: where an earlier reader ended.
  init(
    _ source: MediaSource, text: String, address: String, track: Int?, place: HLSTimeline?, fetcher: HLSFetcher
  ) throws(MediaError) {
    self.source = source
    self.fetcher = fetcher
    guard let top = HLSPlaylist.parse(text, base: address) else { throw .notMedia(address: source.redactedAddress) }
    if top.variants.isEmpty, top.renditions.isEmpty {
      (playlist, self.address) = (top, address)
    } else {
      let choice = try Self.choose(top, track: track, source)
      (playlist, self.address) = try fetcher.playlist(choice)
    }
    guard !playlist.segments.isEmpty || !playlist.isComplete else {
      throw .notRecording(
        address: source.redactedAddress, what: "an HLS playlist without segments",
        remedy: "Check that the broadcast has begun, and that this is the address of the stream.")
    }
    let first = playlist.segments.first?.number ?? 0
    let last = playlist.segments.last?.number ?? 0
    if let known = place?.lastNumber, known >= first - 1, known <= last {
      nextNumber = known + 1
    } else {
      nextNumber = playlist.isComplete ? first : max(first, last - Int64(Self.liveStart) + 1)
      isRestart = place?.lastNumber != nil
    }
  }

  var isLive: Bool { !playlist.isComplete }
  /// Seconds that no segment is longer than.
  var targetDuration: Double { playlist.targetDuration }

  /// The variant or rendition to hear: pictures only cost.
  private static func choose(_ top: HLSPlaylist, track: Int?, _ source: MediaSource) throws(MediaError) -> String {
    let audible = top.variants.filter { variant in
      variant.codecs.isEmpty
        || ["mp4a", "ac-3", "ec-3", "opus", "flac", "mp3"].contains { variant.codecs.lowercased().contains($0) }
    }
    let variant = (audible.isEmpty ? top.variants : audible).min { $0.bandwidth < $1.bandwidth }
    let renditions = top.renditions.filter { variant?.audioGroup == nil || $0.group == variant?.audioGroup }
    if let track, !renditions.isEmpty {
      guard renditions.indices.contains(track) else {
        throw .noAudio(
          address: source.redactedAddress,
          detail: "it has no audio track number \(track), and \(renditions.count) in all, counted from 0")
      }
      if let address = renditions[track].address { return address }
    } else if let address = (renditions.first(where: \.isDefault) ?? renditions.first)?.address {
      return address
    }
    guard let variant else { throw .noAudio(address: source.redactedAddress, detail: "the playlist names no variant") }
    return variant.address
  }

  /// The next segment; nil when the stream is over.
  func next() throws(MediaError) -> Next? {
    var missing: Int64 = 0
    while true {
      if let first = playlist.segments.first, let last = playlist.segments.last {
        if nextNumber < first.number || nextNumber > last.number + 1 {
          // The server has gone on without us, or has begun anew.
          isRestart = isRestart || nextNumber > last.number + 1
          nextNumber = isLive && isRestart ? max(first.number, last.number - Int64(Self.liveStart) + 1) : first.number
        }
        let index = Int(nextNumber - first.number)
        if index < playlist.segments.count {
          let segment = playlist.segments[index]
          nextNumber += 1
          if segment.isGap {
            missing += Int64(segment.duration * 1_000_000)
            continue
          }
          defer { isRestart = false }
          return Next(segment: segment, missing: missing, isRestart: isRestart)
        }
      }
      if playlist.isComplete { return nil }
      try reload()
    }
  }

  private func reload() throws(MediaError) {
    let before = playlist.segments.last?.number
    let target = max(playlist.targetDuration, 1)
    // A list without news is asked for again after half the target duration (RFC 8216, 6.3.4).
    try fetcher.wait(until: loadedAt + Int64(target * 500_000), source)
    loadedAt = MonotonicClock.microseconds
    do throws(MediaError) {
      (playlist, _) = try fetcher.playlist(address)
      failures = 0
    } catch {
      failures += 1
      if !error.isRecoverable || failures >= Self.mostFailures { throw error }
      return
    }
    if playlist.segments.last?.number != before { fetcher.restartWait() }
  }
}
