/// How deep JSON is nested: decoders take time that grows faster than the text's length.
enum JSONDepth {
  /// Deeper than any request of the API.
  static let limit = 32

  static func isWithinLimit(_ bytes: some Sequence<UInt8>) -> Bool {
    var (depth, inString, isEscaped) = (0, false, false)
    for byte in bytes {
      if inString {
        if isEscaped {
          isEscaped = false
        } else if byte == UInt8(ascii: "\\") {
          isEscaped = true
        } else if byte == UInt8(ascii: "\"") {
          inString = false
        }
        continue
      }
      switch byte {
      case UInt8(ascii: "\""): inString = true
      case UInt8(ascii: "["), UInt8(ascii: "{"):
        depth += 1
        if depth > limit { return false }
      case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
      default: break
      }
    }
    return true
  }
}
