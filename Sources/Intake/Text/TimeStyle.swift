public import LiveshelfCore

/// How a file writes its times.
public struct TimeStyle: Hashable, Sendable {
  /// The order of numbers in dates such as 03/04/2026.
  public enum DateOrder: Hashable, Sendable {
    case dayMonthYear
    case monthDayYear
    /// Years of two digits, as in 26-04-10.
    case yearMonthDay
  }

  /// The zone of times that state none; nil: such times are refused.
  public var zone: ZoneOffset?
  /// How dates that don't begin with the year are read.
  public var dateOrder: DateOrder

  public init(zone: ZoneOffset?, dateOrder: DateOrder = .dayMonthYear) {
    self.zone = zone
    self.dateOrder = dateOrder
  }

  /// Times of shops in China: RFC 3339, or local times of China.
  public static let china = TimeStyle(zone: .china)

  /// Reads an offset such as `+08:00` or `Z`.
  static func zone(_ text: String) -> ZoneOffset? {
    WallTime.parse("1970-01-01T00:00:00\(text)")?.offset
  }

  /// Reads RFC 3339 and what exports make of it: `2026/4/9 8:05`, `03/31/2026 8:05:00 PM`, `2026-03-31 20:05:00 -0400`,
  /// `2026年4月9日 下午8:05`, `9 Apr 2026`, `20260409200500`, a spreadsheet's days since 1900, Unix seconds or milliseconds.
  public func read(_ text: String) -> WallTime? {
    if let (time, _) = WallTime.parse(text, assuming: zone) { return time }
    return unixTime(text) ?? spreadsheetTime(text) ?? compactTime(text)
      ?? LooseTime(text, dateOrder).flatMap { $0.time(in: zone) }
  }

  /// 10 or 13 digits: seconds or milliseconds since 1970.
  private func unixTime(_ text: String) -> WallTime? {
    guard text.utf8.count == 10 || text.utf8.count == 13, let value = Int64(text), value > 0 else { return nil }
    return WallTime(microseconds: value * (text.utf8.count == 10 ? 1_000_000 : 1000))
  }

  /// Days since the end of 1899, with a part of a day, as spreadsheets keep times: 2000 to 2050.
  private func spreadsheetTime(_ text: String) -> WallTime? {
    guard text.utf8.count >= 5, text.utf8.count <= 24, text.utf8.prefix(5).allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
      text.utf8.count == 5 || text.utf8.dropFirst(5).first == UInt8(ascii: "."), let zone,
      let days = Double(text), (36_526..<55_153).contains(days)
    else { return nil }
    let seconds = ((days - 25_569) * 86_400 * 1000).rounded() / 1000
    return WallTime(microseconds: Int64(seconds * 1_000_000) - Int64(zone.seconds) * 1_000_000)
  }

  /// `20260409`, `20260409200500`.
  private func compactTime(_ text: String) -> WallTime? {
    guard [8, 12, 14].contains(text.utf8.count), IdentifierText.isNumber(text) else { return nil }
    let digits = Array(text)
    func part(_ range: Range<Int>) -> String { digits.count >= range.upperBound ? String(digits[range]) : "00" }
    return WallTime.parse(
      "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T\(part(8..<10)):\(part(10..<12)):\(part(12..<14))", assuming: zone)?
      .time
  }
}
