import CLibAV
import Glibc
import LiveshelfCore

/// Opens playlists, segments and keys of an HLS stream. A stream from the network names addresses of the network, only;
/// a playlist on the disk may name files, too.
final class HLSFetcher {
  private let session: HTTPSession?
  private let isLocal: Bool
  let readGuard: ReadGuard
  /// Seconds without news after which the stream is given up.
  var stallTimeout: Double?
  private var keys: [String: [UInt8]] = [:]

  init(_ source: MediaSource, session: HTTPSession?, readGuard: ReadGuard) {
    self.session = session
    isLocal = source.scheme == nil || source.scheme == "file"
    self.readGuard = readGuard
  }

  func open(_ resource: HLSPlaylist.Resource) throws(MediaError) -> any ByteInput {
    let source = MediaSource(resource.address)
    if source.scheme?.hasPrefix("http") ?? false {
      guard let session else { throw .invalidRequest("\(source.redactedAddress) cannot be fetched") }
      let range = resource.range.map { HTTPRange(start: $0.lowerBound, last: $0.upperBound - 1) }
      return try HTTPInput(resource.address, session: session, readGuard: readGuard, range: range)
    }
    guard isLocal, source.scheme == nil || source.scheme == "file" else {
      throw .addressRefused(
        address: source.redactedAddress, reason: "a playlist from the network may name http and https addresses only")
    }
    let input = try LibavInput(source, policy: nil, readGuard: readGuard)
    guard let range = resource.range else { return input }
    try input.seek(to: range.lowerBound)
    return LimitedInput(input, count: Int(clamping: range.upperBound - range.lowerBound))
  }

  /// Reads a playlist; also tells its address after redirects.
  func playlist(_ address: String) throws(MediaError) -> (HLSPlaylist, String) {
    let input = try open(HLSPlaylist.Resource(address: address))
    let source = MediaSource(address)
    guard let bytes = try input.readAll(limit: HLSPlaylist.longest) else {
      throw .limitExceeded(
        address: source.redactedAddress, detail: "a playlist of more than \(HLSPlaylist.longest) bytes")
    }
    let final = (input as? HTTPInput)?.address ?? address
    guard let playlist = HLSPlaylist.parse(String(decoding: bytes, as: UTF8.self), base: final) else {
      throw .unreachable(address: source.redactedAddress, detail: "what is there is no playlist")
    }
    return (playlist, final)
  }

  /// A segment, decrypted when need be.
  func open(_ segment: HLSPlaylist.Segment) throws(MediaError) -> any ByteInput {
    let input = try open(segment.resource)
    guard let key = segment.key else { return input }
    return try decrypting(input, by: key, segment)
  }

  /// What has to be read before a segment; nil: nothing. A key that stands before it encrypts it, too (RFC 8216, 4.3.2.4), which some
  /// packagers do not know.
  func openInitialization(of segment: HLSPlaylist.Segment) throws(MediaError) -> (any ByteInput)? {
    guard let resource = segment.initialization else { return nil }
    let input = PeekingInput(try open(resource))
    guard let key = segment.initializationKey else { return input }
    let box = try input.peek(8).suffix(4)
    if ["ftyp", "styp", "moov", "free", "skip", "sidx"].contains(where: { box.elementsEqual($0.utf8) }) {
      return input
    }
    return try decrypting(input, by: key, segment)
  }

  private func decrypting(
    _ input: any ByteInput, by key: HLSPlaylist.Key, _ segment: HLSPlaylist.Segment
  ) throws(MediaError) -> any ByteInput {
    guard key.method == "AES-128" else {
      throw .notRecording(
        address: MediaSource(segment.address).redactedAddress, what: "encrypted by \(key.method)",
        remedy: "Ask for a stream without copy protection.")
    }
    return try DecryptingInput(input, key: try bytes(of: key), vector: key.vector ?? Self.vector(segment.number))
  }

  private func bytes(of key: HLSPlaylist.Key) throws(MediaError) -> [UInt8] {
    if let known = keys[key.address] { return known }
    let bytes = try open(HLSPlaylist.Resource(address: key.address)).readAll(limit: 1024) ?? []
    guard bytes.count == 16 else {
      throw .accessDenied(address: MediaSource(key.address).redactedAddress, detail: "what is there is no key")
    }
    if keys.count < 64 { keys[key.address] = bytes }
    return bytes
  }

  private static func vector(_ number: Int64) -> [UInt8] {
    [UInt8](repeating: 0, count: 8) + (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * Int64($0))) }
  }

  /// Waits until a moment of the monotonic clock.
  func wait(until moment: Int64, _ source: MediaSource) throws(MediaError) {
    while MonotonicClock.microseconds < moment {
      if readGuard.poll() { throw .givenUp(source, guard: readGuard, whileConnecting: false) }
      usleep(20_000)
    }
  }

  /// Something has come: the wait for more begins.
  func restartWait() { readGuard.begin(timeout: stallTimeout) }
}

/// The first bytes of a stream, and no more.
final class LimitedInput: ByteInput {
  private let base: any ByteInput
  private var left: Int

  init(_ base: any ByteInput, count: Int) {
    self.base = base
    left = count
  }

  var readGuard: ReadGuard { base.readGuard }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(MediaError) -> Int {
    guard left > 0 else { return 0 }
    let count = try base.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(left)))
    left -= count
    return count
  }
}

/// A stream that was encrypted whole by AES-128 in CBC mode (RFC 8216, 4.3.2.4).
final class DecryptingInput: ByteInput {
  private let base: any ByteInput
  private var cipher: OpaquePointer?
  private var vector: [UInt8]
  private var encrypted: [UInt8] = []
  private var plain: [UInt8] = []
  private var position = 0
  private var isOver = false

  init(_ base: any ByteInput, key: [UInt8], vector: [UInt8]) throws(MediaError) {
    self.base = base
    self.vector = vector
    cipher = av_aes_alloc()
    guard key.count == 16, vector.count == 16, let cipher, av_aes_init(cipher, key, 128, 1) >= 0 else {
      throw .limitExceeded(address: "the stream", detail: "a key or vector of another size than 16 bytes")
    }
  }

  deinit { av_free(UnsafeMutableRawPointer(cipher)) }

  var readGuard: ReadGuard { base.readGuard }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(MediaError) -> Int {
    while position == plain.count {
      if isOver { return 0 }
      try decrypt()
    }
    let count = min(buffer.count, plain.count - position)
    buffer.copyBytes(from: plain[position..<position + count])
    position += count
    return count
  }

  private func decrypt() throws(MediaError) {
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 65_536, alignment: 1)
    defer { chunk.deallocate() }
    let count = try base.read(into: chunk)
    encrypted += chunk[..<count]
    isOver = count == 0
    // The last block carries the padding, and is known as the last one at the end.
    let blocks = isOver ? encrypted.count / 16 : max(encrypted.count / 16 - 1, 0)
    plain = [UInt8](repeating: 0, count: blocks * 16)
    position = 0
    guard blocks > 0 else { return }
    av_aes_crypt(cipher, &plain, encrypted, Int32(clamping: blocks), &vector, 1)
    encrypted.removeFirst(blocks * 16)
    if isOver, let padding = plain.last, (1...16).contains(padding) { plain.removeLast(Int(padding)) }
  }
}
