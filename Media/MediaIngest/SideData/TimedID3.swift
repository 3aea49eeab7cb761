package import LiveshelfCore

/// Reads the text frames of an ID3v2 tag (id3.org, ID3v2.3 and 2.4), as timed metadata in MPEG-TS carries it.
package struct TimedID3 {
  /// The frames' names (for `TXXX` and `PRIV` their description or owner) and texts.
  package private(set) var entries: [(name: String, text: String)] = []

  private static let mostFrames = 64

  package init?(_ bytes: UnsafeRawBufferPointer) {
    var reader = BigEndianReader(bytes)
    guard reader.number(bytes: 3) == 0x494433, let version = reader.byte(), (3...4).contains(version),
      reader.byte() != nil, let flags = reader.byte(), let size = Self.synchsafe(reader.number(bytes: 4))
    else { return nil }
    let end = min(reader.position + size, bytes.count)
    if flags & 0x40 != 0 {
      guard let stated = reader.number(bytes: 4) else { return nil }
      let extended = version == 4 ? (Self.synchsafe(stated) ?? 4) - 4 : stated
      guard reader.skip(extended) != nil else { return nil }
    }
    while reader.position + 10 <= end, entries.count < Self.mostFrames {
      guard let name = reader.fourCC(), name.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x5A }),
        let stated = reader.number(bytes: 4), reader.skip(2) != nil,
        let length = version == 4 ? Self.synchsafe(stated) : stated, let range = reader.skip(length)
      else { break }
      add(name, UnsafeRawBufferPointer(rebasing: bytes[range]))
    }
  }

  /// The first text that is a wall time.
  package var wallTime: WallTime? {
    for entry in entries where entry.text.utf8.count <= 40 {
      if let (time, _) = WallTime.parse(entry.text, assuming: .utc) { return time }
    }
    return nil
  }

  private mutating func add(_ name: String, _ data: UnsafeRawBufferPointer) {
    if name == "PRIV" {
      let owner = data.prefix { $0 != 0 }
      let text = data.dropFirst(owner.count + 1)
      entries.append((String(decoding: owner, as: UTF8.self), Self.text(text.prefix(1024), encoding: 3)))
    } else if name.hasPrefix("T"), let encoding = data.first {
      let text = Self.text(data.dropFirst().prefix(4096), encoding: encoding)
      let parts = text.split(separator: "\0", maxSplits: 1, omittingEmptySubsequences: false)
      if name == "TXXX", parts.count == 2 {
        entries.append((String(parts[0]), parts[1].filter { $0 != "\0" }))
      } else {
        entries.append((name, text.filter { $0 != "\0" }))
      }
    }
  }

  private static func text(_ bytes: some Collection<UInt8>, encoding: UInt8) -> String {
    switch encoding {
    case 1, 2:
      var units: [UInt16] = []
      var isLittle = false
      var iterator = bytes.makeIterator()
      while let first = iterator.next(), let second = iterator.next() {
        let unit = isLittle ? UInt16(second) << 8 | UInt16(first) : UInt16(first) << 8 | UInt16(second)
        if units.isEmpty, unit == 0xFFFE { isLittle = true } else if unit != 0xFEFF { units.append(unit) }
      }
      return String(decoding: units, as: UTF16.self)
    default: return String(decoding: bytes, as: UTF8.self)
    }
  }

  /// A number of four times seven bits.
  private static func synchsafe(_ value: Int?) -> Int? {
    guard let value, value & 0x8080_8080 == 0 else { return nil }
    return value & 0x7F | (value >> 1) & 0x3F80 | (value >> 2) & 0x1F_C000 | (value >> 3) & 0xFE0_0000
  }
}
