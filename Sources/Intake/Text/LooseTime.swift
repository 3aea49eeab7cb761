import LiveshelfCore

/// A date and time of another shape than RFC 3339, as people and spreadsheets write them, taken apart.
struct LooseTime {
  private var date = ""
  private var clock = "00:00:00"
  private var zone = ""

  /// - Parameter order: of dates that don't begin with the year.
  init?(_ text: String, _ order: TimeStyle.DateOrder) {
    guard text.utf8.count <= 64 else { return nil }
    var plain = TextWidth.halved(text)
    for (sign, replacement) in Self.signs { plain = plain.replacing(sign, with: replacement) }
    plain = plain.uppercased()
    var words = plain.split { " \t,\u{202F}\u{A0}".contains($0) }.map(String.init)
    if words.count == 1, let place = words[0].firstIndex(of: "T"),
      words[0][place...].dropFirst().first?.isNumber ?? false
    {
      words = [String(words[0][..<place]), String(words[0][words[0].index(after: place)...])]
    }
    words.removeAll { Self.isRemark($0) }
    guard let shift = Self.takeHalfDay(&words) else { return nil }
    takeZone(&words)
    // The clock before the date.
    if words.count > 1, words[0].contains(":"), !words[0].contains("-") { words.append(words.removeFirst()) }
    guard takeDate(&words, order), words.count <= 1,
      let clock = Self.isoClock(words.first ?? "00:00:00", halfDay: shift)
    else { return nil }
    self.clock = clock
  }

  func time(in assumed: ZoneOffset?) -> WallTime? { WallTime.parse("\(date)T\(clock)\(zone)", assuming: assumed)?.time }

