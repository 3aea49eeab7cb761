internal import LiveshelfCore

/// A viewer's question with all that is needed to look the facts up.
struct Question: Sendable {
  var text: FoldedText
  var joined: String
  var language: StockAnswer.Language
  var intent: ViewerIntent
  var confidence: Double
  var sku: SKU?
  var isExplicit: Bool
  var option: String?
  /// A colour or size that is asked for and that the product has not.
  var missingOption: String?
  /// Words that name a thing that the catalog has not.
  var namesUnknown: Bool
  var region: String?

  private static let restockWords = [
    "补货", "什么时候", "啥时候", "几时", "多久", "返场", "再上", "到货", "上货", "加单", "回货", "restock", "when", "backinstock",
  ]
  private static let medical = [
    "治", "疗效", "药", "病", "减肥", "孕妇", "怀孕", "癌", "降血", "血糖", "血压", "抗炎", "祛斑", "美白吗", "过敏能", "副作用", "医", "cure",
    "treat", "heal", "disease", "pregnan", "medical", "cancer", "loseweight",
  ]
  private static let absolute = [
    "最好", "第一", "全网最低", "最便宜", "百分百", "100%", "绝对", "保证", "永不", "thebest", "guarantee", "number1", "cheapestin",
  ]
  private static let orders = [
    "忽略", "无视", "指令", "系统提示", "提示词", "假装", "你现在是", "扮演", "照我说", "重复我", "管理员", "ignore", "pretend", "system", "prompt",
    "youarenow", "repeatafter", "jailbreak", "override", "instruction",
  ]
  private static let privateData = [
    "手机号", "电话号码", "身份证", "地址发", "谁买", "买家", "别人的订单", "用户名单", "他的订单", "她的订单", "微信号", "phonenumber", "address",
    "whobought", "otherbuyers", "idcard",
  ]

  var asksForRestock: Bool { Self.restockWords.contains { joined.contains($0) } }
  var isMedical: Bool { Self.medical.contains { joined.contains($0) } }
  var isAbsolute: Bool { Self.absolute.contains { joined.contains($0) } }
  var isOrder: Bool { Self.orders.contains { joined.contains($0) } }
  var asksForPrivateData: Bool { Self.privateData.contains { joined.contains($0) } }

  /// Kilograms, when a weight of the body is stated; 斤 are half kilograms.
  var kilograms: Double? {
    measure(["斤": 0.5, "kg": 1, "公": 1, "kilograms": 1, "kilos": 1, "pounds": 0.4536, "lbs": 0.4536])
  }
  /// Centimetres, when a height is stated.
  var centimetres: Double? {
    if let centimetres = measure(["cm": 1, "厘": 1]) { return centimetres }
    for (place, token) in text.tokens.enumerated() where token.text == "米" || token.text == "m" {
      guard place > 0, let metres = Double(text.tokens[place - 1].text), (1...2).contains(metres) else { continue }
      let rest = place + 1 < text.tokens.count ? text.tokens[place + 1].text : "0"
      guard let part = Double("0." + rest) else { continue }
      return metres * 100 + part * 100
    }
    return nil
  }

  private func measure(_ units: [String: Double]) -> Double? {
    for (place, token) in text.tokens.enumerated() where token.isNumber && place + 1 < text.tokens.count {
      guard let factor = units[text.tokens[place + 1].text], let value = Double(token.text), value < 1000 else {
        continue
      }
      return value * factor
    }
    return nil
  }
}
