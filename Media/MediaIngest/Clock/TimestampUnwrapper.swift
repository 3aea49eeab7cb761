/// Undoes the wrapping of time stamps that are counted in few bits: each is taken to lie within half the range of the
/// one before.
struct TimestampUnwrapper {
  /// The number of distinct values, such as 2³² or 2³³; 0 for counts that do not wrap.
  private let range: Int64
  private var last: Int64?

  init(bits: Int32) {
    range = bits > 0 && bits < 63 ? Int64(1) << Int64(bits) : 0
  }

  mutating func unwrap(_ raw: Int64) -> Int64 {
    guard range > 0, let last else {
      self.last = raw
      return raw
    }
    var step = (raw &- last) % range
    if step < -range / 2 { step += range }
    if step >= range / 2 { step -= range }
    let value = last &+ step
    self.last = value
    return value
  }
}
