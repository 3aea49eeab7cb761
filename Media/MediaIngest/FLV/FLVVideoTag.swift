/// What the header of an FLV video tag says about presentation: classic (FLV 10.1, E.4.3, with the unofficial codec 12
/// for HEVC) and enhanced (Enhanced RTMP v2, "Enhanced Video").
package struct FLVVideoTag: Equatable {
  /// Milliseconds from decoding to presentation.
  package private(set) var compositionOffset: Int64 = 0
  /// Whether the tag carries a picture.
  package private(set) var hasPicture = false
  /// The name of the codec.
  package private(set) var codec = "unknown"
  var isH264 = false
  /// Bytes before the codec's own data.
  private(set) var headerSize = 0

  package init?(_ payload: UnsafeRawBufferPointer) {
    var reader = BigEndianReader(payload)
    guard let first = reader.byte() else { return nil }
    if first & 0x80 != 0 {
      let packetType = first & 0x0F
      guard let codec = reader.fourCC() else { return nil }
      hasPicture = packetType == 1 || packetType == 3
      self.codec = Self.names[codec] ?? codec
      isH264 = codec == "avc1"
      if packetType == 1, codec == "avc1" || codec == "hvc1" || codec == "vvc1" {
        compositionOffset = Self.signed24(reader.number(bytes: 3))
      }
    } else {
      // The information frame (type 5) is a command, not a picture.
      guard first >> 4 != 5 else { return }
      isH264 = first & 0x0F == 7
      codec = Self.classicNames[first & 0x0F] ?? "FLV video codec \(first & 0x0F)"
      switch first & 0x0F {
      case 7, 12:
        guard let packetType = reader.byte() else { return nil }
        hasPicture = packetType == 1
        let offset = Self.signed24(reader.number(bytes: 3))
        if hasPicture { compositionOffset = offset }
      default: hasPicture = true
      }
    }
    headerSize = reader.position
  }

  private static let names = [
    "avc1": "h264", "hvc1": "hevc", "vvc1": "vvc", "av01": "av1", "vp09": "vp9", "vp08": "vp8",
  ]
  private static let classicNames: [UInt8: String] = [
    2: "flv1", 3: "flashsv", 4: "vp6f", 5: "vp6a", 6: "flashsv2", 7: "h264", 12: "hevc",
  ]

  private static func signed24(_ value: Int?) -> Int64 {
    guard let value else { return 0 }
    return Int64(value >= 1 << 23 ? value - (1 << 24) : value)
  }
}
