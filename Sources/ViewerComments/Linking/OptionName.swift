/// A variant of a product, and the ways in which viewers write it.
struct OptionName: Sendable {
  enum Kind: Sendable {
    case colour, size, other

    /// The token that stands for it in the intent model.
    var mask: String {
      switch self {
      case .colour: "C"
      case .size: "Z"
      case .other: "V"
      }
    }
  }

  /// As the catalog writes it.
  var text: String
  var kind: Kind
  var forms: [[FoldedText.Token]]

  private static let colours: Set<String> = [
    "红", "黑", "白", "灰", "蓝", "绿", "紫", "粉", "黄", "棕", "橙", "青", "米白", "卡其", "咖啡", "驼", "酒红", "藏青", "银", "金", "杏", "裸",
    "藕粉", "奶白", "墨绿", "天蓝", "深蓝", "浅蓝", "深灰", "浅灰", "玫红", "湖蓝", "香槟", "豆沙", "正红", "枫叶", "焦糖", "雾霾蓝", "牛油果绿", "燕麦",
    "red", "black", "white", "grey", "gray", "blue", "green", "purple", "pink", "yellow", "brown", "orange", "beige",
  ]
  private static let measures: Set<String> = [
    "斤", "码", "米", "升", "瓶", "包", "盒", "件", "个", "套", "双", "片", "抽", "桶", "箱", "袋", "两", "克", "公", "寸", "尺", "支", "条",
    "枚", "只", "粒", "杯", "毫", "厘", "g", "kg", "ml", "l", "cm", "m", "人", "号", "千",
  ]
  private static let sizes: Set<String> = [
    "大号", "小号", "中号", "加大号", "特大号", "大码", "小码", "中码", "均码", "加大码", "加大", "s", "m", "l", "xl", "xxl", "xxxl", "xs", "大",
    "小", "中", "大包", "小包", "大瓶", "小瓶", "大份", "小份", "small", "medium", "large",
  ]

  init(_ text: String) {
    let folded = FoldedText(text).tokens
    let plain = folded.map(\.text).joined()
    let stem = plain.hasSuffix("色") && plain.count > 1 ? String(plain.dropLast()) : plain
    self.text = text
    if Self.colours.contains(stem) || (plain.hasSuffix("色") && plain.count > 1) {
      kind = .colour
    } else if Self.sizes.contains(plain)
      || (folded.contains(where: \.isNumber) && folded.contains { Self.measures.contains($0.text) })
      || (folded.count == 1 && folded[0].isNumber)
    {
      kind = .size
    } else {
      kind = .other
    }
    var forms = [folded]
    if kind == .colour, folded.last?.text == "色", folded.count > 1 {
      let bare = Array(folded.dropLast())
      // A bare 白 or 粉 occurs in too many words: it needs a word after it.
      for tail in ["的", "款", "色"] { forms.append(bare + [FoldedText.Token(text: tail, isNumber: false)]) }
      if bare.count > 1 { forms.append(bare) }
    }
    if kind == .size, folded.count == 2, folded[0].isNumber, folded[1].text == "码" {
      forms.append([folded[0], FoldedText.Token(text: "号", isNumber: false)])
    }
    var seen: Set<[FoldedText.Token]> = []
    self.forms = forms.filter { !$0.isEmpty && seen.insert($0).inserted }
  }

  /// A colour that some shops have, for the masking of comments that ask for one that this shop has not.
  static func isColour(_ word: String) -> Bool { colours.contains(word) }
}