  private static let signs = [
    ("中午11", " AM 11"), ("中午", " PM "), ("晚上", " PM "), ("傍晚", " PM "), ("凌晨", " AM "), ("清晨", " AM "), ("早上", " AM "),
    ("早晨", " AM "), ("年", "-"), ("月", "-"), ("日", " "), ("时", ":"), ("時", ":"), ("点", ":"), ("分", ":"), ("秒", " "),
    ("上午", " AM "),
    ("下午", " PM "), ("A.M.", "AM"), ("P.M.", "PM"), ("a.m.", "AM"), ("p.m.", "PM"), ("a. m.", "AM"), ("p. m.", "PM"),
  ]
  private static let months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]

  private static let days = ["MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN", "周", "星期"]
  /// Zones that have one meaning; CST has two.
  private static let zones = [
    "PDT": "-07:00", "PST": "-08:00", "MDT": "-06:00", "MST": "-07:00", "CDT": "-05:00", "EDT": "-04:00",
    "EST": "-05:00",
    "BST": "+01:00", "CET": "+01:00", "CEST": "+02:00", "JST": "+09:00", "KST": "+09:00", "SGT": "+08:00",
    "HKT": "+08:00",
    "AEST": "+10:00", "AEDT": "+11:00",
  ]

  private enum HalfDay { case none, morning, afternoon }

  /// The day of the week, and what stands in brackets about the zone: `Fri`, `星期五`, `(China Standard Time)`.
  private static func isRemark(_ word: String) -> Bool {
    if word.first == "(" || word.last == ")" {
      return !word.contains { $0.isNumber || $0 == "+" } && !word.contains("UTC") && !word.contains("GMT")
    }
    return word == "STANDARD" || word == "DAYLIGHT" || days.contains { word.hasPrefix($0) }
  }

  /// Nil: both halves are named.
  private static func takeHalfDay(_ words: inout [String]) -> HalfDay? {
    var found = HalfDay.none
    for (place, word) in words.enumerated().reversed() where word.hasSuffix("AM") || word.hasSuffix("PM") {
      guard found == .none else { return nil }
      found = word.hasSuffix("AM") ? .morning : .afternoon
      let rest = String(word.dropLast(2))
      if rest.isEmpty { words.remove(at: place) } else { words[place] = rest }
    }
    return found
  }

  /// `Z`, `UTC`, `+0800`, `GMT+8`, in brackets or not, at the end.
  private mutating func takeZone(_ words: inout [String]) {
    guard words.count > 1, var last = words.last else { return }
    last = last.filter { $0 != "(" && $0 != ")" }
    for name in ["UTC", "GMT"] where last.hasPrefix(name) {
      last = String(last.dropFirst(3))
      if last.isEmpty { last = "Z" }
      if last.utf8.count == 2 { last.insert("0", at: last.index(after: last.startIndex)) }
    }
    if let named = Self.zones[last] { last = named }
    guard last == "Z" || last.first == "+" || last.first == "-" else { return }
    zone = last
    words.removeLast()
  }

  private mutating func takeDate(_ words: inout [String], _ order: TimeStyle.DateOrder) -> Bool {
    if words.count >= 3, let date = Self.namedMonth(Array(words.prefix(3))) {
      self.date = date
      words.removeFirst(3)
      return true
    }
    guard let first = words.first else { return false }
    if first.utf8.count == 8, IdentifierText.isNumber(first) {
      date = "\(first.prefix(4))-\(first.dropFirst(4).prefix(2))-\(first.suffix(2))"
      words.removeFirst()
      return true
    }
    let parts = first.split { "-/.".contains($0) }.map(String.init)
    guard parts.count == 3,
      let date = Self.namedMonth(parts) ?? Self.numbered(parts, order, hasPoints: first.contains("."))
    else { return false }
    self.date = date
    words.removeFirst()
    return true
  }

  /// `9 APR 2026`, `APR 9 2026`, `9-APR-26`.
  private static func namedMonth(_ parts: [String]) -> String? {
    guard let place = parts.prefix(2).firstIndex(where: { $0.first?.isLetter ?? false }),
      let month = months.firstIndex(where: { parts[place].hasPrefix($0) }), let day = Int(parts[place == 0 ? 1 : 0]),
      let year = year(parts[2])
    else { return nil }
    return "\(year)-\(two(month + 1))-\(two(day))"
  }

  /// `2026-4-9`, `9/4/2026`, `9.4.26`.
  private static func numbered(_ parts: [String], _ order: TimeStyle.DateOrder, hasPoints: Bool) -> String? {
    guard parts.allSatisfy({ (1...4).contains($0.utf8.count) && IdentifierText.isNumber($0) }),
      let first = Int(parts[0]),
      let second = Int(parts[1])
    else { return nil }
    if parts[0].utf8.count == 4 { return Int(parts[2]).map { "\(parts[0])-\(two(second))-\(two($0))" } }
    guard first <= 99, second <= 99 else { return nil }
    if order == .yearMonthDay {
      guard let year = Self.year(parts[0]), let day = Int(parts[2]) else { return nil }
      return "\(year)-\(two(second))-\(two(day))"
    }
    let isDayFirst = hasPoints ? second <= 12 : order == .dayMonthYear
    guard let year = year(parts[2]) else { return nil }
    let (day, month) = isDayFirst ? (first, second) : (second, first)
    return "\(year)-\(two(month))-\(two(day))"
  }

  private static func year(_ text: String) -> String? {
    guard IdentifierText.isNumber(text) else { return nil }
    return text.utf8.count == 4 ? text : text.utf8.count == 2 ? "20\(text)" : nil
  }

  /// `8:05` as `08:05:00`; with a half of the day on twelve hours.
  private static func isoClock(_ text: String, halfDay: HalfDay) -> String? {
    let parts = text.split(separator: ":", maxSplits: 2)
    guard parts.count >= 2, var hour = Int(parts[0]), (0...23).contains(hour), let minute = Int(parts[1]) else {
      return nil
    }
    if halfDay != .none {
      // Some write 20:05 PM.
      guard hour <= 12 || halfDay == .afternoon else { return nil }
      if hour <= 12 { hour = hour % 12 + (halfDay == .afternoon ? 12 : 0) }
    }
    let second = parts.count > 2 ? parts[2].filter { $0 != ":" } : "00"
    return "\(two(hour)):\(two(minute)):\(second.utf8.count == 1 ? "0" : "")\(second)"
  }

  private static func two(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
}
