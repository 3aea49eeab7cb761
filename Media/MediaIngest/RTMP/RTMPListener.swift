/// Waits for this room's publisher, and hands out what it sends as FLV.
///
/// libav's own listener takes whoever comes first, whatever stream he names; hence this one. Who names another
/// application or key is refused, and the wait goes on.
final class RTMPListener: ByteInput {
  let readGuard: ReadGuard
  private let source: MediaSource
  private let publisher: RTMPConnection
  /// FLV that has not been read.
  private var output: [UInt8] = [0x46, 0x4C, 0x56, 1, 5, 0, 0, 0, 9, 0, 0, 0, 0]
  private var position = 0
  private var isOver = false

  /// Waits until the right publisher publishes.
  init(_ source: MediaSource, policy: AddressPolicy?, readGuard: ReadGuard) throws(MediaError) {
    self.source = source
    self.readGuard = readGuard
    let socket = try ListeningSocket(source)
    while true {
      let accepted = try socket.accept(readGuard)
      let connection = RTMPConnection(accepted.descriptor, readGuard: readGuard, source: source)
      if let policy, !policy.admits(accepted.peer) {
        readGuard.onNotice?(.publisherRefused)
        continue
      }
      if let session = try connection.negotiate(RTMPSession(address: source.address)) {
        connection.session = session
        publisher = connection
        return
      }
    }
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(MediaError) -> Int {
    while position == output.count {
      if isOver { return 0 }
      output.removeAll(keepingCapacity: true)
      position = 0
      guard let message = try publisher.nextMessage() else {
        isOver = true
        return 0
      }
      switch message.kind {
      case RTMPMessage.Kind.audio, RTMPMessage.Kind.video, RTMPMessage.Kind.data:
        append(message.kind, message.timestamp, message.payload[...])
      case RTMPMessage.Kind.dataAMF3: append(RTMPMessage.Kind.data, message.timestamp, message.payload.dropFirst())
      case RTMPMessage.Kind.aggregate: append(aggregate: message)
      case RTMPMessage.Kind.command, RTMPMessage.Kind.commandAMF3:
        if publisher.session?.handle(message) == .ended { isOver = true }
      default: continue
      }
    }
    let count = min(buffer.count, output.count - position)
    buffer.copyBytes(from: output[position..<position + count])
    position += count
    return count
  }

  private func append(_ kind: UInt8, _ timestamp: UInt32, _ payload: ArraySlice<UInt8>) {
    output.append(kind)
    append(UInt32(clamping: payload.count), bytes: 3)
    append(timestamp & 0xFF_FFFF, bytes: 3)
    output.append(UInt8(timestamp >> 24))
    append(0, bytes: 3)
    output += payload
    append(UInt32(clamping: payload.count + 11), bytes: 4)
  }

  private func append(_ value: UInt32, bytes: Int) {
    for shift in (0..<bytes).reversed() { output.append(UInt8(truncatingIfNeeded: value >> UInt32(8 * shift))) }
  }

  /// Several tags in one message; their times count from that of the first (Adobe RTMP 1.0, 7.1.6).
  private func append(aggregate message: RTMPMessage) {
    message.payload.withUnsafeBytes { bytes in
      var reader = BigEndianReader(bytes)
      var first: UInt32?
      while let kind = reader.byte(), let size = reader.number(bytes: 3), let low = reader.number(bytes: 3),
        let high = reader.byte(), reader.skip(3) != nil, let range = reader.skip(size), reader.skip(4) != nil
      {
        let time = UInt32(low) | UInt32(high) << 24
        first = first ?? time
        append(kind, message.timestamp &+ time &- (first ?? time), message.payload[range])
      }
    }
  }
}
