import Foundation

/// The encodings of Chinese shops' exports. In each of them the bytes of `,` `"` tab and line ends never occur inside
/// another character, so rows and fields are cut before they are decoded.
enum TextEncoding: Hashable, Sendable {
  case utf8
  /// The national standard; GBK and GB 2312 are subsets of it.
  case gb18030
  /// Taiwan's, as Windows writes it (code page 950).
  case big5

  /// 54936 in Windows' numbering, `kCFStringEncodingGB_18030_2000` (0x0632) in Foundation's.
  private static let foundationGB18030 = String.Encoding(rawValue: 0x8000_0632)
  /// `kCFStringEncodingDOSChineseTrad` (0x0423).
  private static let foundationBig5 = String.Encoding(rawValue: 0x8000_0423)

  /// The text of a field or line; nil when the bytes are none in this encoding.
  func decode(_ bytes: ArraySlice<UInt8>) -> String? {
    switch self {
    case .utf8: String(validating: bytes, as: UTF8.self)
    case .gb18030, .big5:
      bytes.allSatisfy { $0 < 0x80 }
        ? String(decoding: bytes, as: UTF8.self)
        : String(bytes: bytes, encoding: self == .big5 ? Self.foundationBig5 : Self.foundationGB18030)
    }
  }
}

/// Finds the encoding of a file row by row: a row of GB18030 or Big5 is hardly ever valid UTF-8, and one broken row of a UTF-8
/// file should not turn the others into nonsense, so the rows vote.
struct EncodingVote: Sendable {
  /// What rows are that are no UTF-8.
  var national = TextEncoding.gb18030
  private var forUTF8 = 0
  private var forNational = 0

  /// A byte order mark settles it.
  mutating func settleUTF8() {
    forUTF8 = .max / 2
  }

  /// The encoding in which to read a row, given those before it.
  mutating func encoding(of row: ArraySlice<UInt8>) -> TextEncoding {
    guard row.contains(where: { $0 >= 0x80 }) else { return .utf8 }
    let isValid = String(validating: row, as: UTF8.self) != nil
    if isValid { forUTF8 += 1 } else { forNational += 1 }
    if forUTF8 == forNational { return isValid ? .utf8 : national }
    return forUTF8 > forNational ? .utf8 : national
  }
}

/// Byte order marks at the beginning of a file.
enum ByteOrderMark {
  static let utf8: [UInt8] = [0xEF, 0xBB, 0xBF]
  static let utf16: [[UInt8]] = [[0xFF, 0xFE], [0xFE, 0xFF]]
}
