/// What the header of an FLV video tag says about presentation: classic (FLV 10.1, E.4.3, with the unofficial codec 12
/// for HEVC) and enhanced (Enhanced RTMP v2, "Enhanced Video").
struct FLVVideoTag: Equatable {
  /// Milliseconds from decoding to presentation.
  var compositionOffset: Int64 = 0
  /// Whether the tag carries a picture.
  var hasPicture = false

  init?(_ payload: UnsafeRawBufferPointer) {
    var reader = ByteReader(payload)
    guard let first = reader.byte() else { return nil }
    if first & 0x80 != 0 {
      let packetType = first & 0x0F
      guard let codec = reader.fourCC() else { return nil }
      hasPicture = packetType == 1 || packetType == 3
      if packetType == 1, codec == "avc1" || codec == "hvc1" || codec == "vvc1" {
        compositionOffset = Self.signed24(reader.number(bytes: 3))
      }
    } else {
      // The information frame (type 5) is a command, not a picture.
      guard first >> 4 != 5 else { return }
      switch first & 0x0F {
      case 7, 12:
        guard let packetType = reader.byte() else { return nil }
        hasPicture = packetType == 1
        if hasPicture { compositionOffset = Self.signed24(reader.number(bytes: 3)) }
      default: hasPicture = true
      }
    }
  }

  private static func signed24(_ value: Int?) -> Int64 {
    guard let value else { return 0 }
    return Int64(value >= 1 << 23 ? value - (1 << 24) : value)
  }
}
