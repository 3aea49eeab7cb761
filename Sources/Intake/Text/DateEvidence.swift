/// A date that does not begin with its year, as it is written: `03/04/2026`, `3.4.26`.
struct DateShape {
  let first: Int
  let second: Int
  let year: Int
  /// Parts of a date with points come day first.
  let hasPoints: Bool
  /// The third number, when the year has two digits.
  let shortYear: Int?

  init?(_ text: String) {
    var numbers: [Int] = []
    var (value, digits, mark) = (0, 0, UInt8(0))
    for byte in text.utf8.prefix(11) {
      if (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) {
        value = value * 10 + Int(byte - UInt8(ascii: "0"))
        digits += 1
        if digits > 4 { return nil }
      } else if digits > 0, numbers.count < 2, "/-.".utf8.contains(byte), mark == 0 || mark == byte {
        if digits > 2 { return nil }
        mark = byte
        numbers.append(value)
        (value, digits) = (0, 0)
      } else {
        break
      }
    }
    guard numbers.count == 2, digits == 4 || digits == 2 else { return nil }
    (first, second) = (numbers[0], numbers[1])
    year = digits == 4 ? value : 2000 + value
    shortYear = digits == 2 ? value : nil
    hasPoints = mark == UInt8(ascii: ".")
  }
}

/// What a file's dates tell of the order of day and month.
struct DateEvidence: Sendable {
  private var (dayFirst, monthFirst, either) = (0, 0, 0)
  /// First and third numbers of dates that can begin with a year of two digits, and dates that can't.
  private var (firsts, thirds) = (Set<Int>(), Set<Int>())
  private var notYearFirst = 0
  private var halfDays = 0
  private var example = ""
  /// Days, roughly, of all dates in both readings.
  private var (daysIfDayFirst, daysIfMonthFirst) = (0...0, 0...0)

  var isEmpty: Bool { dayFirst + monthFirst + either == 0 }

  mutating func note(_ date: DateShape, _ text: String) {
    if let third = date.shortYear, (20...49).contains(date.first), (1...12).contains(date.second),
      (1...31).contains(third)
    {
      firsts.insert(date.first)
      thirds.insert(third)
    } else {
      notYearFirst += 1
    }
    if date.hasPoints {
      if date.second <= 12 { dayFirst += 1 } else { monthFirst += 1 }
      return
    }
    if date.first > 12 {
      dayFirst += 1
    } else if date.second > 12 {
      monthFirst += 1
    } else {
      let (asDay, asMonth) = (
        date.year * 365 + date.second * 30 + date.first, date.year * 365 + date.first * 30 + date.second
      )
      if either == 0 {
        (daysIfDayFirst, daysIfMonthFirst) = (asDay...asDay, asMonth...asMonth)
        example = String(text.prefix(10))
      }
      daysIfDayFirst = min(daysIfDayFirst.lowerBound, asDay)...max(daysIfDayFirst.upperBound, asDay)
      daysIfMonthFirst = min(daysIfMonthFirst.lowerBound, asMonth)...max(daysIfMonthFirst.upperBound, asMonth)
      either += 1
    }
    if text.utf8.last.map({ $0 | 0x20 }) == UInt8(ascii: "m") { halfDays += 1 }
  }

  /// Nil: there are no such dates.
  ///
  /// - Parameter usual: where the dates leave it open.
  func order(usual: TimeStyle.DateOrder?) -> TimeStyle.DateOrder? {
    if isEmpty { return nil }
    if isYearFirst { return .yearMonthDay }
    if dayFirst != monthFirst { return dayFirst > monthFirst ? .dayMonthYear : .monthDayYear }
    if dayFirst > 0 { return usual }
    return likely ?? usual
  }

  /// The first number is always nearly the same, and the third is no year of an export: it changes, or lies before 2020.
  private var isYearFirst: Bool {
    guard notYearFirst == 0, let first = firsts.min(), let last = firsts.max(), last - first <= 1 else { return false }
    return thirds.count > 2 || thirds.allSatisfy { $0 < 20 }
  }

  /// What dates suggest that leave it open: those of one export lie close together, and hours of half a day are American.
  private var likely: TimeStyle.DateOrder? {
    let (day, month) = (daysIfDayFirst.count, daysIfMonthFirst.count)
    if day > 40, month * 5 < day { return .monthDayYear }
    if month > 40, day * 5 < month { return .dayMonthYear }
    return halfDays * 2 > either ? .monthDayYear : nil
  }

  func doubt(usual: TimeStyle.DateOrder?) -> String? {
    if isYearFirst { return nil }
    if dayFirst > 0, monthFirst > 0 {
      return
        "dates are written in two ways (\(dayFirst) day first, \(monthFirst) month first); rows of the rarer way are refused"
    }
    guard dayFirst + monthFirst == 0, either > 0 else { return nil }
    let (read, other) =
      order(usual: usual) == .monthDayYear ? ("month", "dates=dmy if the day is") : ("day", "dates=mdy if the month is")
    return "dates such as \(example) can be read in two ways; they are read with the \(read) first; add \(other)"
  }
}
