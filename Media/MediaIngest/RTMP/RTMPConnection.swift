import Glibc

/// A socket that publishers connect to. Closed when it goes.
struct ListeningSocket: ~Copyable {
  private let descriptor: Int32
  private let source: MediaSource

  init(_ source: MediaSource) throws(MediaError) {
    self.source = source
    descriptor = try Self.open(source)
  }

  deinit { close(descriptor) }

  /// Waits for somebody to connect.
  ///
  /// - Returns: the connection's descriptor, and the IP address at its other end; empty: it is unknown.
  func accept(_ readGuard: ReadGuard) throws(MediaError) -> (descriptor: Int32, peer: String) {
    while true {
      var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      if poll(&entry, 1, 20) > 0 {
        var address = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let connection = withUnsafeMutableBytes(of: &address) { raw in
          Glibc.accept(descriptor, raw.baseAddress?.assumingMemoryBound(to: sockaddr.self), &length)
        }
        if connection >= 0 {
          _ = fcntl(connection, F_SETFD, FD_CLOEXEC)
          return (connection, Self.text(of: &address, length))
        }
      }
      if readGuard.poll() { throw .givenUp(source, guard: readGuard, whileConnecting: true) }
    }
  }
}

extension ListeningSocket {
  private static func text(of address: inout sockaddr_storage, _ length: socklen_t) -> String {
    var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
    let code = withUnsafeBytes(of: &address) { raw in
      getnameinfo(
        raw.baseAddress?.assumingMemoryBound(to: sockaddr.self), length, &text, socklen_t(text.count), nil, 0,
        NI_NUMERICHOST)
    }
    return code == 0 ? String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self) : ""
  }

  private static func open(_ source: MediaSource) throws(MediaError) -> Int32 {
    guard let parts = URLParts(source.address), parts.scheme == "rtmp" else {
      throw .invalidRequest("\(source.redactedAddress) is no address that can be listened at")
    }
    var hints = addrinfo()
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    hints.ai_flags = AI_PASSIVE
    var list: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(parts.host.isEmpty ? nil : parts.host, "\(parts.port ?? parts.usualPort)", &hints, &list)
    guard code == 0, let info = list?.pointee else {
      throw .unreachable(address: source.redactedAddress, detail: String(cString: gai_strerror(code)))
    }
    defer { freeaddrinfo(list) }
    let descriptor = socket(info.ai_family, info.ai_socktype | Int32(SOCK_CLOEXEC.rawValue), info.ai_protocol)
    var one: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<Int32>.size))
    guard descriptor >= 0, bind(descriptor, info.ai_addr, info.ai_addrlen) == 0, listen(descriptor, 8) == 0 else {
      let detail = String(cString: strerror(errno))
      if descriptor >= 0 { close(descriptor) }
      throw .unreachable(address: source.redactedAddress, detail: detail)
    }
    return descriptor
  }
}

/// The connection of a publisher. Owned by one thread.
final class RTMPConnection {
  private let descriptor: Int32
  private let readGuard: ReadGuard
  private let source: MediaSource
  private var chunks = RTMPChunkReader()
  /// What the publisher has been told; nil until it was accepted.
  var session: RTMPSession?
  private var received = 0
  private var acknowledged = 0

  private static let handshakeSize = 1536
  private static let chunkSize = 4096
  /// Seconds for greeting and naming the stream: who takes longer keeps others from it.
  private static let negotiationTime = 5.0
  private static let longestMessage = 1 << 23
  private static let window = 1_250_000

