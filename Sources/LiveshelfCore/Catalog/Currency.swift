/// A currency by its code of ISO 4217, such as `CNY`; `.unspecified` is the shop's own, whichever that is.
public struct Currency: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
  /// Three letters, a byte each; 0: unspecified.
  private let packed: UInt32

  public static let unspecified = Currency(packed: 0)
  public static let yuan = Currency(packed: 0x434E59)
  static let euro = Currency(packed: 0x455552)
  static let pound = Currency(packed: 0x474250)

  private init(packed: UInt32) {
    self.packed = packed
  }

  /// Takes three ASCII letters, small or capital, or nothing at all; nil for anything else.
  public init?(_ code: some StringProtocol) {
    var packed = UInt32(0)
    var count = 0
    for byte in code.utf8 {
      // Capital letters differ from small ones by one bit.
      let letter = byte & 0xDF
      guard count < 3, (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(letter) else { return nil }
      packed = packed << 8 | UInt32(letter)
      count += 1
    }
    guard count == 0 || count == 3 else { return nil }
    self.packed = packed
  }

  /// Three capital letters; empty: unspecified.
  public var code: String {
    guard packed != 0 else { return "" }
    return String(
      decoding: [
        UInt8(truncatingIfNeeded: packed >> 16), UInt8(truncatingIfNeeded: packed >> 8),
        UInt8(truncatingIfNeeded: packed),
      ],
      as: UTF8.self)
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let currency = Currency(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "no currency: write three letters such as CNY")
    }
    self = currency
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(code)
  }

  public var description: String { code }
  public static func < (left: Currency, right: Currency) -> Bool { left.packed < right.packed }
}
