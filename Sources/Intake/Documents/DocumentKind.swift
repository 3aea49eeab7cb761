/// What a file is, by its first bytes: tables come in more than delimited text.
enum DocumentKind: Hashable, Sendable {
  /// Delimited text, or JSON Lines.
  case text
  case utf16(isBigEndian: Bool)
  /// `[{…}, …]`
  case jsonArray
  /// .xlsx
  case workbook
  /// A web page or an XML table, which shops like to call .xls.
  case markup
  /// Nothing that is read: what it is.
  case other(String)

  /// A mark must show itself within so many bytes.
  static let markLength = 512

  /// More bytes than these are no export of a shop.
  static let maximumLength = 1 << 28

  /// Nil: more bytes are needed.
  init?(_ bytes: [UInt8], atEnd: Bool) {
    guard bytes.count >= 8 || atEnd else { return nil }
    if bytes.starts(with: [0x50, 0x4B, 0x03, 0x04]) {
      self = .workbook
    } else if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
      self = .other(
        "it is an Excel workbook of the old kind (.xls), or has a password; save it as .xlsx or as CSV in UTF-8")
    } else if bytes.starts(with: Array("%PDF".utf8)) {
      self = .other("it is a PDF; export a table (CSV or .xlsx)")
    } else if bytes.starts(with: [0x1F, 0x8B]) {
      self = .other("it is compressed (gzip); unpack it first")
    } else if bytes.starts(with: [0xFF, 0xFE]) || Self.looksWide(bytes, zerosAt: 1) {
      self = .utf16(isBigEndian: false)
    } else if bytes.starts(with: [0xFE, 0xFF]) || Self.looksWide(bytes, zerosAt: 0) {
      self = .utf16(isBigEndian: true)
    } else {
      let body = bytes.starts(with: ByteOrderMark.utf8) ? bytes.dropFirst(3) : bytes[...]
      let text = body.drop { $0 <= 0x20 }
      guard let first = text.first else {
        guard atEnd || bytes.count > Self.markLength else { return nil }
        self = .text
        return
      }
      switch first {
      case UInt8(ascii: "<"): self = .markup
      case UInt8(ascii: "["): self = .jsonArray
      default: self = .text
      }
    }
  }

  /// ASCII as UTF-16 without a byte order mark: each second byte is zero.
  private static func looksWide(_ bytes: [UInt8], zerosAt place: Int) -> Bool {
    let head = bytes.prefix(8)
    guard head.count == 8 else { return false }
    return head.enumerated().allSatisfy { ($0.offset % 2 == place) == ($0.element == 0) }
  }
}
