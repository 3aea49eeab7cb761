/// A moment on the broadcast's own clock: the time since the first presentation time stamp of the recording or
/// attachment, after time stamps have been unwrapped and gaps handled.
///
/// Stored in whole microseconds, so that sums are exact and two runs over the same input agree bit for bit.
public struct StreamTime: Hashable, Comparable, Sendable {
  /// Microseconds since the start of the stream. Negative before it (orders are older than the show).
  public var microseconds: Int64

  public init(microseconds: Int64) {
    self.microseconds = microseconds
  }

  /// The nearest microsecond to `seconds`. Values that do not fit, and NaN, saturate or become zero.
  public init(seconds: Double) {
    self.microseconds = Int64(clamping: (seconds * 1_000_000).rounded())
  }

  /// The moment at which the sample with index `sample` begins.
  public init(sample: Int64, sampleRate: Int64) {
    let (seconds, rest) = sample.quotientAndRemainder(dividingBy: sampleRate)
    self.microseconds = seconds * 1_000_000 + rest * 1_000_000 / sampleRate
  }

  public static let zero = StreamTime(microseconds: 0)

  /// Seconds since the start of the stream.
  public var seconds: Double { Double(microseconds) / 1_000_000 }

  public static func < (left: StreamTime, right: StreamTime) -> Bool { left.microseconds < right.microseconds }

  /// Seconds from `right` to `left`.
  public static func - (left: StreamTime, right: StreamTime) -> Double {
    Double(left.microseconds.saturatingSubtract(right.microseconds)) / 1_000_000
  }

  /// The moment `seconds` after `time`.
  public static func + (time: StreamTime, seconds: Double) -> StreamTime {
    StreamTime(microseconds: time.microseconds.saturatingAdd(StreamTime(seconds: seconds).microseconds))
  }

  /// The moment `seconds` before `time`.
  public static func - (time: StreamTime, seconds: Double) -> StreamTime { time + -seconds }
}

extension StreamTime: Codable {
  /// Reads a number of seconds.
  public init(from decoder: any Decoder) throws {
    self.init(seconds: try decoder.singleValueContainer().decode(Double.self))
  }

  /// Writes seconds, rounded to milliseconds: the precision of the file formats.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode((seconds * 1000).rounded() / 1000)
  }
}

extension StreamTime: CustomStringConvertible {
  /// `H:MM:SS.mmm`, for people.
  public var description: String {
    let milliseconds = microseconds.magnitude.dividingRoundedHalfUp(by: 1000)
    let (minutes, rest) = (milliseconds / 60_000, milliseconds % 60_000)
    func padded(_ value: UInt64, _ width: Int) -> String {
      let digits = String(value)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    return (microseconds < 0 ? "-" : "")
      + "\(minutes / 60):\(padded(minutes % 60, 2)):\(padded(rest / 1000, 2)).\(padded(rest % 1000, 3))"
  }
}

extension UInt64 {
  /// The nearest whole quotient, halves upwards.
  fileprivate func dividingRoundedHalfUp(by divisor: UInt64) -> UInt64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder >= divisor - remainder ? quotient + 1 : quotient
  }
}

extension Int64 {
  /// The sum, saturated at the ends of the range: moments come from outside, and no arithmetic on them may trap.
  package func saturatingAdd(_ other: Int64) -> Int64 {
    let (sum, overflow) = addingReportingOverflow(other)
    return overflow ? (other < 0 ? .min : .max) : sum
  }

  /// The difference, saturated at the ends of the range.
  package func saturatingSubtract(_ other: Int64) -> Int64 {
    let (difference, overflow) = subtractingReportingOverflow(other)
    return overflow ? (other < 0 ? .max : .min) : difference
  }

  /// The nearest integer, saturated at the ends of the range; zero for NaN.
  init(clamping value: Double) {
    if value.isNaN {
      self = 0
    } else if value >= 9.2e18 {
      self = .max
    } else if value <= -9.2e18 {
      self = .min
    } else {
      self.init(value)
    }
  }
}
