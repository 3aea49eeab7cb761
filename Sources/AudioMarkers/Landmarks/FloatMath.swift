/// Elementary functions that are the same on every platform, and quick enough for each bin of each frame.
enum FloatMath {
  /// log2 of a positive normal number, within 0.00002.
  @inline(__always)
  static func log2(_ value: Float) -> Float {
    let bits = value.bitPattern
    let exponent = Float(Int32(bits >> 23) - 127)
    let mantissa = Float(bitPattern: (bits & 0x007F_FFFF) | 0x3F80_0000)
    // x + x(1 - x) q(x) with a least-squares q: exact at both ends, so that the function has no steps.
    let x = mantissa - 1
    let q = ((-0.044_243_74 * x + 0.147_018_77) * x - 0.266_536_28) * x + 0.441_835_87
    return exponent + x + x * (1 - x) * q
  }

  static func naturalLog(_ value: Float) -> Float { log2(value) * 0.6931_4718 }
}
