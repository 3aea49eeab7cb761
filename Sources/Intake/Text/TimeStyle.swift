public import LiveshelfCore

/// How a file writes its times.
public struct TimeStyle: Hashable, Sendable {
  /// The order of numbers in dates such as 03/04/2026.
  public enum DateOrder: Hashable, Sendable {
    case dayMonthYear
    case monthDayYear
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
  /// `2026年4月9日 08:05:00`, Unix seconds or milliseconds.
  public func read(_ text: String) -> WallTime? {
    if let (time, _) = WallTime.parse(text, assuming: zone) { return time }
    return unixTime(text) ?? looseTime(text)
  }

  /// 10 or 13 digits: seconds or milliseconds since 1970.
  private func unixTime(_ text: String) -> WallTime? {
    guard text.utf8.count == 10 || text.utf8.count == 13, let value = Int64(text), value > 0 else { return nil }
    return WallTime(microseconds: value * (text.utf8.count == 10 ? 1_000_000 : 1000))
  }

  /// Rewrites a date of another shape as RFC 3339 and reads that.
  private func looseTime(_ text: String) -> WallTime? {
    guard text.utf8.count <= 64 else { return nil }
    var plain = text
    for sign in ["年", "月"] { plain = plain.replacing(sign, with: "-") }
    plain = plain.replacing("日", with: " ").uppercased()
    var parts = plain.split { $0 == " " || $0 == "T" || $0 == "\t" }.map(String.init)
    guard let date = parts.first.flatMap(isoDate) else { return nil }
    parts.removeFirst()
    var zoneText = ""
    if let last = parts.last, last == "Z" || last == "UTC" || (last.first.map { "+-".contains($0) } ?? false) {
      zoneText = last == "UTC" ? "Z" : last
      parts.removeLast()
    }
    var hourShift: Int?
    if let last = parts.last, last == "AM" || last == "PM" {
      hourShift = last == "AM" ? 0 : 12
      parts.removeLast()
    }
    guard parts.count <= 1, let clock = isoClock(parts.first ?? "00:00:00", hourShift: hourShift) else { return nil }
    return WallTime.parse("\(date)T\(clock)\(zoneText)", assuming: zone)?.time
  }

  /// `2026-4-9`, `9/4/2026` as `2026-04-09`.
  private func isoDate(_ text: String) -> String? {
    let parts = text.split { "-/.".contains($0) }
    guard parts.count == 3, parts.allSatisfy({ (1...4).contains($0.utf8.count) && Int($0) != nil }) else { return nil }
    if parts[0].utf8.count == 4 { return "\(parts[0])-\(Self.two(parts[1]))-\(Self.two(parts[2]))" }
    guard parts[2].utf8.count == 4 else { return nil }
    let (day, month) = dateOrder == .dayMonthYear ? (parts[0], parts[1]) : (parts[1], parts[0])
    return "\(parts[2])-\(Self.two(month))-\(Self.two(day))"
  }

  /// `8:05` as `08:05:00`; with AM or PM on twelve hours.
  private func isoClock(_ text: String, hourShift: Int?) -> String? {
    let parts = text.split(separator: ":", maxSplits: 2)
    guard parts.count >= 2, var hour = Int(parts[0]), (0...23).contains(hour) else { return nil }
    if let hourShift {
      guard (1...12).contains(hour) else { return nil }
      hour = hour % 12 + hourShift
    }
    return "\(Self.two(String(hour)[...])):\(Self.two(parts[1])):\(parts.count > 2 ? parts[2] : "00")"
  }

  private static func two(_ text: Substring) -> String { text.utf8.count == 1 ? "0\(text)" : String(text) }
}
