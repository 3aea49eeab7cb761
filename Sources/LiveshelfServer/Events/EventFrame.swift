internal import NIOCore
internal import RoomAPI

/// One Server-Sent Event, encoded once and shared by all clients (WHATWG HTML §9.2).
struct EventFrame: Sendable {
  /// The room's sequence number after it; nil: it changes nothing (a comment).
  let sequence: Int64?
  let buffer: ByteBuffer

  /// - Parameter data: JSON on one line.
  init(event: String, sequence: Int64, data: some Collection<UInt8>) {
    self.sequence = sequence
    var buffer = ByteBuffer()
    buffer.reserveCapacity(data.count + 64)
    buffer.writeString("id: \(sequence)\nevent: \(event)\ndata: ")
    buffer.writeBytes(data)
    buffer.writeString("\n\n")
    self.buffer = buffer
  }

  private init(text: String) {
    sequence = nil
    buffer = ByteBuffer(string: text)
  }

  /// Several frames that are sent at once.
  init(joining frames: [EventFrame]) {
    sequence = frames.last { $0.sequence != nil }?.sequence
    var buffer = ByteBuffer()
    for frame in frames { buffer.writeImmutableBuffer(frame.buffer) }
    self.buffer = buffer
  }

  /// What a stream begins with: browsers try again after two seconds.
  static let opening = EventFrame(text: "retry: 2000\n\n")
  static let keepAlive = EventFrame(text: ": keep-alive\n\n")
}
