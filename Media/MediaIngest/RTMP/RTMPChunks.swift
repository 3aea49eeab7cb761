/// A message of the Real-Time Messaging Protocol (Adobe RTMP 1.0, 2012, 6).
package struct RTMPMessage: Equatable {
  package enum Kind {
    static let setChunkSize: UInt8 = 1
    static let abort: UInt8 = 2
    static let acknowledgement: UInt8 = 3
    static let userControl: UInt8 = 4
    static let windowSize: UInt8 = 5
    static let peerBandwidth: UInt8 = 6
    static let audio: UInt8 = 8
    static let video: UInt8 = 9
    static let dataAMF3: UInt8 = 15
    static let commandAMF3: UInt8 = 17
    static let data: UInt8 = 18
    static let command: UInt8 = 20
    static let aggregate: UInt8 = 22
  }

  package var kind: UInt8
  /// Milliseconds, modulo 2³².
  package var timestamp: UInt32 = 0
  package var stream: UInt32 = 0
  package var payload: [UInt8]

  package init(kind: UInt8, timestamp: UInt32 = 0, stream: UInt32 = 0, payload: [UInt8]) {
    self.kind = kind
    self.timestamp = timestamp
    self.stream = stream
    self.payload = payload
  }
}

/// Puts messages together from chunks (Adobe RTMP 1.0, 5.3). It does no input of its own.
package struct RTMPChunkReader {
  /// Chunks that break the protocol or a limit; the connection is of no use any more.
  package struct Malformed: Error, Equatable {}

  private struct Stream {
    var timestamp: UInt32 = 0
    var delta: UInt32 = 0
    var length = 0
    var kind: UInt8 = 0
    var stream: UInt32 = 0
    var isExtended = false
    var payload: [UInt8] = []
  }

  private var buffer: [UInt8] = []
  private var head = 0
  private var streams: [Int: Stream] = [:]
  private var chunkSize = 128
  /// The longest message that is taken, in bytes.
  package var longestMessage = 64 * 1024
  private static let mostStreams = 16

  package init() {}

  package mutating func append(_ bytes: some Sequence<UInt8>) {
    if head > 65_536 || head == buffer.count {
      buffer.removeFirst(head)
      head = 0
    }
    buffer += bytes
  }

  /// The next whole message; nil when more bytes are needed.
  package mutating func next() throws(Malformed) -> RTMPMessage? {
    while true {
      guard let message = try readChunk() else { return nil }
      switch message.kind {
      case nil: continue
      case RTMPMessage.Kind.setChunkSize:
        guard let size = message.number, size > 0 else { throw Malformed() }
        chunkSize = Int(min(size, 0xFF_FFFF))
      case RTMPMessage.Kind.abort:
        if let id = message.number { streams[Int(id)]?.payload = [] }
      case let kind?:
        return RTMPMessage(
          kind: kind, timestamp: message.timestamp, stream: message.stream, payload: message.payload)
      }
    }
  }

  private struct Piece {
    /// Nil: the message is not complete.
    var kind: UInt8?
    var timestamp: UInt32 = 0
    var stream: UInt32 = 0
    var payload: [UInt8] = []

    var number: UInt32? {
      payload.count == 4 ? payload.reduce(0) { $0 << 8 | UInt32($1) } : nil
    }
  }

  /// Reads one chunk; nil when it is not whole.
  private mutating func readChunk() throws(Malformed) -> Piece? {
    var at = head
    func number(_ count: Int) -> UInt32? {
      guard at + count <= buffer.count else { return nil }
      defer { at += count }
      return buffer[at..<at + count].reduce(0) { $0 << 8 | UInt32($1) }
    }
    guard let first = number(1) else { return nil }
    var id = Int(first & 0x3F)
    if id == 0 {
      guard let low = number(1) else { return nil }
      id = Int(low) + 64
    } else if id == 1 {
      guard let low = number(1), let high = number(1) else { return nil }
      id = Int(high) * 256 + Int(low) + 64
    }
    let format = first >> 6
    guard var stream = streams[id] ?? (format == 3 || streams.count >= Self.mostStreams ? nil : Stream()) else {
      throw Malformed()
    }
    if format < 3 {
      guard let time = number(3) else { return nil }
      var stated = time
      if format < 2 {
        guard let length = number(3), let kind = number(1) else { return nil }
        (stream.length, stream.kind) = (Int(length), UInt8(kind))
      }
      if format == 0 {
        guard at + 4 <= buffer.count else { return nil }
        // The only number in little-endian order.
        stream.stream = buffer[at..<at + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
        at += 4
      }
      stream.isExtended = time == 0xFF_FFFF
      if stream.isExtended {
        guard let extended = number(4) else { return nil }
        stated = extended
      }
      stream.timestamp = format == 0 ? stated : stream.timestamp &+ stated
      stream.delta = format == 0 ? 0 : stated
      stream.payload = []
    } else {
      if stream.isExtended, number(4) == nil { return nil }
      if stream.payload.isEmpty { stream.timestamp = stream.timestamp &+ stream.delta }
    }
    guard stream.length <= longestMessage else { throw Malformed() }
    let count = min(chunkSize, stream.length - stream.payload.count)
    guard count >= 0, at + count <= buffer.count else { return nil }
    stream.payload += buffer[at..<at + count]
    head = at + count
    defer { streams[id] = stream }
    guard stream.payload.count == stream.length else { return Piece() }
    defer { stream.payload = [] }
    return Piece(
      kind: stream.kind, timestamp: stream.timestamp, stream: stream.stream, payload: stream.payload)
  }
}

extension RTMPMessage {
  /// The message in chunks of at most `chunkSize` bytes, on chunk stream 3.
  package func chunks(of chunkSize: Int) -> [UInt8] {
    let time = min(timestamp, 0xFF_FFFE)
    var bytes: [UInt8] = [3]
    bytes += [16, 8, 0].map { UInt8(truncatingIfNeeded: time >> $0) }
    bytes += [16, 8, 0].map { UInt8(truncatingIfNeeded: payload.count >> $0) }
    bytes.append(kind)
    bytes += [0, 8, 16, 24].map { UInt8(truncatingIfNeeded: stream >> $0) }
    for start in stride(from: 0, to: payload.count, by: chunkSize) {
      if start > 0 { bytes.append(0xC3) }
      bytes += payload[start..<min(start + chunkSize, payload.count)]
    }
    return bytes
  }
}