  init(_ descriptor: Int32, readGuard: ReadGuard, source: MediaSource) {
    self.descriptor = descriptor
    self.readGuard = readGuard
    self.source = source
    var one: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
    var patience = timeval(tv_sec: 5, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
  }

  deinit { close(descriptor) }

  /// Greets the publisher and hears what it wants to publish. Nil: it was not this room's, or no publisher at all.
  func negotiate(_ start: RTMPSession) throws(MediaError) -> RTMPSession? {
    var session = start
    let deadline = MonotonicClock.microseconds + Int64(Self.negotiationTime * 1_000_000)
    guard try shakeHands(deadline) else { return nil }
    while let message = try nextMessage(deadline) {
      guard message.kind == RTMPMessage.Kind.command || message.kind == RTMPMessage.Kind.commandAMF3 else { continue }
      switch session.handle(message) {
      case .reply(let replies): send(replies)
      case .accepted(let replies):
        send(replies)
        chunks.longestMessage = Self.longestMessage
        return session
      case .refused(let replies):
        send(replies)
        readGuard.onNotice?(.publisherRefused)
        return nil
      case .ended: return nil
      }
    }
    return nil
  }

  /// The simple handshake (Adobe RTMP 1.0, 5.2).
  private func shakeHands(_ deadline: Int64) throws(MediaError) -> Bool {
    guard let hello = try readExactly(1 + Self.handshakeSize, deadline), hello[0] == 3 else { return false }
    var answer: [UInt8] = [3] + [UInt8](repeating: 0, count: 8)
    answer += (8..<Self.handshakeSize).map { _ in UInt8.random(in: 0...255) }
    guard write(answer + hello[1...]) else { return false }
    return try readExactly(Self.handshakeSize, deadline) != nil
  }

  /// The next message; nil when the connection is over, or of no use any more.
  ///
  /// - Parameter deadline: when to give up, on the monotonic clock; nil: when the guard says so.
  func nextMessage(_ deadline: Int64? = nil) throws(MediaError) -> RTMPMessage? {
    while true {
      do throws(RTMPChunkReader.Malformed) {
        if let message = try chunks.next() { return message }
      } catch { return nil }
      guard let bytes = try receive(65_536, deadline) else { return nil }
      chunks.append(bytes)
      if received - acknowledged >= Self.window {
        acknowledged = received
        let count = UInt32(truncatingIfNeeded: received)
        let payload = [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) }
        send([RTMPMessage(kind: RTMPMessage.Kind.acknowledgement, payload: payload)])
      }
    }
  }

  private var hasAnnouncedChunkSize = false

  private func send(_ messages: [RTMPMessage]) {
    guard !messages.isEmpty else { return }
    var bytes: [UInt8] = []
    if !hasAnnouncedChunkSize {
      hasAnnouncedChunkSize = true
      bytes += RTMPMessage(kind: RTMPMessage.Kind.setChunkSize, payload: [0, 0, 0x10, 0]).chunks(of: 128)
    }
    // Who does not hear it shows by the next read.
    _ = write(bytes + messages.flatMap { $0.chunks(of: Self.chunkSize) })
  }

  private func readExactly(_ count: Int, _ deadline: Int64) throws(MediaError) -> [UInt8]? {
    var bytes: [UInt8] = []
    while bytes.count < count {
      guard let more = try receive(count - bytes.count, deadline) else { return nil }
      bytes += more
    }
    return bytes
  }

  private func receive(_ count: Int, _ deadline: Int64?) throws(MediaError) -> [UInt8]? {
    while true {
      var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      if poll(&entry, 1, 20) > 0 {
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
          filled = max(recv(descriptor, buffer.baseAddress, count, 0), 0)
        }
        received += bytes.count
        // A publisher that hangs up may show as a broken connection: the stream that it pushed is over.
        return bytes.isEmpty ? nil : bytes
      }
      if let deadline, MonotonicClock.microseconds > deadline { return nil }
      if readGuard.poll() { throw .givenUp(source, guard: readGuard, whileConnecting: deadline != nil) }
    }
  }

  private func write(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        Glibc.send(
          descriptor, UnsafeRawBufferPointer(rebasing: buffer[sent...]).baseAddress, bytes.count - sent,
          Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      sent += count
    }
    return true
  }
}
