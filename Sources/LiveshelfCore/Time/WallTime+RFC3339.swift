extension WallTime {
  /// Reads an RFC 3339 date-time, with the freedom of real exports: a space for the `T`, no seconds, fractions of any
  /// length, `/` between the parts of the date, and no offset (then `assumedOffset` holds; without one the text is
  /// refused).
  ///
  /// - Returns: the moment and the offset in which it was stated, or nil when the text is no such time.
  public static func parse(
    _ text: some StringProtocol, assuming assumedOffset: ZoneOffset? = nil
  ) -> (time: WallTime, offset: ZoneOffset)? {
    var scanner = ByteScanner(text.utf8)
    guard let year = scanner.digits(4), scanner.skip(oneOf: "-/"),
      let month = scanner.digits(2), scanner.skip(oneOf: "-/"),
      let day = scanner.digits(2), (1...12).contains(month), day >= 1, day <= daysIn(month: month, year: year)
    else { return nil }
    var (hour, minute, second, fraction) = (0, 0, 0, Int64(0))
    if scanner.skip(oneOf: "Tt ") {
      guard let hours = scanner.digits(2), scanner.skip(oneOf: ":"), let minutes = scanner.digits(2) else { return nil }
      (hour, minute) = (hours, minutes)
      if scanner.skip(oneOf: ":") {
        guard let seconds = scanner.digits(2) else { return nil }
        second = seconds
        if scanner.skip(oneOf: ".,") {
          guard let digits = scanner.fraction() else { return nil }
          fraction = digits
        }
      }
    }
    guard hour < 24, minute < 60, second <= 60 else { return nil }
    guard let offset = scanner.offset() ?? (scanner.isAtEnd ? assumedOffset : nil), scanner.isAtEnd else { return nil }
    let days = Int64(daysSinceEpoch(year: year, month: month, day: day))
    let seconds = days * 86_400 + Int64(hour * 3600 + minute * 60 + second - offset.seconds)
    return (WallTime(microseconds: seconds * 1_000_000 + fraction), offset)
  }

  /// RFC 3339 with milliseconds and the given offset, such as `2026-04-10T20:00:00.000+08:00`.
  public func formatted(in offset: ZoneOffset) -> String {
    let local = microseconds.saturatingAdd(500).dividedDown(by: 1000) + Int64(offset.seconds) * 1000
    let days = local.dividedDown(by: 86_400_000)
    let milliseconds = Int(local - days * 86_400_000)
    let (year, month, day) = Self.date(daysSinceEpoch: Int(days))
    var text = "\(digits: year, 4)-\(digits: month, 2)-\(digits: day, 2)T"
    text += "\(digits: milliseconds / 3_600_000, 2):\(digits: milliseconds / 60_000 % 60, 2):"
    text += "\(digits: milliseconds / 1000 % 60, 2).\(digits: milliseconds % 1000, 3)"
    let minutes = abs(offset.seconds) / 60
    return text + (offset.seconds < 0 ? "-" : "+") + "\(digits: minutes / 60, 2):\(digits: minutes % 60, 2)"
  }

  /// The year in UTC.
  public var year: Int { Self.date(daysSinceEpoch: Int(microseconds.dividedDown(by: 86_400_000_000))).year }

  /// Days from 1970-01-01 in the proleptic Gregorian calendar (Hinnant, "chrono-compatible low-level date algorithms").
  static func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int {
    let y = month <= 2 ? year - 1 : year
    let era = (y >= 0 ? y : y - 399) / 400
    let yearOfEra = y - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// The inverse of `daysSinceEpoch`.
  static func date(daysSinceEpoch days: Int) -> (year: Int, month: Int, day: Int) {
    let z = days + 719_468
    let era = (z >= 0 ? z : z - 146_096) / 146_097
    let dayOfEra = z - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }

  private static func daysIn(month: Int, year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}

extension Int64 {
  /// The quotient rounded towards minus infinity.
  func dividedDown(by divisor: Int64) -> Int64 {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? quotient - 1 : quotient
  }
}

extension DefaultStringInterpolation {
  /// A number with leading zeros to `width` digits.
  mutating func appendInterpolation(digits value: Int, _ width: Int) {
    let text = String(value)
    appendLiteral(String(repeating: "0", count: max(0, width - text.count)))
    appendLiteral(text)
  }
}

/// Reads ASCII from the front of a byte sequence.
private struct ByteScanner {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: some Sequence<UInt8>) {
    rest = ArraySlice(Array(bytes))
  }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func skip(oneOf characters: StaticString) -> Bool {
    guard let byte = rest.first else { return false }
    let matches = characters.withUTF8Buffer { $0.contains(byte) }
    if matches { rest.removeFirst() }
    return matches
  }

  /// Exactly `count` digits.
  mutating func digits(_ count: Int) -> Int? {
    guard rest.count >= count else { return nil }
    var value = 0
    for byte in rest.prefix(count) {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      value = value * 10 + Int(byte - UInt8(ascii: "0"))
    }
    rest = rest.dropFirst(count)
    return value
  }

  /// The digits after a decimal point, as microseconds; more than six are cut.
  mutating func fraction() -> Int64? {
    var (value, count) = (Int64(0), 0)
    while let digit = digits(1) {
      if count < 6 { value = value * 10 + Int64(digit) }
      count += 1
    }
    guard count > 0 else { return nil }
    for _ in min(count, 6)..<6 { value *= 10 }
    return value
  }

  /// `Z`, `+08:00`, `+0800` or `+08`; nil and nothing consumed when there is none.
  mutating func offset() -> ZoneOffset? {
    let start = rest
    if skip(oneOf: "Zz") { return .utc }
    let negative = rest.first == UInt8(ascii: "-")
    guard skip(oneOf: "+-"), let hours = digits(2), hours < 24 else {
      rest = start
      return nil
    }
    _ = skip(oneOf: ":")
    let minutes = digits(2) ?? 0
    let seconds = (hours * 60 + minutes) * 60
    return ZoneOffset(seconds: negative ? -seconds : seconds)
  }
}
