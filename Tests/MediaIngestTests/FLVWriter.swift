/// Makes FLV streams for tests, byte by byte.
struct FLVWriter {
  private(set) var bytes: [UInt8] = [0x46, 0x4C, 0x56, 1, 5, 0, 0, 0, 9, 0, 0, 0, 0]

  /// What stands in the tags' stream field.
  var stream: UInt32 = 0

  mutating func tag(_ kind: UInt8, timestamp: Int64, _ payload: [UInt8]) {
    let time = UInt32(truncatingIfNeeded: timestamp)
    bytes.append(kind)
    append(UInt32(payload.count), 3)
    append(time & 0xFF_FFFF, 3)
    bytes.append(UInt8(time >> 24))
    append(stream, 3)
    bytes += payload
    append(UInt32(payload.count + 11), 4)
  }

  /// G.711 μ-law at 8 kHz, mono.
  mutating func muLaw(timestamp: Int64, _ samples: [UInt8]) {
    tag(8, timestamp: timestamp, [0x82] + samples)
  }

  mutating func script(timestamp: Int64, _ amf: [UInt8]) {
    tag(18, timestamp: timestamp, amf)
  }

  /// Hands out what has been written and forgets it.
  mutating func take() -> [UInt8] {
    defer { bytes.removeAll(keepingCapacity: true) }
    return bytes
  }

  private mutating func append(_ value: UInt32, _ count: Int) {
    for shift in (0..<count).reversed() { bytes.append(UInt8(truncatingIfNeeded: value >> UInt32(8 * shift))) }
  }

  static let silence: UInt8 = 0xFF
  static let click: UInt8 = 0x80
}
