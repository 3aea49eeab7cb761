extension Sequence<UInt8> {
  /// Two lower-case hexadecimal digits for each byte.
  public var hexText: String {
    map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }
}
