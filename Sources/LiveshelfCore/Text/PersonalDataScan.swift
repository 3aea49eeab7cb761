/// Finds personal data in a text, scalar by scalar, and marks it.
struct PersonalDataScan {
  private enum Mark {
    case none, contact, person
  }

  private let original: [Unicode.Scalar]
  /// Half width, small letters.
  private let plain: [Unicode.Scalar]
  private var marks: [Mark]

  init(_ text: some StringProtocol) {
    original = Array(text.unicodeScalars)
    plain = original.map(Self.folded)
    marks = [Mark](repeating: .none, count: original.count)
  }

  /// The text with marks in place of what was found.
  var text: String {
    guard marks.contains(where: { $0 != .none }) else { return String(String.UnicodeScalarView(original)) }
    var result = String.UnicodeScalarView()
    var last = Mark.none
    for (index, mark) in marks.enumerated() {
      switch mark {
      case .none: result.append(original[index])
      case .contact where last != .contact: result.append(contentsOf: PersonalData.contactMark.unicodeScalars)
      case .person where last != .person: result.append(contentsOf: PersonalData.personMark.unicodeScalars)
      default: break
      }
      last = mark
    }
    return String(result)
  }

  // MARK: Mail and web addresses, long numbers

  mutating func markWords() {
    for word in plain.indices.split(whereSeparator: { plain[$0] == " " }) {
      guard let start = word.first, let end = word.last else { continue }
      let text = string(start..<end + 1)
      if text.contains("http") || text.contains("www.") || text.contains("@") && text.contains(".") {
        mark(start..<end + 1, .contact)
      }
    }
    var start = 0
    while start < plain.count {
      var end = start
      var digits = 0
      while end < plain.count, Self.isCode(plain[end]) {
        if Self.isDigit(plain[end]) { digits += 1 }
        end += 1
      }
      if digits >= 7 { mark(start..<end, .contact) }
      start = max(end, start + 1)
    }
  }

  /// Numbers whose digits stand apart, or are written in Chinese.
  mutating func markNumbers() {
    var index = 0
    while index < plain.count {
      guard Self.digit(plain[index]) != nil else {
        index += 1
        continue
      }
      var (digits, groups, end, gap) = ([UInt8](), [0], index, 0)
      var isHan = true
      var next = index
      while next < plain.count, gap <= 3 {
        if let digit = Self.digit(plain[next]) {
          if gap > 0 { groups.append(0) }
          digits.append(digit)
          groups[groups.count - 1] += 1
          isHan = isHan && !Self.isDigit(plain[next])
          (end, gap) = (next + 1, 0)
        } else if Self.isGap(plain[next]) {
          gap += 1
        } else {
          break
        }
        next += 1
      }
      let hasPlus = index > 0 && plain[index - 1] == "+"
      if isNumber(digits, groups) || hasPlus && digits.count >= 8 || isHan && groups.count == 1 && digits.count >= 7 {
        mark((hasPlus ? index - 1 : index)..<end, .contact)
      }
      index = max(end, index + 1)
    }
  }

  private func isNumber(_ digits: [UInt8], _ groups: [Int]) -> Bool {
    func isMobile(_ digits: ArraySlice<UInt8>) -> Bool {
      digits.count == 11 && digits.first == 1 && (3...9).contains(digits[digits.startIndex + 1])
    }
    if isMobile(digits[...]) || isMobile(digits.dropFirst(2)) && digits.starts(with: [8, 6]) { return true }
    // Identity cards and banks: written without gaps they are long numbers anyway.
    if (15...19).contains(digits.count), groups.allSatisfy({ $0 == 4 || $0 == 6 || $0 == 8 || $0 <= 3 }) {
      return groups.count == 1 || groups.contains(4) && groups.dropLast().allSatisfy { $0 == 4 } || groups.count >= 15
    }
    return groups == [3, 3, 4] || groups.count == 2 && digits.first == 0 && (10...12).contains(digits.count)
  }

  // MARK: Accounts

  private static let accountCues = [
    "微信", "薇信", "威信", "wechat", "weixin", "vx", "wx", "v信", "qq", "扣扣", "支付宝", "whatsapp", "telegram",
  ]

