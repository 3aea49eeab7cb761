/// A text reduced to 128 bits, so that millions of ids fit into memory. Two different ids share one with a chance of about
/// 10⁻²⁴ among a million; the same id always has the same one, on every machine.
public struct Fingerprint: Hashable, Sendable {
  let high: UInt64
  let low: UInt64

  /// Joins the texts with a separator that no id holds.
  public init(_ texts: String...) {
    var (a, b) = (UInt64(0x9E37_79B9_7F4A_7C15), UInt64(0xC2B2_AE3D_27D4_EB4F))
    for text in texts {
      for byte in text.utf8 {
        a = (a ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        b = (b &+ UInt64(byte)) &* 0xD6E8_FEB8_6659_FD93
        b ^= b >> 32
      }
      a = (a ^ 0x1F) &* 0x0000_0100_0000_01B3
      b = (b &+ 0x1F) &* 0xD6E8_FEB8_6659_FD93
    }
    high = Self.mixed(a ^ (b >> 17))
    low = Self.mixed(b ^ (a << 13))
  }

  init(high: UInt64, low: UInt64) {
    (self.high, self.low) = (high, low)
  }

  /// The finaliser of MurmurHash3.
  private static func mixed(_ value: UInt64) -> UInt64 {
    var value = value
    value = (value ^ (value >> 33)) &* 0xFF51_AFD7_ED55_8CCD
    value = (value ^ (value >> 33)) &* 0xC4CE_B9FE_1A85_EC53
    return value ^ (value >> 33)
  }

  /// The bits are mixed already: half of them are a good hash.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(low)
  }
}
