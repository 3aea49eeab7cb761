package import LiveshelfCore

/// Finds wall times in the supplemental enhancement information of H.264 (ITU-T H.264, annex D), without decoding:
/// the precision time stamp of MISB ST 0604 in unregistered user data.
package struct SupplementalTime {
  package enum Framing {
    /// Start codes, as in MPEG-TS.
    case annexB
    /// Lengths of four bytes, as in FLV and MP4.
    case lengthPrefixed
  }

  /// A picture's information stands before its slices; this much is looked at.
  private static let searched = 4096
  private static let microsecondIdentifier = Array("MISPmicrosectime".utf8)

  /// The time stated in an access unit; nil when there is none.
  package static func find(in accessUnit: UnsafeRawBufferPointer, framing: Framing) -> WallTime? {
    let bytes = UnsafeRawBufferPointer(rebasing: accessUnit.prefix(searched))
    for range in units(bytes, framing) {
      guard let header = bytes[range].first, header & 0x1F == 6 else { continue }
      let payload = withoutEmulationPrevention(bytes[range].dropFirst())
      if let time = time(inMessages: payload) { return time }
    }
    return nil
  }

  private static func units(_ bytes: UnsafeRawBufferPointer, _ framing: Framing) -> [Range<Int>] {
    var found: [Range<Int>] = []
    switch framing {
    case .lengthPrefixed:
      var reader = BigEndianReader(bytes)
      while found.count < 16, let length = reader.number(bytes: 4), length > 0 {
        let start = reader.position
        found.append(start..<min(start + length, bytes.count))
        if reader.skip(length) == nil { break }
      }
    case .annexB:
      var start: Int?
      var index = 0
      while index + 3 <= bytes.count, found.count < 16 {
        if bytes[index] == 0, bytes[index + 1] == 0, bytes[index + 2] == 1 {
          if let start { found.append(start..<index) }
          start = index + 3
          index += 3
        } else {
          index += 1
        }
      }
      if let start, start < bytes.count { found.append(start..<bytes.count) }
    }
    return found
  }

  private static func withoutEmulationPrevention(_ bytes: some Collection<UInt8>) -> [UInt8] {
    var plain: [UInt8] = []
    var zeros = 0
    for byte in bytes {
      if zeros >= 2, byte == 3 {
        zeros = 0
        continue
      }
      zeros = byte == 0 ? zeros + 1 : 0
      plain.append(byte)
    }
    return plain
  }

  private static func time(inMessages bytes: [UInt8]) -> WallTime? {
    bytes.withUnsafeBytes { buffer in
      var reader = BigEndianReader(buffer)
      while reader.remaining > 2 {
        guard let type = sum(&reader), let size = sum(&reader), let range = reader.skip(size) else { return nil }
        guard type == 5, size >= 28, buffer[range].starts(with: microsecondIdentifier) else { continue }
        // Status, then eight bytes of microseconds with a filler after each pair.
        var value: UInt64 = 0
        for (index, byte) in buffer[range].dropFirst(17).prefix(11).enumerated() where index % 3 != 2 {
          value = value << 8 | UInt64(byte)
        }
        if let time = Int64(exactly: value), (1_400_000_000_000_000...4_100_000_000_000_000).contains(time) {
          return WallTime(microseconds: time)
        }
      }
      return nil
    }
  }

  /// A number written as bytes of 255 and a last one.
  private static func sum(_ reader: inout BigEndianReader) -> Int? {
    var total = 0
    while let byte = reader.byte() {
      total += Int(byte)
      if byte != 255 { return total }
    }
    return nil
  }
}