  mutating func markAccounts() {
    for cue in Self.accountCues {
      for place in places(of: cue) {
        var start = place + cue.unicodeScalars.count
        while start < plain.count, Self.isLink(plain[start]) || plain[start] == "号" { start += 1 }
        var end = start
        while end < plain.count, Self.isCode(plain[end]) { end += 1 }
        if end - start >= 5 { mark(start..<end, .contact) }
      }
    }
  }

  // MARK: Homes

  private static let homeCues = ["地址", "住址", "address"]
  private static let roads = ["路", "街", "巷", "弄", "大道", "村", "小区", "花园", "苑", "新村", "庄", "大厦", "广场", "公寓"]
  private static let houseUnits: [Unicode.Scalar] = ["号", "弄", "栋", "幢", "座", "室", "楼", "层", "单"]
  private static let innerUnits: [Unicode.Scalar] = ["栋", "幢", "室"]
  private static let areas: Set<Unicode.Scalar> = ["省", "市", "区", "县", "镇", "乡", "村", "路", "街", "巷", "号", "栋", "室"]
  private static let ways = [
    "street", "st", "road", "rd", "avenue", "ave", "lane", "ln", "drive", "dr", "blvd", "boulevard", "court", "ct",
  ]

  mutating func markHomes() {
    for cue in Self.homeCues {
      for place in places(of: cue) {
        var start = place + cue.unicodeScalars.count
        while start < plain.count, Self.isLink(plain[start]) || plain[start] == "是" || plain[start] == "为" {
          start += 1
        }
        let end = clauseEnd(from: start)
        let named = plain[start..<end].contains { Self.areas.contains($0) || Self.isDigit($0) }
        if end - start >= 4, named { mark(start..<end, .person) }
      }
    }
    for road in Self.roads {
      for place in places(of: road) {
        let after = place + road.unicodeScalars.count
        guard place > 0, Self.isHan(plain[place - 1]), let end = houseEnd(from: after) else { continue }
        mark(runStart(before: place)..<end, .person)
      }
    }
    markFlats()
    markWesternHomes()
  }

  /// Behind a road: a number and its unit, and what follows of the kind.
  private func houseEnd(from start: Int) -> Int? {
    var index = start
    while index < plain.count, index - start <= 6, Self.isHan(plain[index]) || plain[index] == " " { index += 1 }
    guard index < plain.count, Self.isDigit(plain[index]) else { return nil }
    var digits = index
    while digits < plain.count, Self.isDigit(plain[digits]) || plain[digits] == "-" { digits += 1 }
    guard digits < plain.count, Self.houseUnits.contains(plain[digits]) else { return nil }
    var end = digits + 1
    while end < plain.count, Self.isHan(plain[end]) || Self.isCode(plain[end]) { end += 1 }
    return end
  }

  /// `3栋201室`, `2单元`: the numbers of a home without its road.
  private mutating func markFlats() {
    var index = 0
    while index < plain.count {
      guard Self.isDigit(plain[index]) else {
        index += 1
        continue
      }
      var end = index
      while end < plain.count, Self.isDigit(plain[end]) { end += 1 }
      let isFlat =
        end < plain.count
        && (Self.innerUnits.contains(plain[end]) || plain[end] == "单" && end + 1 < plain.count && plain[end + 1] == "元")
      if isFlat {
        var last = end + 1
        while last < plain.count, Self.isHan(plain[last]) || Self.isCode(plain[last]) { last += 1 }
        mark(runStart(before: index)..<last, .person)
        end = last
      }
      index = end
    }
  }

  /// `221 Baker Street`.
  private mutating func markWesternHomes() {
    let words = plain.indices.split { !Self.isCode(plain[$0]) }.map { $0.startIndex..<$0.endIndex }
    for (place, word) in words.enumerated() where string(word).allSatisfy(\.isNumber) && word.count <= 5 {
      for last in words.dropFirst(place + 2).prefix(3) where Self.ways.contains(string(last)) {
        let isSentence = plain[word.lowerBound..<last.upperBound].contains { ",.;!?\n".unicodeScalars.contains($0) }
        if !isSentence { mark(word.lowerBound..<last.upperBound, .person) }
      }
    }
  }

  // MARK: Names

  private static let nameCues = [
    "收货人", "收件人", "联系人", "姓名", "我叫", "名字叫", "名字是", "本人叫", "买家:", "买家：", "name is", "name:", "recipient:", "receiver:",
    "contact:",
  ]
  private static let titles = ["先生", "女士", "小姐"]
  private static let surnames = Set(
    ("王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方邹熊孟秦邱江尹薛闫段雷侯龙"
      + "史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤").unicodeScalars)

