/// Numbers as viewers write them: in digits, in Chinese characters, or digit by digit.
enum HanNumerals {
  private static let digits: [Unicode.Scalar: Int] = [
    "零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
  ]
  private static let units: [Unicode.Scalar: Int] = ["十": 10, "百": 100, "千": 1000]
  /// Signs after which a single character is a number, and not part of a word such as 一下, 一般, 三鲜.
  private static let counters: Set<Unicode.Scalar> = [
    "号", "斤", "码", "米", "元", "块", "折", "天", "升", "瓶", "包", "盒", "件", "单", "个", "套", "双", "片", "抽", "桶", "箱", "袋",
    "两", "口", "岁", "月", "克", "公", "寸", "尺", "支", "条", "人", "枚", "只", "粒", "杯", "层", "档", "期", "代", "毫", "厘", "千",
  ]

  /// The number that begins at `start`, in digits, and where it ends; nil when none does.
  static func number(_ scalars: [Unicode.Scalar], from start: Int) -> (text: String, end: Int)? {
    if isDigit(scalars[start]) {
      var end = start
      while end < scalars.count, end - start < 12, isDigit(scalars[end]) { end += 1 }
      if end + 1 < scalars.count, scalars[end] == ".", isDigit(scalars[end + 1]) {
        end += 1
        while end < scalars.count, end - start < 12, isDigit(scalars[end]) { end += 1 }
      }
      return (text(scalars[start..<end]), end)
    }
    var end = start
    while end < scalars.count, end - start < 7, digits[scalars[end]] != nil || units[scalars[end]] != nil { end += 1 }
    guard end > start else { return nil }
    // 四两, 一百两: the last 两 is a unit of weight.
    if end - start > 1, scalars[end - 1] == "两" { end -= 1 }
    if end - start == 1 {
      let previous: Unicode.Scalar? = start > 0 ? scalars[start - 1] : nil
      let isCounted = end < scalars.count && counters.contains(scalars[end])
      guard isCounted || previous == "米" || previous == "扣" else { return nil }
      guard let value = digits[scalars[start]] ?? units[scalars[start]] else { return nil }
      return (String(value), end)
    }
    return (value(scalars[start..<end]), end)
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  /// At most seven characters, so that no sum overflows.
  private static func value(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    guard scalars.contains(where: { units[$0] != nil }) else {
      return scalars.compactMap { digits[$0] }.map(String.init).joined()
    }
    var (sum, digit, lastUnit) = (0, 0, 1)
    for scalar in scalars {
      if let unit = units[scalar] {
        sum += (digit == 0 ? 1 : digit) * unit
        (digit, lastUnit) = (0, unit)
      } else {
        digit = digits[scalar] ?? 0
        if digit == 0 { lastUnit = 10 }
      }
    }
    // 一百三 is 130, and 一百零三 is 103.
    return String(sum + digit * (lastUnit >= 100 ? lastUnit / 10 : 1))
  }
}
