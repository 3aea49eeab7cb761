/// The characters of a name that are spoken, in one writing: simplified, lower case, digits for single Chinese numerals,
/// without spaces and signs.
struct BiasForm: Hashable {
  let characters: [Unicode.Scalar]

  /// The readings of a name: as it stands, and with numbers such as 100 as they are spoken (一百) when that differs.
  static func readings(of text: String, script: ChineseScript) -> [BiasForm] {
    let plain = canonical(text, script)
    let spoken = speakNumbers(plain)
    return spoken == plain ? [BiasForm(characters: plain)] : [plain, spoken].map(BiasForm.init(characters:))
  }

  /// All writings of a canonical character in UTF-8.
  static func writings(of character: Unicode.Scalar, script: ChineseScript) -> [[UInt8]] {
    var scalars = [character]
    if let digit = digits.firstIndex(of: character) {
      scalars += numerals[digit]
    } else if let upper = character.properties.uppercaseMapping.unicodeScalars.first, upper != character {
      scalars.append(upper)
    }
    scalars += script.traditional(character)
    return scalars.map { Array(String($0).utf8) }
  }

  private init(characters: [Unicode.Scalar]) {
    self.characters = characters
  }

  private static let digits = Array("0123456789".unicodeScalars)
  private static let numerals = ["零〇", "一幺", "二两", "三", "四", "五", "六", "七", "八", "九"].map {
    Array($0.unicodeScalars)
  }

  private static func canonical(_ text: String, _ script: ChineseScript) -> [Unicode.Scalar] {
    var result: [Unicode.Scalar] = []
    for scalar in text.lowercased().unicodeScalars {
      // Full-width letters and digits lie at a fixed distance from the ordinary ones.
      let narrow = (0xFF01...0xFF5E).contains(scalar.value) ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar
      guard narrow.properties.isAlphabetic || narrow.properties.numericType != nil else { continue }
      let simple = script.simplify(narrow)
      result.append(numerals.firstIndex { $0.contains(simple) }.map { digits[$0] } ?? simple)
    }
    return result
  }

  private static func speakNumbers(_ characters: [Unicode.Scalar]) -> [Unicode.Scalar] {
    var (result, run) = ([Unicode.Scalar](), [Int]())
    for character in characters {
      if let digit = digits.firstIndex(of: character) {
        run.append(digit)
      } else {
        result += speak(run)
        run = []
        result.append(character)
      }
    }
    return result + speak(run)
  }

  /// 2…4 digits as a number (一千零五十), anything else digit by digit.
  private static func speak(_ run: [Int]) -> [Unicode.Scalar] {
    guard (2...4).contains(run.count), run[0] != 0 else { return run.map { digits[$0] } }
    let units: [Unicode.Scalar?] = [nil, "十", "百", "千"]
    var result: [Unicode.Scalar] = []
    var skipped = false
    for (place, digit) in run.enumerated() {
      if digit == 0 {
        skipped = true
        continue
      }
      if skipped { result.append("0") }
      skipped = false
      let unit = units[run.count - 1 - place]
      // Fifteen is 十五, not 一十五.
      if !(place == 0 && run.count == 2 && digit == 1) { result.append(digits[digit]) }
      if let unit { result.append(unit) }
    }
    return result
  }
}
