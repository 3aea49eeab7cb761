/// The payload of an FLV audio tag, in the classic form (FLV 10.1, E.4.2) and the enhanced one (Enhanced RTMP v2,
/// "Enhanced Audio": FourCC codecs, multitrack, ModEx).
package struct FLVAudioTag: Equatable {
  package enum Codec: Equatable {
    /// A classic sound format, 0…15.
    case classic(UInt8)
    /// An enhanced codec, such as `Opus`.
    case fourCC(String)
  }

  package enum Content: Equatable {
    /// The codec's set-up bytes.
    case setup
    case frames
    /// The end of a sequence, a channel map, or nothing that can be heard.
    case other
  }

  /// One track's share of the tag.
  package struct Part: Equatable {
    package var track: UInt8
    package var codec: Codec
    package var content: Content
    /// Where the data lie in the payload.
    package var data: Range<Int>

    package init(track: UInt8, codec: Codec, content: Content, data: Range<Int>) {
      self.track = track
      self.codec = codec
      self.content = content
      self.data = data
    }
  }

  /// Nanoseconds to add to the tag's time stamp.
  package private(set) var timestampOffset: Int64 = 0
  package private(set) var parts: [Part] = []
  /// Samples a second and channels as the classic header states them.
  var classicRate = 44_100
  var classicChannels = 1
  var classicBits = 16

  private static let mostTracks = 64

  /// Nil when the payload breaks off or contradicts itself.
  package init?(_ payload: UnsafeRawBufferPointer) {
    var reader = BigEndianReader(payload)
    guard let first = reader.byte() else { return nil }
    if first >> 4 == 9 {
      guard readEnhanced(&reader, packetType: first & 0x0F) else { return nil }
    } else {
      guard readClassic(&reader, header: first) else { return nil }
    }
  }

  private mutating func readClassic(_ reader: inout BigEndianReader, header: UInt8) -> Bool {
    let format = header >> 4
    classicRate =
      switch format {
      case 4, 11: 16_000
      case 5, 7, 8: 8_000
      case 14: 8_000
      default: [5_512, 11_025, 22_050, 44_100][Int(header >> 2 & 3)]
      }
    classicBits = header >> 1 & 1 == 1 ? 16 : 8
    classicChannels = header & 1 == 1 && ![4, 5, 6, 11].contains(format) ? 2 : 1
    var content = Content.frames
    if format == 10 {
      guard let packetType = reader.byte() else { return false }
      content = packetType == 0 ? .setup : packetType == 1 ? .frames : .other
    }
    parts = [Part(track: 0, codec: .classic(format), content: content, data: reader.rest)]
    return true
  }

  private mutating func readEnhanced(_ reader: inout BigEndianReader, packetType first: UInt8) -> Bool {
    var packetType = first
    var extensions = 0
    while packetType == 7 {
      extensions += 1
      guard extensions <= 16, let next = readExtension(&reader) else { return false }
      packetType = next
    }
    guard packetType == 5 else {
      guard let codec = reader.fourCC() else { return false }
      parts = [Part(track: 0, codec: .fourCC(codec), content: Self.content(packetType), data: reader.rest)]
      return true
    }
    guard let kinds = reader.byte() else { return false }
    let (arrangement, innerType) = (kinds >> 4, kinds & 0x0F)
    var shared = ""
    if arrangement != 2 {
      guard let codec = reader.fourCC() else { return false }
      shared = codec
    }
    while reader.remaining > 0, parts.count < Self.mostTracks {
      var codec = shared
      if arrangement == 2 {
        guard let own = reader.fourCC() else { return false }
        codec = own
      }
      guard let track = reader.byte() else { return false }
      var data = reader.rest
      if arrangement != 0 {
        guard let size = reader.number(bytes: 3), let range = reader.skip(size) else { return false }
        data = range
      } else {
        _ = reader.skip(reader.remaining)
      }
      parts.append(Part(track: track, codec: .fourCC(codec), content: Self.content(innerType), data: data))
    }
    return true
  }

  /// Reads a ModEx block: its size, its data, its kind; gives the packet type that follows.
  private mutating func readExtension(_ reader: inout BigEndianReader) -> UInt8? {
    guard var size = reader.number(bytes: 1).map({ $0 + 1 }) else { return nil }
    if size == 256 {
      guard let long = reader.number(bytes: 2) else { return nil }
      size = long + 1
    }
    let start = reader
    guard reader.skip(size) != nil, let kinds = reader.byte() else { return nil }
    var data = start
    if kinds >> 4 == 0, size >= 3, let offset = data.number(bytes: 3) { timestampOffset = Int64(offset) }
    return kinds & 0x0F
  }

  private static func content(_ packetType: UInt8) -> Content {
    switch packetType {
    case 0: .setup
    case 1: .frames
    default: .other
    }
  }
}

/// Reads big-endian numbers from the front of bytes, and never beyond their end.
struct BigEndianReader {
  private let bytes: UnsafeRawBufferPointer
  private(set) var position = 0

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  var remaining: Int { bytes.count - position }
  /// What has not been read.
  var rest: Range<Int> { position..<bytes.count }

  mutating func byte() -> UInt8? {
    guard remaining > 0 else { return nil }
    defer { position += 1 }
    return bytes[position]
  }

  /// An unsigned number of 1…7 bytes.
  mutating func number(bytes count: Int) -> Int? {
    guard remaining >= count else { return nil }
    var value = 0
    for _ in 0..<count {
      value = value << 8 | Int(bytes[position])
      position += 1
    }
    return value
  }

  /// The range passed over; nil when there are fewer bytes.
  mutating func skip(_ count: Int) -> Range<Int>? {
    guard count >= 0, remaining >= count else { return nil }
    defer { position += count }
    return position..<position + count
  }

  mutating func fourCC() -> String? {
    guard let range = skip(4) else { return nil }
    return String(decoding: bytes[range], as: UTF8.self)
  }
}
