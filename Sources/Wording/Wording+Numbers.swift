internal import LiveshelfCore

extension Wording {
  /// A whole number with separators: `1,234`.
  func count(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var grouped = ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place).isMultiple(of: 3) { grouped.append(",") }
      grouped.append(digit)
    }
    return (value < 0 ? "-" : "") + grouped
  }

  /// Whole from ten on, one decimal below: `4.2`, `37`. What no count can be is nothing.
  func amount(_ value: Double) -> String {
    let tenths = whole(value, times: 10)
    guard tenths < 100, tenths % 10 != 0 else { return count(whole(value)) }
    return "\(tenths / 10).\(tenths % 10)"
  }

  /// Units of a product.
  func units(_ value: Int) -> String {
    say("\(count(value)) 件", value == 1 ? "1 unit" : "\(count(value)) units")
  }

  /// An amount of the shop's own currency is yuan.
  func money(_ value: Money) -> String {
    switch value.currency.code {
    case "", "CNY": "¥\(value)"
    case "EUR": "€\(value)"
    case "GBP": "£\(value)"
    case let code: "\(code) \(value)"
    }
  }

  /// A share, 0…1.
  func percent(_ share: Double) -> String {
    say("\(whole(min(share, 1), times: 100))%", "\(whole(min(share, 1), times: 100)) %")
  }

  /// A length of time as a person says it: `45 s`, `25 min`, `2.5 h`, `12 d`.
  func duration(_ seconds: Double) -> String {
    let unit = TimeUnit(for: seconds)
    return self.unit(unit, unit.text(of: seconds, self))
  }

  /// A range of lengths in the unit of its upper end, or in two units when the lower end would be nothing in that one.
  func durations(_ low: Double, _ high: Double) -> String {
    let (ends, unit) = ((low: max(0, min(low, high)), high: max(low, high)), TimeUnit(for: max(low, high)))
    let texts = (low: unit.text(of: ends.low, self), high: unit.text(of: ends.high, self))
    if texts.low == texts.high { return self.unit(unit, texts.high) }
    if ends.low > 0, ends.low < unit.seconds { return "\(duration(ends.low)) – \(duration(ends.high))" }
    return self.unit(unit, "\(texts.low)–\(texts.high)")
  }

  /// Days for which stock lasts; above two years nobody counts them.
  func cover(_ days: Double) -> String {
    guard days < 730 else { return say("两年以上", "more than two years") }
    return say(" \(amount(days)) 天", "\(amount(days)) days")
  }

  private func unit(_ unit: TimeUnit, _ number: String) -> String {
    switch unit {
    case .second: say("\(number) 秒", "\(number) s")
    case .minute: say("\(number) 分钟", "\(number) min")
    case .hour: say("\(number) 小时", "\(number) h")
    case .day: say("\(number) 天", "\(number) d")
    }
  }

  fileprivate func whole(_ value: Double, times scale: Double = 1) -> Int {
    value.isNaN ? 0 : Int(min(max(0, value * scale), 1e15).rounded())
  }
}

/// The unit in which a length of time reads best.
private enum TimeUnit {
  case second, minute, hour, day

  init(for seconds: Double) {
    self = seconds < 90 ? .second : seconds < 5400 ? .minute : seconds < 172_800 ? .hour : .day
  }

  var seconds: Double {
    switch self {
    case .second: 1
    case .minute: 60
    case .hour: 3600
    case .day: 86_400
    }
  }

  func text(of seconds: Double, _ wording: Wording) -> String {
    let value = max(0, seconds) / self.seconds
    return self == .hour ? wording.amount(value) : wording.count(wording.whole(value))
  }
}
