import LiveshelfCore

/// SplitMix64 (G. Steele et al., 2014): the same seed gives the same numbers everywhere.
struct SeededRandom: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

/// Products with names put together from the words that such names are made of.
enum SyntheticCatalog {
  private static let origins = words(
    "新疆 云南 五常 烟台 内蒙古 东北 广西 福建 武夷山 阳澄湖 赣南 和田 宁夏 若羌 库尔勒 景德镇 德化 苏州 杭州 海南 泰国 日式 韩版 欧式 北欧 法式 意式 老北京 川味 湘西")
  private static let qualities = words(
    "天然 有机 纯棉 冰丝 真丝 羊绒 羊毛 鹅绒 加厚 超薄 便携 折叠 无线 智能 可视 静音 养生 儿童 婴儿 孕妇 男士 女士 大码 高腰 修身 宽松 复古 轻奢 哑光 丝绒 玻尿酸 氨基酸 胶原蛋白 不锈钢 陶瓷 玻璃 竹纤维 记忆棉 乳胶 防水 防滑 防晒 保温 速干 磨砂 头层牛皮"
  )
  private static let things = words(
    "红枣 咖啡 大米 牛肉干 酸辣粉 螺蛳粉 面膜 口红 洗面奶 洗衣液 洗发水 沐浴露 牙膏 牙刷 毛巾 四件套 被子 枕头 床垫 台灯 保温杯 饭盒 水壶 炒锅 空气炸锅 破壁机 电饭煲 吸尘器 加湿器 吹风机 剃须刀 羽绒服 防晒衣 卫衣 衬衫 短袖 牛仔裤 瑜伽裤 打底裤 连衣裙 半身裙 大衣 风衣 毛衣 运动鞋 马丁靴 拖鞋 斜挎包 双肩包 行李箱 充电宝 耳机 手表 项链 耳环 湿巾 抽纸 纸尿裤 拉拉裤 奶粉 积木 拼图 猫粮 狗粮 猫砂 普洱茶 龙井茶 蜂蜜 苹果 橙子 大闸蟹 火锅底料 自热米饭 坚果礼盒 燕窝 精华液 粉底液 眼影盘 防晒霜 护手霜"
  )
  private static let syllables = Array(
    "安百宝碧波彩晨诚春达丹德迪朵恩方菲丰福格古光国海禾红华慧佳家嘉建洁金京晶景君凯康可兰乐丽利莲良林灵龙露洛美梦米明木娜南宁欧佩奇启琪青清然荣瑞润森山尚诗舒思松苏泰天甜维文西希夏香小心新雅艳阳依艺英永优雨玉元悦云泽珍芝智舟子紫")

  private static func words(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }

  static func make(products: Int, random: inout SeededRandom) -> Catalog {
    var made: [Product] = []
    var used: Set<String> = []
    while made.count < products {
      let thing = pick(things, &random)
      let brand = String((0..<Int.random(in: 2...3, using: &random)).map { _ in pick(syllables, &random) })
      let quality = pick(qualities, &random)
      let name = (Bool.random(using: &random) ? pick(origins, &random) : brand) + quality + thing
      guard used.insert(name).inserted else { continue }
      made.append(
        Product(
          sku: SKU("S\(made.count + 1)"), name: name, aliases: [brand + thing, quality + thing],
          linkNumber: made.count + 1))
    }
    return Catalog(made)
  }

  /// Sentences of random syllables, every other one with a name of the catalog.
  static func speech(utterances: Int, naming catalog: Catalog, random: inout SeededRandom) -> [Utterance] {
    (0..<utterances).map { number in
      var text = (0..<24).map { _ in pick(syllables, &random) }
      if number % 2 == 0 { text.insert(contentsOf: Array(pick(catalog.products, &random).name), at: 12) }
      let start = StreamTime(seconds: Double(number) * 8)
      let tokens = text.enumerated().map { index, character in
        SpokenToken(
          text: String(character), start: start + Double(index) * 0.15, end: start + Double(index + 1) * 0.15)
      }
      let end = tokens.last?.end ?? start
      return Utterance(
        start: start, end: end, detectedAt: end, hypotheses: [Hypothesis(tokens: tokens, logProbability: -10)])
    }
  }

  private static func pick<Element>(_ list: [Element], _ random: inout SeededRandom) -> Element {
    list[Int.random(in: 0..<list.count, using: &random)]
  }
}
