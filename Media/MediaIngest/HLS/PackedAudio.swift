/// The beginning of an HLS segment that is nothing but audio frames (RFC 8216, 3.4): an ID3 tag says when it is, for the frames
/// have no time stamps.
struct PackedAudio {
  /// The time stamp of the first sample, in ticks of 90 kHz; nil: the segment does not tell.
  private(set) var clock: Int64?

  /// Longer tags hold pictures, which no segment needs.
  private static let longestTag = 1 << 20
  private static let mostTags = 4
  private static let owner = Array("com.apple.streaming.transportStreamTimestamp".utf8) + [0]

  /// Reads the tags at the beginning and leaves them out; nil: the segment is of another kind.
  init?(_ input: PeekingInput) throws(MediaError) {
    var (start, isPacked) = (0, false)
    for _ in 0..<Self.mostTags {
      let head = Array(try input.peek(start + 10).dropFirst(start))
      guard head.count == 10, head.starts(with: Array("ID3".utf8)), head[6...9].allSatisfy({ $0 < 0x80 }) else {
        // Frames of AAC, MP3 and AC-3 begin so.
        isPacked = isPacked || Self.isFrame(head)
        break
      }
      let length = head[6...9].reduce(0) { $0 << 7 | Int($1) } + (head[5] & 0x10 != 0 ? 10 : 0)
      guard length <= Self.longestTag else { return nil }
      isPacked = true
      let tag = try input.peek(start + 10 + length).dropFirst(start + 10)
      clock = clock ?? Self.clock(in: tag)
      start += 10 + length
    }
    guard isPacked else { return nil }
    input.drop(start)
  }

  private static func isFrame(_ head: [UInt8]) -> Bool {
    guard head.count >= 2 else { return false }
    return head[0] == 0xFF && head[1] & 0xE0 == 0xE0 || head[0] == 0x0B && head[1] == 0x77
  }

  /// The eight bytes after the name of the frame's owner.
  private static func clock(in tag: ArraySlice<UInt8>) -> Int64? {
    var place = tag.startIndex
    while place + owner.count + 8 <= tag.endIndex {
      if tag[place] == owner[0], tag[place..<place + owner.count].elementsEqual(owner) {
        let value = tag[place + owner.count..<place + owner.count + 8].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
        return Int64(value & (1 << 33 - 1))
      }
      place += 1
    }
    return nil
  }
}