  mutating func markNames() {
    for cue in Self.nameCues {
      for place in places(of: cue) {
        var start = place + cue.unicodeScalars.count
        while start < plain.count, Self.isLink(plain[start]) || plain[start] == "是" || plain[start] == "为" {
          start += 1
        }
        mark(start..<nameEnd(from: start), .person)
      }
    }
    for title in Self.titles {
      for place in places(of: title) where place > 0 {
        if Self.surnames.contains(plain[place - 1]) {
          mark(place - 1..<place, .person)
        } else if place > 1, Self.surnames.contains(plain[place - 2]), Self.isHan(plain[place - 1]) {
          mark(place - 2..<place, .person)
        }
      }
    }
  }

  /// Up to four Chinese characters, or up to three words.
  private func nameEnd(from start: Int) -> Int {
    var end = start
    if start < plain.count, Self.isHan(plain[start]) {
      while end < plain.count, end - start < 4, Self.isHan(plain[end]) { end += 1 }
      return end
    }
    var words = 0
    while end < plain.count, words < 3, Self.isCode(plain[end]) {
      while end < plain.count, Self.isCode(plain[end]) { end += 1 }
      words += 1
      if words < 3, end + 1 < plain.count, plain[end] == " ", Self.isCode(plain[end + 1]) { end += 1 } else { break }
    }
    return end
  }

  // MARK: Pieces

  private mutating func mark(_ range: Range<Int>, _ mark: Mark) {
    for index in range where marks[index] == .none { marks[index] = mark }
  }

  private func string(_ range: Range<Int>) -> String { String(String.UnicodeScalarView(plain[range])) }

  private func places(of cue: String) -> [Int] {
    let cue = Array(cue.unicodeScalars)
    guard let first = cue.first, plain.count >= cue.count else { return [] }
    return (0...plain.count - cue.count).filter { plain[$0] == first && plain[$0..<$0 + cue.count].elementsEqual(cue) }
  }

  private func clauseEnd(from start: Int) -> Int {
    var end = start
    while end < plain.count, !"\n。;!?".unicodeScalars.contains(plain[end]) { end += 1 }
    return end
  }

  /// Where the run of characters and digits before a place begins, at most 40 before it.
  private func runStart(before place: Int) -> Int {
    var start = place
    while start > 0, place - start < 40, Self.isHan(plain[start - 1]) || Self.isCode(plain[start - 1]) { start -= 1 }
    return start
  }

  private static func folded(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 0xFF01...0xFF5E: return lowered(Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar)
    case 0x3000, 0xA0, 0x09: return " "
    case 0x2460...0x2468: return Unicode.Scalar(scalar.value - 0x2460 + 0x31) ?? scalar
    default: return lowered(scalar)
    }
  }

  private static func lowered(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    ("A"..."Z").contains(scalar) ? Unicode.Scalar(scalar.value + 32) ?? scalar : scalar
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  private static func isCode(_ scalar: Unicode.Scalar) -> Bool {
    isDigit(scalar) || ("a"..."z").contains(scalar) || scalar == "-" || scalar == "_"
  }

  private static func isHan(_ scalar: Unicode.Scalar) -> Bool { (0x4E00...0x9FFF).contains(scalar.value) }

  /// Between a cue and what it announces.
  private static func isLink(_ scalar: Unicode.Scalar) -> Bool { scalar == ":" || scalar == " " || scalar == "=" }

  /// Between the digits of one number.
  private static func isGap(_ scalar: Unicode.Scalar) -> Bool { " -.·•_—–()/*~,、".unicodeScalars.contains(scalar) }

  private static let hanDigits: [Unicode.Scalar: UInt8] = [
    "〇": 0, "零": 0, "洞": 0, "一": 1, "幺": 1, "壹": 1, "二": 2, "两": 2, "贰": 2, "三": 3, "叁": 3, "四": 4, "肆": 4, "五": 5,
    "伍": 5, "六": 6, "陆": 6, "七": 7, "柒": 7, "拐": 7, "八": 8, "捌": 8, "九": 9, "玖": 9, "勾": 9,
  ]

  private static func digit(_ scalar: Unicode.Scalar) -> UInt8? {
    isDigit(scalar) ? UInt8(scalar.value - 0x30) : hanDigits[scalar]
  }
}
