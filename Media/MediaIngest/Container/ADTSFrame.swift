/// The header of an AAC frame in a transport stream (ISO/IEC 14496-3, 1.A.2).
///
/// Only the first frame of a packet of the transport stream carries a time stamp, and libav does not count on from it
/// before it has decoded something.
struct ADTSFrame {
  /// Microseconds.
  let duration: Int64

  private static let rates: [Int64] = [
    96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000, 7_350,
  ]

  /// Nil when the bytes do not begin with such a header.
  init?(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count >= 7, bytes[0] == 0xFF, bytes[1] & 0xF6 == 0xF0 else { return nil }
    let index = Int(bytes[2] >> 2 & 0xF)
    guard index < Self.rates.count else { return nil }
    duration = 1024 * Int64(bytes[6] & 3 + 1) * 1_000_000 / Self.rates[index]
  }
}
