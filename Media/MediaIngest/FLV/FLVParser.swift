/// Cuts a byte stream into FLV tags, and finds its way again after damage.
///
/// It does no input of its own: append bytes, then take elements until there are none. A tag is believed when its
/// trailer repeats its length, or when another header follows; otherwise the parser searches for the next place where
/// header and trailer agree. A wrong length never makes it wait long: as soon as whole tags show up inside what the
/// length claims, those win.
package struct FLVParser {
  package enum Element: Equatable {
    case tag(FLVTag)
    /// Bytes that belonged to no tag.
    case skipped(Int)
  }

  package private(set) var buffer: [UInt8] = []
  private var head = 0
  private var largest = TagSizes()
  /// How far a search for tags inside an incomplete tag has come, so that it is not repeated from the start.
  private var searchedTo = 0
  /// What stands in the tags' stream field: zero as it should be, or what the writer puts there instead.
  private var streams: Set<Int> = [0]
  private var hasBegun = false

  package init() {}

  private static let headerSize = 11
  private static let trailerSize = 4
  private static let mostStreams = 16

  /// Adds bytes; the ranges of earlier tags become invalid.
  package mutating func append(_ bytes: UnsafeRawBufferPointer) {
    if head > 65_536 || head == buffer.count {
      buffer.removeFirst(head)
      searchedTo = max(0, searchedTo - head)
      head = 0
    }
    buffer.append(contentsOf: bytes)
  }

  /// The next element; nil when more bytes are needed.
  /// - Parameter atEnd: whether no more bytes will come.
  package mutating func next(atEnd: Bool) -> Element? {
    skipFileHeader()
    let available = buffer.count - head
    guard available >= Self.headerSize else {
      return atEnd && available > 0 ? skip(to: buffer.count) : nil
    }
    if header(at: head) == nil {
      guard let foreign = header(at: head, ofAnyStream: true) else { return resynchronise(atEnd: atEnd) }
      if isWhole(foreign, at: head) {
        learnStream(at: head)
      } else if hasBegun || atEnd || foreign.size > largest.usual(foreign.kind) {
        return resynchronise(atEnd: atEnd)
      } else {
        return nil
      }
    }
    guard let header = header(at: head) else { return resynchronise(atEnd: atEnd) }
    let end = head + Self.headerSize + header.size
    guard buffer.count >= end + Self.trailerSize else {
      if atEnd { return buffer.count >= end ? accept(header, end: end) : resynchronise(atEnd: true) }
      return searchInside(header)
    }
    if number(at: end, bytes: 4) == Self.headerSize + header.size { return accept(header, end: end) }
    // A wrong trailer: some writers put zero there, so what follows decides.
    if let inner = firstWholeTag(from: head + 1, to: end) { return skip(to: inner) }
    let following = end + Self.trailerSize
    if buffer.count >= following + Self.headerSize {
      return self.header(at: following) != nil ? accept(header, end: end) : resynchronise(atEnd: atEnd)
    }
    return atEnd ? accept(header, end: end) : nil
  }

  /// How long the tags of each kind have been.
  private struct TagSizes {
    private var audio = 0
    private var video = 0
    private var script = 0

    mutating func note(_ size: Int, of kind: FLVTag.Kind) {
      switch kind {
      case .audio: audio = max(audio, size)
      case .video: video = max(video, size)
      case .script: script = max(script, size)
      }
    }

    /// A longer tag of the kind is looked at with suspicion.
    func usual(_ kind: FLVTag.Kind) -> Int {
      switch kind {
      case .audio: max(2 * audio, 1024)
      case .video: max(2 * video, 32 * 1024)
      case .script: max(2 * script, 16 * 1024)
      }
    }

    /// A tag that has begun in the last so many bytes may still be incomplete.
    var widest: Int { 2 * max(audio, video, script) + 64 }
  }

  // MARK: - Headers

  private struct Header {
    var kind: FLVTag.Kind
    var size: Int
    var timestamp: UInt32
  }

  /// The header at an offset, when it can be one: a known kind, a known stream, a size that such a tag may have.
  private func header(at offset: Int, ofAnyStream: Bool = false) -> Header? {
    guard offset + Self.headerSize <= buffer.count, let kind = FLVTag.Kind(rawValue: buffer[offset]),
      ofAnyStream || streams.contains(number(at: offset + 8, bytes: 3))
    else { return nil }
    let size = number(at: offset + 1, bytes: 3)
    let limit =
      switch kind {
      case .audio: 1 << 18
      case .video: 1 << 23
      case .script: 1 << 20
      }
    guard size <= limit else { return nil }
    let low = UInt32(number(at: offset + 4, bytes: 3))
    return Header(kind: kind, size: size, timestamp: low | UInt32(buffer[offset + 7]) << 24)
  }

  /// Whether a tag lies in the buffer with the trailer that goes with its header.
  private func isWhole(_ header: Header, at offset: Int) -> Bool {
    let trailer = offset + Self.headerSize + header.size
    return trailer + Self.trailerSize <= buffer.count
      && number(at: trailer, bytes: 4) == Self.headerSize + header.size
  }

  private mutating func learnStream(at offset: Int) {
    if streams.count < Self.mostStreams { streams.insert(number(at: offset + 8, bytes: 3)) }
  }

  private func number(at offset: Int, bytes: Int) -> Int {
    buffer[offset..<offset + bytes].reduce(0) { $0 << 8 | Int($1) }
  }

  /// Steps over `FLV`, version, flags and the first trailer, at the start and where files have been joined.
  private mutating func skipFileHeader() {
    guard buffer.count - head >= 13, buffer[head] == 0x46, buffer[head + 1] == 0x4C, buffer[head + 2] == 0x56 else {
      return
    }
    let length = number(at: head + 5, bytes: 4)
    head += (9...64).contains(length) && head + length + 4 <= buffer.count ? length + 4 : 13
  }

  // MARK: - Steps

  private mutating func accept(_ header: Header, end: Int) -> Element {
    let payload = head + Self.headerSize..<end
    largest.note(header.size, of: header.kind)
    hasBegun = true
    head = min(end + Self.trailerSize, buffer.count)
    searchedTo = head
    return .tag(FLVTag(kind: header.kind, timestamp: header.timestamp, payload: payload))
  }

  private mutating func skip(to offset: Int) -> Element {
    let count = offset - head
    head = offset
    searchedTo = offset
    return .skipped(count)
  }

  /// Looks for whole tags in what a tag of unlikely length claims for itself.
  private mutating func searchInside(_ header: Header) -> Element? {
    guard header.size > largest.usual(header.kind) else { return nil }
    let start = max(searchedTo, head + 1)
    if let inner = firstWholeTag(from: start, to: buffer.count) { return skip(to: inner) }
    // A tag that is still incomplete may begin in the last stretch.
    searchedTo = max(start, buffer.count - largest.widest)
    return nil
  }

  private mutating func resynchronise(atEnd: Bool) -> Element? {
    if let found = firstWholeTag(from: head + 1, to: buffer.count) { return skip(to: found) }
    if atEnd { return skip(to: buffer.count) }
    // What may be the start of a tag that is not yet complete has to stay.
    var candidate = head + 1
    while candidate + Self.headerSize <= buffer.count, header(at: candidate) == nil { candidate += 1 }
    return skip(to: candidate)
  }

  /// The first offset at which a header, and the trailer that goes with it, lie within the bounds.
  private func firstWholeTag(from start: Int, to end: Int) -> Int? {
    var offset = start
    while offset + Self.headerSize + Self.trailerSize <= end {
      if let header = header(at: offset) {
        let trailer = offset + Self.headerSize + header.size
        if trailer + Self.trailerSize <= end, number(at: trailer, bytes: 4) == Self.headerSize + header.size {
          return offset
        }
      }
      offset += 1
    }
    return nil
  }
}
