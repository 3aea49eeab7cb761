import LiveshelfCore

/// The bytes of segments that can be read one after the other as one stream. It ends before a segment that needs a demuxer
/// of its own.
final class HLSRun: ByteInput {
  /// A segment in the stream.
  struct Piece {
    var next: HLSFollower.Next
    /// Where it begins in the stream.
    var start: Int64
    /// Segments just before it that could not be fetched.
    var lost = 0
    /// What it says of its time when it is nothing but audio frames.
    var packed: PackedAudio?
  }

  private let follower: HLSFollower
  private let fetcher: HLSFetcher
  private let source: MediaSource
  private var current: (any ByteInput)?
  private var initialization: (any ByteInput)?
  private var position: Int64 = 0
  /// Bytes of the present segment so far, when it is an MPEG-TS; nil: it is none.
  private var transportBytes: Int64?
  private(set) var pieces: [Piece] = []
  /// The segment that the next run begins with; nil when the stream is over.
  private(set) var following: HLSFollower.Next?
  private var failures = 0
  private var lost = 0

  private static let mostFailures = 10
  private static let attempts = 3
  private static let transportPacket: Int64 = 188

  init(
    _ first: HLSFollower.Next, follower: HLSFollower, fetcher: HLSFetcher, source: MediaSource
  ) throws(MediaError) {
    self.follower = follower
    self.fetcher = fetcher
    self.source = source
    initialization = try fetcher.openInitialization(of: first.segment)
    try begin(first)
  }

  var readGuard: ReadGuard { fetcher.readGuard }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(MediaError) -> Int {
    if let head = initialization {
      let count = try head.read(into: buffer)
      position += Int64(count)
      if count > 0 { return count }
      initialization = nil
    }
    while let input = current {
      let count = try readPiece(input, buffer)
      if count > 0 {
        position += Int64(count)
        transportBytes = transportBytes.map { $0 + Int64(count) }
        return count
      }
      let padding = pad(buffer)
      if padding > 0 {
        position += Int64(padding)
        return padding
      }
      current = nil
      if let next = try follower.next() { try begin(next) }
    }
    return 0
  }

  /// Fills the last packet of a segment that was cut: without its rhythm the segments after it would not be found.
  private func pad(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
    let over = (transportBytes ?? 0) % Self.transportPacket
    guard over > 0 else { return 0 }
    let count = min(buffer.count, Int(Self.transportPacket - over))
    for place in 0..<count { buffer[place] = 0xFF }
    transportBytes = transportBytes.map { $0 + Int64(count) }
    return count
  }

  /// What cannot be read of a segment is missing; the next one may be there.
  private func readPiece(_ input: any ByteInput, _ buffer: UnsafeMutableRawBufferPointer) throws(MediaError) -> Int {
    do throws(MediaError) {
      return try input.read(into: buffer)
    } catch {
      guard case .connectionLost = error else { throw error }
      return 0
    }
  }

  /// Opens a segment, or the first one after it that is there; keeps one that needs a new demuxer for the next run.
  private func begin(_ first: HLSFollower.Next) throws(MediaError) {
    var next = first
    while true {
      if let last = pieces.last {
        let isNew = next.segment.isDiscontinuous || next.isRestart
        if isNew || next.segment.initialization != last.next.segment.initialization {
          following = next
          return
        }
      }
      if let input = try open(next.segment) {
        current = input
        failures = 0
        let packed = try packed(input)
        transportBytes = packed == nil && input.start.first == 0x47 ? 0 : nil
        pieces.append(
          Piece(next: next, start: pieces.isEmpty ? 0 : position, lost: lost, packed: packed))
        lost = 0
        return
      }
      failures += 1
      lost += 1
      guard var after = try follower.next() else { return }
      after.missing += next.missing + Int64(next.segment.duration * 1_000_000)
      after.segment.isDiscontinuous = after.segment.isDiscontinuous || next.segment.isDiscontinuous
      after.isRestart = after.isRestart || next.isRestart
      next = after
    }
  }

  private func packed(_ input: PeekingInput) throws(MediaError) -> PackedAudio? {
    do throws(MediaError) {
      return try PackedAudio(input)
    } catch {
      guard case .connectionLost = error else { throw error }
      return nil
    }
  }

  /// Nil: the segment is not there.
  private func open(_ segment: HLSPlaylist.Segment) throws(MediaError) -> PeekingInput? {
    for attempt in 1...Self.attempts {
      do throws(MediaError) {
        return PeekingInput(try fetcher.open(segment))
      } catch {
        if case .notFound = error {
          guard failures < Self.mostFailures else { throw error }
          return nil
        }
        guard error.isRecoverable, !readGuard.poll() else { throw error }
        if attempt == Self.attempts {
          guard failures < Self.mostFailures else { throw error }
          return nil
        }
        try fetcher.wait(until: MonotonicClock.microseconds + 300_000, source)
      }
    }
    return nil
  }

  /// The number of the piece that a byte belongs to.
  func piece(at position: Int64) -> Int {
    pieces.lastIndex { $0.start <= position } ?? 0
  }
}
