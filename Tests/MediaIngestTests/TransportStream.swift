/// What a test needs to know of a short MPEG-TS, and the same stream under another clock.
struct TransportStream {
  private(set) var bytes: [UInt8]
  /// Time stamps of the first sound and of the first picture, in ticks of 90 kHz; nil: there is none.
  private(set) var firstSound: Int64?
  private(set) var firstPicture: Int64?

  private static let packet = 188
  private static let clockMask: Int64 = (1 << 33) - 1

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var (sound, picture): (Int64?, Int64?)
    let reader = self
    var visitor = self
    visitor.visit { stamp, place in
      guard case .presentation(let stream) = stamp else { return 0 }
      let time = reader.time(at: place)
      if (0xC0...0xDF).contains(stream) {
        sound = min(sound ?? time, time)
      } else {
        picture = min(picture ?? time, time)
      }
      return 0
    }
    (firstSound, firstPicture) = (sound, picture)
  }

  /// The stream with all its clocks moved by ticks of 90 kHz.
  func shifted(by ticks: Int64) -> [UInt8] {
    var copy = self
    copy.visit { _, _ in ticks }
    return copy.bytes
  }

  private enum Stamp {
    case presentation(stream: UInt8)
    case decoding, programClock
  }

  /// Shows each time stamp with its place; what comes back is added to it.
  private mutating func visit(_ look: (Stamp, Int) -> Int64) {
    for start in stride(from: 0, to: bytes.count - Self.packet + 1, by: Self.packet) {
      let control = bytes[start + 3] >> 4 & 3
      var payload = start + 4
      if control & 2 != 0 {
        let length = Int(bytes[start + 4])
        if length > 6, bytes[start + 5] & 0x10 != 0 { addProgramClock(look(.programClock, start + 6), at: start + 6) }
        payload += 1 + length
      }
      guard control & 1 != 0, bytes[start + 1] & 0x40 != 0, payload + 19 <= start + Self.packet,
        bytes[payload] == 0, bytes[payload + 1] == 0, bytes[payload + 2] == 1
      else { continue }
      let (stream, flags) = (bytes[payload + 3], bytes[payload + 7])
      if flags & 0x80 != 0 { add(look(.presentation(stream: stream), payload + 9), at: payload + 9) }
      if flags & 0x40 != 0 { add(look(.decoding, payload + 14), at: payload + 14) }
    }
  }

  private func time(at place: Int) -> Int64 {
    let (b0, b1, b2) = (Int64(bytes[place]), Int64(bytes[place + 1]), Int64(bytes[place + 2]))
    let (b3, b4) = (Int64(bytes[place + 3]), Int64(bytes[place + 4]))
    return (b0 >> 1 & 7) << 30 | b1 << 22 | (b2 >> 1) << 15 | b3 << 7 | b4 >> 1
  }

  private mutating func add(_ ticks: Int64, at place: Int) {
    let value = (time(at: place) &+ ticks) & Self.clockMask
    bytes[place] = bytes[place] & 0xF1 | UInt8((value >> 30) << 1)
    bytes[place + 1] = UInt8(value >> 22 & 0xFF)
    bytes[place + 2] = UInt8(value >> 15 & 0x7F) << 1 | 1
    bytes[place + 3] = UInt8(value >> 7 & 0xFF)
    bytes[place + 4] = UInt8(value & 0x7F) << 1 | 1
  }

  private mutating func addProgramClock(_ ticks: Int64, at place: Int) {
    var value: Int64 = 0
    for index in 0..<4 { value = value << 8 | Int64(bytes[place + index]) }
    value = ((value << 1 | Int64(bytes[place + 4] >> 7)) &+ ticks) & Self.clockMask
    for index in 0..<4 { bytes[place + index] = UInt8(value >> (25 - 8 * Int64(index)) & 0xFF) }
    bytes[place + 4] = bytes[place + 4] & 0x7F | UInt8(value & 1) << 7
  }
}
